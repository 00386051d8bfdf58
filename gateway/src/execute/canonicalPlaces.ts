import { evaluate } from '../compile/evaluate';
import { define, own, readKey, writeKey } from '../compile/names';
import { broughtPaths } from '../plan/PlanBuilder';
import type { PathSegment, PlanStep } from '../plan/PlanStep';

/**
 * A place of the answer where objects that are equal in all they have become one object: entities that many rows refer to. What is merged
 * into one is merged into all, and its text is written once.
 *
 * Sound only where everything that comes later is a function of what the objects have when they are made one. So: one step brings the
 * place, it brings plain fields only, and nothing in the plan looks at an object's surroundings.
 */
export interface CanonicalPlace {
  readonly index: number;
  /** Keys from the root, as `.a.b`. */
  readonly path: string;
  /** The step whose answer brings the objects. */
  readonly step: number;
  /** Makes equal objects one. Returns how many were replaced. */
  unify(root: object): number;
}

/** Finds the canonical places of a plan. */
export function canonicalPlaces(steps: readonly PlanStep[]): CanonicalPlace[] {
  if (steps.some(({ entities }) => entities.some(({ contexts }) => contexts.length > 0))) return [];
  const brought = steps.map((step) => broughtPaths(step));
  const found: { path: string; step: number; keys: string[] }[] = [];
  for (const path of new Set(
    steps.flatMap(({ entities }) => entities.flatMap(({ paths }) => paths.map(fieldsOf))),
  )) {
    const bringers = steps.filter((_step, index) => brought[index]?.has(path));
    const [step] = bringers;
    if (!step || bringers.length > 1 || step.outputRewrites.length > 0 || path === '') continue;
    if (waysTo(path, steps) > 1) continue;
    const below = [...(brought[step.index] as ReadonlySet<string>)].filter((each) =>
      each.startsWith(`${path}.`),
    );
    const keys = below.map((each) => each.slice(path.length + 1));
    // A root field of its own is one object already, or a list whose objects differ.
    if (keys.length === 0 || keys.some((key) => key.includes('.')) || path.lastIndexOf('.') === 0) continue;
    if (step.entities.some(({ outputRewrites }) => outputRewrites.length > 0)) continue;
    found.push({ path, step: step.index, keys: keyFirst(keys, path, steps) });
  }
  const places = new Set(found.map(({ path }) => path));
  return found.map(({ path, step, keys }, index) => ({
    index,
    path,
    step,
    unify: compileUnify(path, keys, places),
  }));
}

/** By how many type conditions a place is reached: under each, later steps may write other things under one key. */
function waysTo(path: string, steps: readonly PlanStep[]): number {
  const ways = new Set<string>();
  for (const each of steps.flatMap(({ entities }) => entities.flatMap(({ paths }) => paths))) {
    const length = each.findIndex((_segment, index) => fieldsOf(each.slice(0, index + 1)) === path);
    if (length !== -1) ways.add(JSON.stringify(each.slice(0, length + 1)));
  }
  return ways.size;
}

/** The keys from the root to a path, as `.a.b`. */
export function fieldsOf(path: readonly PathSegment[]): string {
  return path.map((segment) => (segment.kind === 'field' ? `.${segment.key}` : '')).join('');
}

/** A key that identifies entities comes first, because objects are looked up by it and only then compared. */
function keyFirst(keys: readonly string[], path: string, steps: readonly PlanStep[]): string[] {
  const required = steps.flatMap(({ entities }) =>
    entities
      .filter(({ paths }) => paths.some((each) => fieldsOf(each) === path))
      .map(({ requires }) => JSON.stringify(requires)),
  );
  const rank = (key: string): number =>
    key === '__typename' ? 2 : required.some((text) => text.includes(`"key":"${key}"`)) ? 0 : 1;
  return [...keys].sort((a, b) => rank(a) - rank(b));
}

/** After so many objects, a place where fewer than an eighth were equal to others is left alone. */
const sample = 128;

function compileUnify(
  path: string,
  keys: readonly string[],
  places: ReadonlySet<string>,
): CanonicalPlace['unify'] {
  const names = path.slice(1).split('.');
  const [first = '__typename', ...rest] = keys;
  const same = rest.map((key) => `${readKey('k', key)}===${readKey('v', key)}`).join('&&') || 'true';
  const lines = [
    `function one(v,s){if(typeof v!=='object'||v===null)return v;` +
      `if(Array.isArray(v)){for(let i=0;i<v.length;i++)v[i]=one(v[i],s);return v;}` +
      `if(s.off)return v;if(++s.seen===${sample}&&s.hits<${sample / 8}){s.off=true;return v;}` +
      `const id=${readKey('v', first)},k=s.known.get(id);if(k===undefined){s.known.set(id,v);return v;}` +
      `if(k===v)return v;if(${same}){s.hits++;return k;}return v;}`,
  ];
  names.forEach((name, index) => {
    const each = `if(typeof o!=='object'||o===null)return;if(Array.isArray(o)){for(let i=0;i<o.length;i++)g${index}(o[i],s);return;}`;
    // Objects that are one already need to be walked through once.
    const prefix = `.${names.slice(0, index).join('.')}`;
    const once = places.has(prefix) ? `if(s.visited.has(o))return;s.visited.add(o);` : '';
    const step =
      index === names.length - 1
        ? `const v=${readKey('o', name)};if(v!==undefined){const n=one(v,s);if(n!==v)${writeKey('o', name, 'n')};}`
        : `g${index + 1}(${readKey('o', name)},s);`;
    lines.push(`function g${index}(o,s){${each}${once}${step}}`);
  });
  lines.push(
    `return function(o){const s={known:new Map(),visited:new Set(),seen:0,hits:0,off:false};g0(o,s);return s.hits;};`,
  );
  return evaluate<CanonicalPlace['unify']>(lines.join('\n'), { own, define });
}
