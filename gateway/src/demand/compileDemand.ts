import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  valueFromASTUntyped,
} from 'graphql';
import { type Amount, amountOf, largest, product, sum, type Variables } from './Amount';
import type { CostTable, ListSize } from './CostTable';
import { collectDemand, type DemandedField, type DemandSource } from './collectDemand';
import { IntrospectionSizes } from './IntrospectionSizes';
import { InputCosts } from './inputCost';
import { requireOne, type SlicingArgument, sizeOf, slicingArguments } from './listSizes';
import { type Estimate, mutationCost, type Page } from './RequestCost';

/** What one operation asks for, as functions of its variables. */
export interface Demand {
  /** What it is expected to cost. Throws BAD_USER_INPUT where a slicing argument is missing that the schema requires. */
  estimate(variables: Variables): Estimate;
  /** The largest page that it asks for; null where it asks for none. */
  largestPage(variables: Variables): Page | null;
}

/** What demands are compiled with. */
export interface DemandInput {
  readonly schema: GraphQLSchema;
  readonly costs: CostTable;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Items of a list of which the schema says nothing. */
  readonly assumedListSize: number;
}

/** Objects of an introspection answer that cost as much as one of the departments': those are in memory here. */
const introspectionPerPoint = 50;

/**
 * Compiles the estimate of a valid operation by the IBM cost specification, as Apollo's federation weighs it: an object
 * 1, a leaf 0, unless `@cost` says otherwise; a list as many times as it has items; what is alike counts once; of the
 * types that an object may have the dearest.
 */
export function compileDemand(input: DemandInput): Demand {
  const compiler = new DemandCompiler(input);
  const cost = compiler.operation();
  const { introspection, checks, pages } = compiler;
  return {
    estimate: (variables) => {
      for (const check of checks) check(variables);
      const objects = amountOf(introspection, variables);
      return {
        cost: Math.ceil(amountOf(cost, variables) + objects / introspectionPerPoint),
        introspection: objects,
      };
    },
    largestPage: (variables) => {
      let page: Page | null = null;
      for (const { place, read } of pages) {
        const size = read(variables);
        if (size !== undefined && (page === null || size > page.size)) page = { place, size };
      }
      return page;
    },
  };
}

/** Lists of the field's object that its slicing arguments size. */
type Sized = ReadonlyMap<string, Amount>;

const nothingSized: Sized = new Map();

class DemandCompiler {
  introspection: Amount = 0;
  readonly checks: ((variables: Variables) => void)[] = [];
  readonly pages: (Pick<SlicingArgument, 'read'> & { readonly place: string })[] = [];
  private readonly source: DemandSource;
  private readonly inputs: InputCosts;
  private readonly known = new Map<string, Amount>();
  private readonly setIds = new Map<SelectionSetNode, number>();
  private introspectionSizes: IntrospectionSizes | null = null;

  constructor(private readonly input: DemandInput) {
    const fragments = new Map<string, FragmentDefinitionNode>();
    for (const definition of input.document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    }
    const defaults: Record<string, unknown> = {};
    for (const { variable, defaultValue } of input.operation.variableDefinitions ?? []) {
      if (defaultValue) defaults[variable.name.value] = valueFromASTUntyped(defaultValue);
    }
    this.source = { schema: input.schema, fragments, defaults };
    this.inputs = new InputCosts(input.costs);
  }

  operation(): Amount {
    const { schema, operation } = this.input;
    const root = schema.getRootType(operation.operation);
    if (!root) return 0;
    const asked = this.fields(root, [operation.selectionSet], nothingSized);
    return operation.operation === OperationTypeNode.MUTATION ? sum([mutationCost, asked]) : asked;
  }

