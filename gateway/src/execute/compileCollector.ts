import { evaluate } from '../compile/evaluate';
import { own, quoted, readKey } from '../compile/names';
import type { PathSegment } from '../plan/PlanStep';
import type { TypeTable } from '../plan/TypeTable';

/** Calls `visit` with every object at a path of the answer so far. */
export type Collector = (root: object, visit: (object: object) => void) => void;

/** Compiles the walk along a path. Where a list turns up that the path does not name, its items are walked. */
export function compileCollector(path: readonly PathSegment[], types: TypeTable): Collector {
  const functions = path.map(
    (segment, index) => `function p${index}(o,f){${step(segment, `p${index + 1}`, types)}}`,
  );
  const end = `function p${path.length}(o,f){if(Array.isArray(o))for(let i=0;i<o.length;i++)p${path.length}(o[i],f);else if(typeof o==='object'&&o!==null)f(o);}`;
  return evaluate<Collector>(`${functions.join('\n')}\n${end}\nreturn p0;`, { own });
}

function step(segment: PathSegment, next: string, types: TypeTable): string {
  if (segment.kind === 'list')
    return `if(Array.isArray(o))for(let i=0;i<o.length;i++)${next}(o[i],f);else ${next}(o,f);`;
  const each = (self: string): string =>
    `if(typeof o!=='object'||o===null)return;if(Array.isArray(o)){for(let i=0;i<o.length;i++)${self}(o[i],f);return;}`;
  const self = `p${Number(next.slice(1)) - 1}`;
  if (segment.kind === 'field') return `${each(self)}${next}(${readKey('o', segment.key)},f);`;
  const names = new Set(segment.names.flatMap((name) => types.matching(name)));
  const cases = [...names].map((name) => `case ${quoted(name)}:`).join('');
  return `${each(self)}switch(o.__typename){case undefined:${cases}${next}(o,f);}`;
}

/** Every object at a path with its place in the answer; slow, for errors. */
export function locate(
  root: unknown,
  path: readonly PathSegment[],
  types: TypeTable,
): Map<object, (string | number)[][]> {
  const found = new Map<object, (string | number)[][]>();
  walk(root, { path, types, place: [], found });
  return found;
}

interface Walk {
  readonly path: readonly PathSegment[];
  readonly types: TypeTable;
  readonly place: readonly (string | number)[];
  readonly found: Map<object, (string | number)[][]>;
}

function walk(value: unknown, at: Walk): void {
  const [segment, ...rest] = at.path;
  if (Array.isArray(value)) {
    const path = segment?.kind === 'list' ? rest : at.path;
    for (let index = 0; index < value.length; index++)
      walk(value[index], { ...at, path, place: [...at.place, index] });
  } else if (typeof value === 'object' && value !== null) {
    const object = value as Record<string, unknown>;
    if (!segment) {
      const places = at.found.get(object);
      if (places) places.push([...at.place]);
      else at.found.set(object, [[...at.place]]);
    } else if (segment.kind === 'list') {
      walk(value, { ...at, path: rest });
    } else if (segment.kind === 'field') {
      if (Object.hasOwn(object, segment.key))
        walk(object[segment.key], { ...at, path: rest, place: [...at.place, segment.key] });
    } else {
      const name = object.__typename;
      const fits = typeof name !== 'string' || segment.names.some((above) => at.types.matches(name, above));
      if (fits) walk(value, { ...at, path: rest });
    }
  }
}
