import { useSyncExternalStore } from 'react';

/** Where the reader is: the part of the address behind `#`. */
export interface Route {
  /** Parts of the path, decoded. */
  readonly path: readonly string[];
  readonly parameters: URLSearchParams;
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
}

/** Reads a fragment such as `#/q/03-payments-due-in-quarter?dueIn=2019-Q1`. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?');
  return {
    path: path.split('/').filter(Boolean).map(decodeURIComponent),
    parameters: new URLSearchParams(query),
  };
}

/** The fragment of a route. */
export function routeHash(path: readonly string[], parameters?: URLSearchParams): string {
  const query = parameters?.toString();
  return `#/${path.map(encodeURIComponent).join('/')}${query ? `?${query}` : ''}`;
}

/** The fragment of the address, followed as it changes. */
export function useHash(): string {
  return useSyncExternalStore(subscribe, () => window.location.hash);
}

/** Writes the address anew without a step in the history: the same page with other choices. */
export function replaceHash(hash: string): void {
  if (hash === window.location.hash) return;
  window.history.replaceState(null, '', hash);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}
