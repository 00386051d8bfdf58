import { broughtPaths } from '../plan/PlanBuilder';
import type { EntityInput, PlanStep } from '../plan/PlanStep';
import { fieldsOf } from './canonicalPlaces';

/**
 * How far the nested objects of one fetched entity may be shared between the places that asked for it: everywhere, between the places of
 * one path, or not at all, so that each place gets a copy. Sharing is sound only where every later step writes the same to all places.
 */
export type Sharing = 'everywhere' | 'path' | 'none';

/** Decides from the plan alone, for every request that will run it. */
export function sharingOf(
  entity: EntityInput,
  { step, steps }: { step: PlanStep; steps: readonly PlanStep[] },
): Sharing {
  const own = steps.filter((other) => other !== step);
  const prefixes = entity.paths.map(fieldsOf);
  const nested = prefixes.flatMap((prefix) => compositeKeys(step, prefix));
  if (nested.length === 0) return 'everywhere';
  if (steps.some(({ entities }) => entities.some(({ contexts }) => contexts.length > 0))) return 'none';
  // Another step brings fields of the same nested object: what it brings may differ from place to place.
  const overlapped = own.some(
    (other) =>
      [...broughtPaths(other)].some((path) => nested.some((key) => path.startsWith(`${key}.`))) &&
      !isBelow(other, nested),
  );
  if (overlapped || step.entities.filter((other) => sameNested(other, nested)).length > 1) return 'none';
  const deeper = own.some((other) => isBelow(other, nested));
  return deeper && new Set(prefixes).size > 1 ? 'path' : deeper ? 'path' : 'everywhere';
}

/** A step whose own place is at or below one of the nested objects: it writes by what it finds there. */
function isBelow(step: PlanStep, nested: readonly string[]): boolean {
  const places =
    step.entities.length > 0
      ? step.entities.flatMap(({ paths }) => paths.map(fieldsOf))
      : [fieldsOf(step.at)];
  return places.some((place) => nested.some((key) => place === key || place.startsWith(`${key}.`)));
}

function sameNested(entity: EntityInput, nested: readonly string[]): boolean {
  return entity.paths.some((path) => nested.some((key) => key.startsWith(`${fieldsOf(path)}.`)));
}

/** Paths of those fields directly under the entity that have fields themselves. */
function compositeKeys(step: PlanStep, prefix: string): string[] {
  const found = new Set<string>();
  for (const path of broughtPaths(step)) {
    if (!path.startsWith(`${prefix}.`)) continue;
    const [key, below] = path.slice(prefix.length + 1).split('.');
    if (below !== undefined) found.add(`${prefix}.${key}`);
  }
  return [...found];
}
