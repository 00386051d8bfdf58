import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  stripIgnoredCharacters,
  type VariableDefinitionNode,
} from 'graphql';
import type { EntityInput, PlanStep } from './PlanStep';

/**
 * Puts entity fetches to one department that wait for the same steps into one request; fetches that ask the same of other paths become
 * one field with several paths, so that an entity found at both is asked once.
 */
export function batchSteps(steps: readonly PlanStep[]): PlanStep[] {
  let current = [...steps];
  for (;;) {
    const next = batchOnce(current);
    // Steps that waited for different members of a batch wait for the same step now, and may be batched in turn.
    if (next.length === current.length) return next;
    current = next;
  }
}

function batchOnce(steps: readonly PlanStep[]): PlanStep[] {
  const groups = new Map<string, PlanStep[]>();
  for (const step of steps) {
    const key = batchable(step)
      ? JSON.stringify([step.subgraph, step.part, step.after, step.conditions])
      : `#${step.index}`;
    groups.set(key, [...(groups.get(key) ?? []), step]);
  }
  const merged = [...groups.values()].map((group) => ({
    group,
    step: group.length === 1 ? (group[0] as PlanStep) : merge(group),
  }));
  const newIndex = new Map<number, number>();
  merged.forEach(({ group }, index) => {
    for (const member of group) newIndex.set(member.index, index);
  });
  const renumbered = merged.map(({ step }, index) => ({
    ...step,
    index,
    after: [...new Set(step.after.map((earlier) => newIndex.get(earlier) as number))].sort((a, b) => a - b),
  }));
  return renumbered;
}

function batchable(step: PlanStep): boolean {
  return (
    step.kind === 'query' &&
    step.entities.length > 0 &&
    step.entities.every(({ contexts }) => contexts.length === 0)
  );
}

/** An entity field of one of the requests, with all that makes it equal to another's. */
interface Part {
  readonly entity: EntityInput;
  readonly selection: SelectionSetNode;
  readonly signature: string;
}

function merge(group: readonly PlanStep[]): PlanStep {
  const [first] = group as readonly [PlanStep];
  const variables = new Map<string, VariableDefinitionNode>();
  const byText = new Map<string, { entity: EntityInput; selection: SelectionSetNode }>();
  for (const step of group) {
    const operation = readOperation(step.operation);
    for (const definition of operation.variables) {
      const name = definition.variable.name.value;
      if (step.variables.includes(name)) variables.set(name, definition);
    }
    for (const { entity, selection, signature } of step.entities.flatMap((entity) =>
      partOf(entity, operation),
    )) {
      const known = byText.get(signature);
      const paths = [...(known?.entity.paths ?? []), ...entity.paths];
      byText.set(signature, {
        entity: { ...(known?.entity ?? entity), paths: uniquePaths(paths) },
        selection,
      });
    }
  }
  const parts = [...byText.values()].map(({ entity, selection }, index) => ({
    entity: { ...entity, alias: `_e${index}`, variable: `_r${index}` },
    selection,
  }));
  const definitions = [
    ...parts.map(({ entity }) => `$${entity.variable}:[_Any!]!`),
    ...[...variables.values()].map((node) => print(node)),
  ];
  const fields = parts.map(
    ({ entity, selection }) =>
      `${entity.alias}:_entities(representations:$${entity.variable})${print(selection)}`,
  );
  return {
    ...first,
    operation: stripIgnoredCharacters(`query(${definitions.join(',')}){${fields.join(' ')}}`),
    variables: [...variables.keys()],
    entities: parts.map(({ entity }) => entity),
  };
}

function uniquePaths(paths: EntityInput['paths']): EntityInput['paths'] {
  return [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()];
}

interface ReadOperation {
  readonly variables: readonly VariableDefinitionNode[];
  readonly fields: readonly FieldNode[];
}

function readOperation(text: string): ReadOperation {
  const { definitions } = parse(text, { noLocation: true });
  const operation = definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  const fragments = new Map(
    definitions
      .filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node]),
  );
  const fields = operation?.selectionSet.selections.filter((node) => node.kind === Kind.FIELD) ?? [];
  return {
    variables: operation?.variableDefinitions ?? [],
    fields: fields.map((field) => inlineFragments(field, fragments) as FieldNode),
  };
}

/** Two requests may name different fragments alike. */
function inlineFragments(
  node: SelectionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): SelectionNode {
  const inlined = (set: SelectionSetNode): SelectionSetNode => ({
    ...set,
    selections: set.selections.map((selection) => inlineFragments(selection, fragments)),
  });
  if (node.kind !== Kind.FRAGMENT_SPREAD)
    return node.selectionSet ? { ...node, selectionSet: inlined(node.selectionSet) } : node;
  const fragment = fragments.get(node.name.value);
  if (!fragment)
    throw new Error(`The plan spreads the fragment "${node.name.value}", which it does not define.`);
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: fragment.typeCondition,
    directives: node.directives,
    selectionSet: inlined(fragment.selectionSet),
  };
}

function partOf(entity: EntityInput, operation: ReadOperation): Part[] {
  const field = operation.fields.find((node) => (node.alias ?? node.name).value === entity.alias);
  if (!field?.selectionSet) return [];
  const { requires, inputRewrites, outputRewrites } = entity;
  const signature = JSON.stringify([print(field.selectionSet), requires, inputRewrites, outputRewrites]);
  return [{ entity, selection: field.selectionSet, signature }];
}
