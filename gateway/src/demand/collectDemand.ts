import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { Variables } from './Amount';

/** `@skip` and `@include` on a variable: the selection is left out where the variable is not as it must be. */
interface Condition {
  readonly variable: string;
  readonly value: boolean;
}

/** A field of an answer's object, with all its occurrences merged. */
export interface DemandedField {
  readonly node: FieldNode;
  readonly sets: readonly SelectionSetNode[];
  /** Whether any occurrence is left in; always where it is null. */
  readonly included: ((variables: Variables) => boolean) | null;
}

/** What `collectDemand` walks. */
export interface DemandSource {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Values of Boolean variables that the operation declares. */
  readonly defaults: Variables;
}

interface Open {
  readonly node: FieldNode;
  readonly sets: SelectionSetNode[];
  /** Conditions of each occurrence; an empty list is an occurrence that is always in. */
  readonly occurrences: (readonly Condition[])[];
}

/** The fields that an object of this type has in the answer, by "CollectFields" of the GraphQL specification. */
export function collectDemand(
  source: DemandSource,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
): DemandedField[] {
  const collector = new Collector(source, type);
  for (const set of sets) collector.collect(set, []);
  return [...collector.fields.values()].map(({ node, sets: inner, occurrences }) => ({
    node,
    sets: inner,
    included: inclusion(occurrences, source.defaults),
  }));
}

class Collector {
  readonly fields = new Map<string, Open>();
  private readonly spread = new Set<string>();

  constructor(
    private readonly source: DemandSource,
    private readonly type: GraphQLObjectType,
  ) {}

  collect({ selections }: SelectionSetNode, around: readonly Condition[]): void {
    for (const selection of selections) {
      const conditions = withConditions(around, selection.directives);
      if (conditions === null) continue;
      if (selection.kind === Kind.FIELD) {
        this.field(selection, conditions);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        if (this.applies(selection.typeCondition?.name.value))
          this.collect(selection.selectionSet, conditions);
      } else {
        const name = selection.name.value;
        const fragment = this.source.fragments.get(name);
        // Under conditions each spread counts for itself: another may hold where this one does not.
        const key = conditions.length === 0 ? name : `${name} ${JSON.stringify(conditions)}`;
        if (!fragment || this.spread.has(key)) continue;
        this.spread.add(key);
        if (this.applies(fragment.typeCondition.name.value)) this.collect(fragment.selectionSet, conditions);
      }
    }
  }

  private field(node: FieldNode, conditions: readonly Condition[]): void {
    const key = node.alias?.value ?? node.name.value;
    let field = this.fields.get(key);
    if (!field) {
      field = { node, sets: [], occurrences: [] };
      this.fields.set(key, field);
    }
    if (node.selectionSet) field.sets.push(node.selectionSet);
    field.occurrences.push(conditions);
  }

  private applies(name: string | undefined): boolean {
    if (name === undefined || name === this.type.name) return true;
    const condition = this.source.schema.getType(name);
    return isAbstractType(condition) && this.source.schema.isSubType(condition, this.type);
  }
}

/** Null where the selection is out, whatever the variables. */
function withConditions(
  around: readonly Condition[],
  directives: readonly DirectiveNode[] | undefined,
): readonly Condition[] | null {
  let conditions = around;
  for (const { name, arguments: given } of directives ?? []) {
    const isSkip = name.value === 'skip';
    if (!isSkip && name.value !== 'include') continue;
    const value = given?.find((argument) => argument.name.value === 'if')?.value;
    if (value?.kind === Kind.BOOLEAN && value.value === isSkip) return null;
    if (value?.kind === Kind.VARIABLE) {
      conditions = [...conditions, { variable: value.name.value, value: !isSkip }];
    }
  }
  return conditions;
}

function inclusion(
  occurrences: readonly (readonly Condition[])[],
  defaults: Variables,
): DemandedField['included'] {
  if (occurrences.some((conditions) => conditions.length === 0)) return null;
  return (variables) =>
    occurrences.some((conditions) =>
      conditions.every(
        ({ variable, value }) => ((variables[variable] ?? defaults[variable]) === true) === value,
      ),
    );
}