  /** The cost of what an object of this type holds. */
  private object(type: GraphQLCompositeType, sets: readonly SelectionSetNode[], sized: Sized): Amount {
    if (sized.size > 0) return this.members(type, sets, sized);
    // Each list of selections is costed once for a type: fragments that meet again and again are walked once.
    const key = `${type.name} ${sets.map((set) => this.setId(set)).join()}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const amount = this.members(type, sets, sized);
    this.known.set(key, amount);
    return amount;
  }

  private members(type: GraphQLCompositeType, sets: readonly SelectionSetNode[], sized: Sized): Amount {
    if (!isAbstractType(type)) return this.fields(type, sets, sized);
    return largest(
      this.input.schema
        .getPossibleTypes(type)
        .map((member) => sum([this.excess(type, member), this.fields(member, sets, sized)])),
    );
  }

  /** What a member weighs more than the type by whose name it was asked for. */
  private excess(type: GraphQLCompositeType, member: GraphQLObjectType): number {
    return Math.max(0, this.typeWeight(member.name) - this.typeWeight(type.name));
  }

  private fields(type: GraphQLObjectType, sets: readonly SelectionSetNode[], sized: Sized): Amount {
    return sum(
      collectDemand(this.source, type, sets).map((field) => {
        const amount = this.field(type, field, sized);
        const { included } = field;
        if (!included || amount === 0) return amount;
        return (variables: Variables) => (included(variables) ? amountOf(amount, variables) : 0);
      }),
    );
  }

  private field(parent: GraphQLObjectType, { node, sets }: DemandedField, sized: Sized): Amount {
    const name = node.name.value;
    if (name === SchemaMetaFieldDef.name || name === TypeMetaFieldDef.name)
      return this.introspected(node, sets);
    const definition = parent.getFields()[name];
    if (!definition) return 0;
    const place = `${parent.name}.${name}`;
    const cost = this.input.costs.fields.get(place);
    const listSize = cost?.listSize ?? null;
    const given = slicingArguments(node, definition, { listSize, defaults: this.source.defaults });
    this.note(place, given);
    if (listSize?.requireOneSlicingArgument && listSize.slicingArguments.length > 0) {
      this.checks.push(requireOne(given, definition, { listSize, place }));
    }
    const size = sizeOf(given, definition, { listSize, assumed: this.input.assumedListSize });
    const named = getNamedType(definition.type);
    const inner = isCompositeType(named) ? this.object(named, sets, sizedBy(listSize, size)) : 0;
    const weight =
      cost?.weight ?? (isCompositeType(named) ? this.typeWeight(named.name) : this.leafWeight(named.name));
    const one = sum([weight, inner]);
    const times = this.times(definition.type, sized.get(name) ?? size);
    return sum([this.arguments(node, definition, cost?.arguments), product(times, one)]);
  }

  private times(type: GraphQLOutputType, size: Amount): Amount {
    const outer = getNullableType(type);
    if (!isListType(outer)) return 1;
    // A list within a list is as long as any of which nothing is known.
    return product(size, this.times(outer.ofType, this.input.assumedListSize));
  }

  private note(place: string, given: readonly SlicingArgument[]): void {
    for (const { name, read } of given) this.pages.push({ place: `${place}(${name}:)`, read });
  }

  private arguments(
    node: FieldNode,
    definition: GraphQLField<unknown, unknown>,
    weights: ReadonlyMap<string, number> | undefined,
  ): Amount {
    if (!node.arguments || node.arguments.length === 0) return 0;
    return sum(
      node.arguments.map(({ name, value }) => {
        const type = definition.args.find((argument) => argument.name === name.value)?.type;
        return type ? this.inputs.ofNode(value, type, weights?.get(name.value)) : 0;
      }),
    );
  }

  private typeWeight(name: string): number {
    return this.input.costs.types.get(name) ?? 1;
  }

  private leafWeight(name: string): number {
    return this.input.costs.types.get(name) ?? 0;
  }

  private introspected(node: FieldNode, sets: readonly SelectionSetNode[]): Amount {
    this.introspectionSizes ??= new IntrospectionSizes(this.input.schema);
    const sizes = this.introspectionSizes;
    const name = node.name.value === SchemaMetaFieldDef.name ? '__Schema' : '__Type';
    const objects = (type: string, inner: readonly SelectionSetNode[]): number => {
      const meta = this.input.schema.getType(type) as GraphQLObjectType;
      return collectDemand(this.source, meta, inner).reduce((total, field) => {
        const definition = meta.getFields()[field.node.name.value];
        const named = definition && getNamedType(definition.type);
        if (!named || !isCompositeType(named)) return total;
        return total + sizes.of(definition.name) * (1 + objects(named.name, field.sets));
      }, 0);
    };
    this.introspection = sum([this.introspection, 1 + objects(name, sets)]);
    return 0;
  }

  private setId(set: SelectionSetNode): number {
    let id = this.setIds.get(set);
    if (id === undefined) {
      id = this.setIds.size;
      this.setIds.set(set, id);
    }
    return id;
  }
}

function sizedBy(listSize: ListSize | null, size: Amount): Sized {
  if (!listSize || listSize.sizedFields.length === 0) return nothingSized;
  return new Map(listSize.sizedFields.map((field) => [field, size]));
}
