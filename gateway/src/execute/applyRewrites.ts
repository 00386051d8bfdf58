import { define } from '../compile/names';
import type { Rewrite, RewriteSegment } from '../plan/PlanStep';
import type { TypeTable } from '../plan/TypeTable';

/** Changes data as a plan says: sets values, renames keys; lists on the way are walked through. */
export function applyRewrites(data: unknown, rewrites: readonly Rewrite[], types: TypeTable): void {
  for (const rewrite of rewrites) {
    const last = rewrite.path.at(-1);
    if (last?.kind !== 'field') continue;
    walk(data, rewrite.path.slice(0, -1), {
      types,
      visit: (object) => change(object, last.key, rewrite),
    });
  }
}

function change(object: Record<string, unknown>, key: string, rewrite: Rewrite): void {
  if (rewrite.kind === 'set') {
    define(object, key, rewrite.value);
  } else if (Object.hasOwn(object, key) && object[key] !== undefined) {
    define(object, rewrite.to, object[key]);
    delete object[key];
  }
}

interface Walk {
  readonly types: TypeTable;
  visit(object: Record<string, unknown>): void;
}

function walk(data: unknown, path: readonly RewriteSegment[], to: Walk): void {
  if (Array.isArray(data)) {
    for (const item of data) walk(item, path, to);
    return;
  }
  if (typeof data !== 'object' || data === null) return;
  const object = data as Record<string, unknown>;
  const [segment, ...rest] = path;
  if (!segment) {
    to.visit(object);
  } else if (segment.kind === 'field') {
    if (Object.hasOwn(object, segment.key)) walk(object[segment.key], rest, to);
  } else if (segment.kind === 'types') {
    const name = object.__typename;
    // Planners leave the type name out where there is only one type.
    if (typeof name !== 'string' || segment.names.some((above) => to.types.matches(name, above)))
      walk(object, rest, to);
  }
}
