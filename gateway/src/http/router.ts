import type { Exchange } from './Exchange';

/** One line of the table of routes. */
export interface Route {
  /** Which paths it answers: one, or all below a prefix that ends with a slash. */
  readonly path: string;
  /** Which methods it answers; left out where the route itself says no to the others. */
  readonly methods?: readonly string[];
  handle(exchange: Exchange): Promise<void> | void;
}

/** Hands each exchange to the first route for its path; 404 and 405 say what there is instead. */
export function createRouter(routes: readonly Route[]): (exchange: Exchange) => Promise<void> {
  const byPath = new Map(routes.map((route) => [route.path, route]));
  const prefixes = routes.filter(({ path }) => path.length > 1 && path.endsWith('/'));
  return async (exchange) => {
    const { path, request } = exchange;
    const route = byPath.get(path) ?? prefixes.find((candidate) => path.startsWith(candidate.path));
    if (!route) {
      exchange.endText(
        404,
        `There is nothing here. There are ${routes.map((known) => known.path).join(', ')}.\n`,
      );
      return;
    }
    if (route.methods && !route.methods.includes(request.method ?? '')) {
      const allow = route.methods.join(', ');
      exchange.endText(405, `This path answers ${allow}.\n`, { allow });
      return;
    }
    await route.handle(exchange);
  };
}
