import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationTypeNode,
  parse,
  type SelectionNode,
} from 'graphql';
import type { FieldOwners } from './FieldOwners';
import { topNames } from './fieldSets';
import type { EntityInput, Plan, PlanStep, RequiredSelection } from './PlanStep';
import type { TypeTable } from './TypeTable';

/** What is needed to know what departments need. */
export interface RequirementTables {
  readonly types: TypeTable;
  readonly owners: FieldOwners;
  /** Name of a root type by the kind of operation. */
  readonly rootTypes: Readonly<Record<OperationTypeNode, string>>;
}

/**
 * Whether a plan gives every department what its `@requires` and keys ask for. Both planners forget it at times: in
 * chains of requirements that come back to a department, and where keys find nothing there.
 */
export function meetsRequirements(plan: Plan, tables: RequirementTables): boolean {
  return plan.steps.every((step) => new StepCheck(step, tables).holds());
}

class StepCheck {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly document: DocumentNode;

  constructor(
    private readonly step: PlanStep,
    private readonly tables: RequirementTables,
  ) {
    this.document = parse(step.operation, { noLocation: true });
    for (const node of this.document.definitions) {
      if (node.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(node.name.value, node);
    }
  }

  holds(): boolean {
    const operation = this.document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
    if (operation?.kind !== Kind.OPERATION_DEFINITION) return false;
    const { selections } = operation.selectionSet;
    if (this.step.entities.length === 0) {
      return this.step.at.length > 0 || this.below(selections, this.tables.rootTypes[operation.operation]);
    }
    return selections.every((node) => {
      if (node.kind !== Kind.FIELD) return true;
      const key = (node.alias ?? node.name).value;
      const entity = this.step.entities.find(({ alias }) => alias === key);
      if (!entity) return true;
      return !clashes(entity.requires) && this.entities(node.selectionSet?.selections ?? [], entity);
    });
  }

  private entities(selections: readonly SelectionNode[], entity: EntityInput): boolean {
    return selections.every((node) => {
      const fragment = this.fragmentOf(node);
      return (
        !fragment?.on ||
        (this.isNamed(fragment.on, entity) && this.below(fragment.selections, fragment.on, entity))
      );
    });
  }

  /** Whether what is sent of the entities holds a key of the department. */
  private isNamed(type: string, entity: EntityInput): boolean {
    const { owners } = this.tables;
    const keys = owners.keysOf(this.step.subgraph, type);
    const sent = this.sent(type, entity);
    return keys.length === 0 || keys.some((key) => topNames(key).every((name) => sent.has(name)));
  }

  private sent(type: string, { requires }: EntityInput): Set<string> {
    const { types } = this.tables;
    const names = (selections: readonly RequiredSelection[]): string[] =>
      selections.flatMap((selection) => {
        if (selection.kind === 'field') return [selection.name];
        const on = selection.on ?? type;
        return types.matches(type, on) || types.matches(on, type) ? names(selection.selections) : [];
      });
    return new Set(names(requires));
  }

  private below(selections: readonly SelectionNode[], type: string, entity?: EntityInput): boolean {
    return selections.every((node) => {
      if (node.kind !== Kind.FIELD) {
        const fragment = this.fragmentOf(node);
        return !fragment || this.below(fragment.selections, fragment.on ?? type, entity);
      }
      if (!this.isGiven(type, node.name.value, entity)) return false;
      const shape = this.tables.owners.shapeOf(type, node.name.value);
      return !shape || !node.selectionSet || this.below(node.selectionSet.selections, shape.type);
    });
  }

  /** Whether what the field needs here was sent. */
  private isGiven(type: string, field: string, entity?: EntityInput): boolean {
    const { owners, types } = this.tables;
    const concrete = types.matching(type).filter((name) => owners.isObject(name));
    return concrete.every((name) => {
      const needs = owners.of(name, field).find(({ subgraph }) => subgraph === this.step.subgraph)?.requires;
      if (!needs) return true;
      // Both planners put calls with different arguments into one key, each at times of its own.
      if (needs.includes('(')) return false;
      const sent = entity ? this.sent(name, entity) : new Set<string>();
      return topNames(needs).every((wanted) => sent.has(wanted));
    });
  }

  private fragmentOf(node: SelectionNode): { on?: string; selections: readonly SelectionNode[] } | null {
    if (node.kind === Kind.FIELD) return null;
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : this.fragments.get(node.name.value);
    return fragment
      ? { on: fragment.typeCondition?.name.value, selections: fragment.selectionSet.selections }
      : null;
  }
}

/** Whether one key of a representation would take two values: the same field by two sets of arguments. */
function clashes(requires: readonly RequiredSelection[]): boolean {
  const keys = new Map<string, string>();
  return requires.some((selection) => {
    if (selection.kind === 'fragment') return clashes(selection.selections);
    const known = keys.get(selection.name);
    keys.set(selection.name, selection.key);
    return (known !== undefined && known !== selection.key) || clashes(selection.selections ?? []);
  });
}
