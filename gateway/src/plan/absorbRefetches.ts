import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type InlineFragmentNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { EntityInput, PathSegment, PlanStep, RequiredSelection } from './PlanStep';

/**
 * The native planner sometimes asks a department a second time for entities that the same department has just given, as for
 * a field that another department's `@requires` needs more of. Such a step is taken out and its fields are asked for where
 * the entities first come from: one request and one wave less, with the same data.
 */
export function absorbRefetches(steps: readonly PlanStep[]): readonly PlanStep[] {
  for (const refetch of steps) {
    const origin = steps.find((step) => step !== refetch && absorbs(step, refetch));
    const merged = origin && mergedInto(origin, refetch);
    // Indexes have moved: what is left is looked at anew.
    if (merged) return absorbRefetches(withoutStep(steps, refetch, merged));
  }
  return steps;
}

/** The one entity input of a step that asks for plain entities at one path, and nothing that a client may leave out. */
function plainEntity(step: PlanStep): EntityInput | null {
  const [entity, ...others] = step.entities;
  if (!entity || others.length > 0 || entity.paths.length !== 1 || step.conditions.length > 0) return null;
  const { contexts, inputRewrites, outputRewrites } = entity;
  return contexts.length + inputRewrites.length + outputRewrites.length === 0 ? entity : null;
}

function absorbs(origin: PlanStep, refetch: PlanStep): boolean {
  const needsNothingElse = refetch.after.every(
    (index) => index === origin.index || origin.after.includes(index),
  );
  return (
    origin.subgraph === refetch.subgraph &&
    origin.kind === 'query' &&
    origin.part === refetch.part &&
    origin.conditions.length === 0 &&
    origin.at.length === 0 &&
    refetch.variables.length === 0 &&
    refetch.after.includes(origin.index) &&
    needsNothingElse &&
    plainEntity(refetch) !== null
  );
}

/** The path of the entities as seen from the origin's own answer; null when they do not come from it. */
function pathWithin(origin: PlanStep, path: readonly PathSegment[]): readonly PathSegment[] | null {
  if (origin.entities.length === 0) return path;
  const [start, ...others] = plainEntity(origin)?.paths ?? [];
  if (!start || others.length > 0 || start.length > path.length) return null;
  const isPrefix = start.every((segment, at) => JSON.stringify(segment) === JSON.stringify(path[at]));
  return isPrefix ? path.slice(start.length) : null;
}

function mergedInto(origin: PlanStep, refetch: PlanStep): PlanStep | null {
  const entity = plainEntity(refetch);
  const path = entity && pathWithin(origin, entity.paths[0] ?? []);
  const asked = entitySelections(parse(refetch.operation));
  if (!entity || !path || path.length === 0 || !asked) return null;
  const document = parse(origin.operation);
  const place = placeOf(document, origin, path);
  if (!place || !holds(place, entity.requires)) return null;
  const grown: SelectionSetNode = { ...place, selections: [...place.selections, ...asked] };
  const rewritten = visit(document, { SelectionSet: (node) => (node === place ? grown : undefined) });
  return { ...origin, operation: print(rewritten) };
}

function operationOf(document: DocumentNode): OperationDefinitionNode | undefined {
  return document.definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
}

/** What a step asks of its entities: inline fragments on types, with fragment spreads written out. */
function entitySelections(document: DocumentNode): readonly InlineFragmentNode[] | null {
  const fragments = new Map(
    document.definitions
      .filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node]),
  );
  const inlined = visit(document, {
    FragmentSpread: {
      enter: ({ name }): InlineFragmentNode | undefined => {
        const fragment = fragments.get(name.value);
        return (
          fragment && {
            kind: Kind.INLINE_FRAGMENT,
            typeCondition: fragment.typeCondition,
            selectionSet: fragment.selectionSet,
          }
        );
      },
    },
  });
  const root = operationOf(inlined)?.selectionSet.selections[0];
  const selections = root?.kind === Kind.FIELD ? (root.selectionSet?.selections ?? []) : [];
  const conditions = selections.filter(
    (node): node is InlineFragmentNode => node.kind === Kind.INLINE_FRAGMENT,
  );
  return selections.length > 0 && conditions.length === selections.length ? conditions : null;
}

/** The selection set of the objects at a path of the origin's answer; null where the way there is not plain. */
function placeOf(
  document: DocumentNode,
  origin: PlanStep,
  path: readonly PathSegment[],
): SelectionSetNode | null {
  let place = operationOf(document)?.selectionSet ?? null;
  if (origin.entities.length > 0) place = onlyFragmentOf(place);
  for (const segment of path) {
    if (segment.kind === 'list') continue;
    if (segment.kind === 'types' || !place) return null;
    place = fieldsOf(place).find((field) => keyOf(field) === segment.key)?.selectionSet ?? null;
  }
  return place;
}

/** Below `_entities` of one type: the fields of that type. */
function onlyFragmentOf(root: SelectionSetNode | null): SelectionSetNode | null {
  const entities = root ? fieldsOf(root)[0]?.selectionSet : null;
  const [only, ...others] = entities?.selections ?? [];
  return only?.kind === Kind.INLINE_FRAGMENT && others.length === 0 ? only.selectionSet : null;
}

function fieldsOf({ selections }: SelectionSetNode): FieldNode[] {
  return selections.filter((node: SelectionNode): node is FieldNode => node.kind === Kind.FIELD);
}

const keyOf = (field: FieldNode): string => field.alias?.value ?? field.name.value;

/** True where the place itself already selects everything that names the entities: they are this department's own. */
function holds(place: SelectionSetNode, requires: readonly RequiredSelection[]): boolean {
  return requires.every((required) => {
    if (required.kind === 'fragment') return holds(place, required.selections);
    const field = fieldsOf(place).find((each) => keyOf(each) === required.key && !each.directives?.length);
    if (!field) return false;
    return (
      !required.selections || (field.selectionSet ? holds(field.selectionSet, required.selections) : false)
    );
  });
}

/** The steps without the absorbed one; who waited for it waits for its origin. Indexes stay gapless. */
function withoutStep(steps: readonly PlanStep[], absorbed: PlanStep, merged: PlanStep): PlanStep[] {
  const kept = steps.filter((step) => step.index !== absorbed.index);
  const renumbered = new Map(kept.map((step, at) => [step.index, at]));
  const indexAfter = (index: number): number =>
    renumbered.get(index === absorbed.index ? merged.index : index) ?? index;
  return kept.map((step) => {
    const content = step.index === merged.index ? merged : step;
    const after = [...new Set(step.after.map(indexAfter))].sort((a, b) => a - b);
    return { ...content, index: indexAfter(step.index), after };
  });
}
