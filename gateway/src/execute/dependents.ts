import { type FieldNode, type FragmentDefinitionNode, Kind, parse, type SelectionNode } from 'graphql';
import { own } from '../compile/names';
import type { EntityInput, PlanStep, RequiredSelection } from '../plan/PlanStep';
import type { RequiresTable } from '../plan/RequiresTable';

/** A key of an entity's answer that means nothing without what its field requires. */
export interface Dependent {
  readonly key: string;
  /** Keys of our data that hold what is required. */
  readonly needs: readonly string[];
}

/** What depends on what in one entity fetch. */
export interface Dependents {
  readonly fields: readonly Dependent[];
  /** The requirements, with those marked optional that only such fields need: without them the rest can still be asked for. */
  readonly requires: readonly RequiredSelection[];
}

/**
 * A planner asks for fields with and without requirements in one fetch. Where the department that should have brought a requirement failed,
 * the others can be had all the same: the representation goes without it, and what depends on it is not taken from the answer.
 */
export function dependentsOf(step: PlanStep, entity: EntityInput, table: RequiresTable): Dependents {
  const keyByName = new Map(topFields(entity.requires).map(({ name, key }) => [name, key]));
  const fields: Dependent[] = [];
  const soft = new Set<string>();
  const types = new Set<string>();
  for (const { type, node } of entityFields(step.operation, entity.alias)) {
    types.add(type);
    const names = table.neededBy(step.subgraph, type, node.name.value).filter((name) => keyByName.has(name));
    if (names.length === 0) continue;
    fields.push({
      key: (node.alias ?? node.name).value,
      needs: names.map((name) => keyByName.get(name) as string),
    });
    for (const name of names) soft.add(name);
  }
  for (const type of types)
    for (const name of soft) if (table.isKey(step.subgraph, type, name)) soft.delete(name);
  return { fields, requires: soft.size === 0 ? entity.requires : soften(entity.requires, soft) };
}

function topFields(selections: readonly RequiredSelection[]): (RequiredSelection & { kind: 'field' })[] {
  return selections.flatMap((selection) =>
    selection.kind === 'field' ? [selection] : topFields(selection.selections),
  );
}

function soften(selections: readonly RequiredSelection[], soft: ReadonlySet<string>): RequiredSelection[] {
  return selections.map((selection) => {
    if (selection.kind === 'fragment')
      return { ...selection, selections: soften(selection.selections, soft) };
    return soft.has(selection.name) ? { ...selection, optional: true } : selection;
  });
}

/** The fields that an entity fetch selects, with the type that each is selected on. */
function entityFields(operation: string, alias: string): { type: string; node: FieldNode }[] {
  const { definitions } = parse(operation, { noLocation: true });
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const root = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const nodes = root?.kind === Kind.OPERATION_DEFINITION ? root.selectionSet.selections : [];
  const field = nodes.find(
    (node): node is FieldNode => node.kind === Kind.FIELD && (node.alias ?? node.name).value === alias,
  );
  const walk = (selections: readonly SelectionNode[], type: string): { type: string; node: FieldNode }[] =>
    selections.flatMap((node) => {
      if (node.kind === Kind.FIELD) return [{ type, node }];
      const set = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
      return set ? walk(set.selectionSet.selections, set.typeCondition?.name.value ?? type) : [];
    });
  return walk(field?.selectionSet?.selections ?? [], '');
}

/** The keys that cannot be taken for an object, because it lacks what they require. */
export function unmetBy(object: object, dependents: readonly Dependent[]): readonly string[] {
  const unmet = dependents.filter(({ needs }) => needs.some((key) => own(object, key) === undefined));
  return unmet.length === 0 ? noKeys : unmet.map(({ key }) => key);
}

/** A shallow copy without some keys. */
export function without(source: object, keys: readonly string[]): object {
  return Object.fromEntries(Object.entries(source).filter(([key]) => !keys.includes(key)));
}

/** No key is missing: what an object with everything that its steps require has. */
export const noKeys: readonly string[] = [];
