import { type FieldNode, Kind, parse, print, type SelectionNode } from 'graphql';
import type { EntityInput, PlanStep, RequiredSelection } from '../plan/PlanStep';

/**
 * Numbers for entity fetches that ask one department for the same of entities named in the same way, so that what one has brought needs not
 * be asked for by the other. Only for plain fields: nested objects belong to the place that they were fetched for. Keyed by the plan's own
 * entity inputs; those that nobody repeats have no number.
 */
export function askedOnce(steps: readonly PlanStep[]): ReadonlyMap<EntityInput, number> {
  const bySignature = new Map<string, EntityInput[]>();
  for (const step of steps) {
    if (step.kind !== 'query') continue;
    for (const entity of step.entities) {
      const signature = signatureOf(step, entity);
      if (signature !== undefined)
        bySignature.set(signature, [...(bySignature.get(signature) ?? []), entity]);
    }
  }
  const repeated = [...bySignature.values()].filter((entities) => entities.length > 1);
  return new Map(repeated.flatMap((entities, index) => entities.map((entity) => [entity, index] as const)));
}

function signatureOf(step: PlanStep, entity: EntityInput): string | undefined {
  if (entity.outputRewrites.length > 0 || entity.contexts.length > 0) return undefined;
  const document = parse(step.operation, { noLocation: true });
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return undefined;
  const field = operation.selectionSet.selections.find(
    (node): node is FieldNode => node.kind === Kind.FIELD && (node.alias ?? node.name).value === entity.alias,
  );
  const selection = field?.selectionSet && plainText(field.selectionSet.selections);
  if (selection === undefined) return undefined;
  return JSON.stringify([step.subgraph, selection, requiredText(entity.requires), entity.inputRewrites]);
}

/** Selections in a fixed order; undefined where one has selections of its own, or hides behind a fragment's name. */
function plainText(nodes: readonly SelectionNode[]): string | undefined {
  const texts: string[] = [];
  for (const node of nodes) {
    if (node.kind === Kind.FRAGMENT_SPREAD || (node.kind === Kind.FIELD && node.selectionSet))
      return undefined;
    if (node.kind === Kind.FIELD) {
      texts.push(print(node));
      continue;
    }
    const inner = plainText(node.selectionSet.selections);
    if (inner === undefined) return undefined;
    texts.push(`${node.typeCondition?.name.value}${(node.directives ?? []).map(print).join('')}{${inner}}`);
  }
  return texts.sort().join(' ');
}

function requiredText(selections: readonly RequiredSelection[]): string {
  const texts = selections.map((selection) => {
    const inner = selection.selections ? requiredText(selection.selections) : '';
    return selection.kind === 'field'
      ? `${selection.key}:${selection.name}{${inner}}`
      : `...${selection.on}{${inner}}`;
  });
  return texts.sort().join(' ');
}
