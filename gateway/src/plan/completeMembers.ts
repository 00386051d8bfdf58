import {
  type DocumentNode,
  type FieldNode,
  type InlineFragmentNode,
  Kind,
  parse,
  print,
  type SelectionSetNode,
  stripIgnoredCharacters,
  visit,
} from 'graphql';
import type { RequirementTables } from './checkRequirements';
import type { NormalField, NormalFragment, NormalOperation, NormalSelection } from './NormalOperation';
import type { PathSegment, Plan, PlanStep } from './PlanStep';

/**
 * Planners take for a union only those members that every department with the field knows, and drop what is asked of
 * the others. A department may give them all the same: fields that it has itself are asked for again where they were
 * dropped. Those with arguments or fields of their own are not.
 */
export function completeMembers(plan: Plan, operation: NormalOperation, tables: RequirementTables): Plan {
  const steps = plan.steps.map((step) => new StepMembers(step, operation, tables).completed());
  return { ...plan, steps };
}

/** A selection set of a step, and what the client asks of the same objects. */
interface Meeting {
  readonly set: SelectionSetNode;
  readonly type: string;
  readonly asked: readonly NormalSelection[];
}

class StepMembers {
  private readonly additions = new Map<SelectionSetNode, InlineFragmentNode[]>();
  private readonly document: DocumentNode;

  constructor(
    private readonly step: PlanStep,
    private readonly operation: NormalOperation,
    private readonly tables: RequirementTables,
  ) {
    this.document = parse(step.operation, { noLocation: true });
  }

  completed(): PlanStep {
    for (const meeting of this.starts()) this.meet(meeting);
    if (this.additions.size === 0) return this.step;
    const grown = visit(this.document, {
      SelectionSet: (node) => {
        const added = this.additions.get(node);
        return added && { ...node, selections: [...node.selections, ...added] };
      },
    });
    return { ...this.step, operation: stripIgnoredCharacters(print(grown)) };
  }

  private starts(): Meeting[] {
    const [root] = this.document.definitions;
    if (root?.kind !== Kind.OPERATION_DEFINITION || this.step.at.length > 0) return [];
    const { selections } = this.operation;
    if (this.step.entities.length === 0) {
      return [{ set: root.selectionSet, type: this.tables.rootTypes[root.operation], asked: selections }];
    }
    return this.step.entities.flatMap(({ alias, paths }) => {
      const field = root.selectionSet.selections.find(
        (node): node is FieldNode => node.kind === Kind.FIELD && (node.alias ?? node.name).value === alias,
      );
      const asked = paths.flatMap((path) => selectionsAt(selections, path));
      return (field?.selectionSet?.selections ?? []).flatMap((node) =>
        node.kind === Kind.INLINE_FRAGMENT && node.typeCondition
          ? [{ set: node.selectionSet, type: node.typeCondition.name.value, asked }]
          : [],
      );
    });
  }

  private meet({ set, type, asked }: Meeting): void {
    for (const node of set.selections) {
      if (node.kind === Kind.INLINE_FRAGMENT) {
        this.meet({ set: node.selectionSet, type: node.typeCondition?.name.value ?? type, asked });
      } else if (node.kind === Kind.FIELD && node.selectionSet) {
        const shape = this.tables.owners.shapeOf(type, node.name.value);
        const below = selectionsAt(asked, [{ kind: 'field', key: (node.alias ?? node.name).value }]);
        if (!shape || below.length === 0) continue;
        this.addMembers(node.selectionSet, shape.type, below);
        this.meet({ set: node.selectionSet, type: shape.type, asked: below });
      }
    }
  }

  private addMembers(set: SelectionSetNode, union: string, asked: readonly NormalSelection[]): void {
    const known = new Set<string>();
    for (const node of set.selections) {
      if (node.kind === Kind.FRAGMENT_SPREAD) return;
      if (node.kind === Kind.INLINE_FRAGMENT) known.add(node.typeCondition?.name.value ?? union);
    }
    for (const { on, selections } of fragmentsOf(asked)) {
      if (on === undefined || known.has(on) || !this.tables.owners.isMember(this.step.subgraph, union, on))
        continue;
      const fields = selections.flatMap((selection) => this.ownField(selection, on));
      if (fields.length === 0) continue;
      const fragment: InlineFragmentNode = {
        kind: Kind.INLINE_FRAGMENT,
        typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: on } },
        selectionSet: { kind: Kind.SELECTION_SET, selections: fields },
      };
      this.additions.set(set, [...(this.additions.get(set) ?? []), fragment]);
    }
  }

  private ownField(selection: NormalSelection, type: string): FieldNode[] {
    if (selection.kind === 'fragment' || selection.selections) return [];
    const { name, dataKey } = selection;
    const owner = this.tables.owners.of(type, name).find(({ subgraph }) => subgraph === this.step.subgraph);
    const isPlain = selection.arguments.length + selection.directives.length === 0;
    if (!owner || owner.requires || owner.isSpecial || !isPlain) return [];
    const alias = dataKey === name ? undefined : { kind: Kind.NAME as const, value: dataKey };
    return [{ kind: Kind.FIELD, alias, name: { kind: Kind.NAME, value: name } }];
  }
}

/** What is asked of the objects at a path, whatever their types. */
function selectionsAt(asked: readonly NormalSelection[], path: readonly PathSegment[]): NormalSelection[] {
  let here = [...asked];
  for (const segment of path) {
    if (segment.kind !== 'field') continue;
    here = fieldsOf(here).flatMap((field) => (field.dataKey === segment.key ? (field.selections ?? []) : []));
  }
  return here;
}

function fieldsOf(asked: readonly NormalSelection[]): NormalField[] {
  return asked.flatMap((each) => (each.kind === 'field' ? [each] : fieldsOf(each.selections)));
}

function fragmentsOf(asked: readonly NormalSelection[]): NormalFragment[] {
  return asked.flatMap((each) => (each.kind === 'fragment' ? [each, ...fragmentsOf(each.selections)] : []));
}
