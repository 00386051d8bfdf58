import { evaluate } from '../compile/evaluate';
import { own, quoted, readKey } from '../compile/names';
import type { PathSegment } from '../plan/PlanStep';
import type { TypeTable } from '../plan/TypeTable';
import { fieldsOf } from './canonicalPlaces';

/** Calls `visit` with every object at a path of the answer so far. */
export type Collector = (root: object, visit: (object: object) => void) => void;

/** Compiles the walk along a path. Where a list turns up that the path does not name, its items are walked. */
export function compileCollector(
  path: readonly PathSegment[],
  types: TypeTable,
  canonical: ReadonlySet<string> = new Set(),
): Collector {
  const prefixes = path.map((_segment, index) => fieldsOf(path.slice(0, index)));
  const sets = [...new Set([...prefixes, fieldsOf(path)].filter((prefix) => canonical.has(prefix)))];
  // Objects that many places share are visited once.
  const once = (prefix: string): string => {
    const set = sets.indexOf(prefix);
    return set === -1 ? '' : `if(s[${set}].has(o))return;s[${set}].add(o);`;
  };
  const last = path.length;
  const functions = path.map((segment, index) => {
    const prefix = prefixes[index] as string;
    // A list or a type condition adds no key: of the functions that see the same objects, the last one looks.
    const looks = prefixes.lastIndexOf(prefix) === index && prefix !== fieldsOf(path);
    return `function p${index}(o,f,s){${step(segment, { index, types, once: looks ? once(prefix) : '' })}}`;
  });
  const ending = once(fieldsOf(path));
  const end = `function p${last}(o,f,s){if(Array.isArray(o))for(let i=0;i<o.length;i++)p${last}(o[i],f,s);else if(typeof o==='object'&&o!==null){${ending}f(o);}}`;
  const start = `return function(o,f){p0(o,f,[${sets.map(() => 'new Set()').join(',')}]);};`;
  return evaluate<Collector>(`${functions.join('\n')}\n${end}\n${start}`, { own });
}

function step(
  segment: PathSegment,
  { index, types, once }: { index: number; types: TypeTable; once: string },
): string {
  const next = `p${index + 1}`;
  const items = (name: string): string => `for(let i=0;i<o.length;i++)${name}(o[i],f,s);`;
  if (segment.kind === 'list') return `if(Array.isArray(o)){${items(next)}}else ${next}(o,f,s);`;
  const each = `if(typeof o!=='object'||o===null)return;if(Array.isArray(o)){${items(`p${index}`)}return;}${once}`;
  if (segment.kind === 'field') return `${each}${next}(${readKey('o', segment.key)},f,s);`;
  const names = new Set(segment.names.flatMap((name) => types.matching(name)));
  const cases = [...names].map((name) => `case ${quoted(name)}:`).join('');
  return `${each}switch(o.__typename){case undefined:${cases}${next}(o,f,s);}`;
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
