import { isDeepStrictEqual } from 'node:util';
import {
  type FieldDefinitionNode,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { RunState } from '../resolvers';
import { contextArguments } from './contexts';
import { argumentOf, directiveOf, type SubgraphTable, selectionOf } from './SubgraphTable';
import type { Thing } from './Thing';
import { instances, type Truth } from './Truth';

const root: Thing = { __typename: 'Query', type: 'Query', anchor: 'root' };

type Resolver = GraphQLFieldResolver<Thing, unknown>;

/** Attaches a resolver to every field of every object type; introspection's own are left alone. */
function attachAll(
  schema: GraphQLSchema,
  resolverOf: (typeName: string, field: string) => Resolver | null,
): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('_')) continue;
    for (const field of Object.values(type.getFields())) {
      const resolver = field.name.startsWith('_') ? null : resolverOf(type.name, field.name);
      if (resolver) field.resolve = resolver;
    }
  }
  return schema;
}

function eachThing(value: unknown, change: (thing: Thing) => Thing): unknown {
  if (Array.isArray(value)) return value.map((each) => eachThing(each, change));
  return value && typeof value === 'object' ? change(value as Thing) : value;
}

/** Values that mutations change: how many there were so far. */
function changing(typeName: string, field: string, state: RunState): Resolver | null {
  if (field === 'tick') return () => state.log.length;
  if (typeName !== 'Mutation') return null;
  return (_parent, { by }, _context, { returnType }) => {
    state.log.push(Number(by ?? 0));
    const type = String(returnType).replace('!', '');
    if (type === 'Int') return state.log.length;
    return {
      __typename: type,
      type,
      anchor: `${type}-${Math.abs(Number(by ?? 0)) % instances}`,
    } satisfies Thing;
  };
}

/** The judge: the API schema, answered from the truth alone. */
export function attachTruth(api: GraphQLSchema, truth: Truth, state: RunState): GraphQLSchema {
  return attachAll(api, (typeName, field) => {
    const resolver: Resolver = (parent, args) => {
      const thing = parent ?? { ...root, __typename: typeName, type: typeName };
      const value = truth.valueOf(thing, field, args);
      return eachThing(value, (each) => ({ ...each, above: thing }));
    };
    return changing(typeName, field, state) ?? resolver;
  });
}

/** One subgraph: it answers what it owns, refuses the rest, and finds entities by its resolvable keys. */
export function attachSubgraph(
  schema: GraphQLSchema,
  subgraph: WovenSubgraph,
  state: RunState,
): GraphQLSchema {
  return attachAll(
    schema,
    (typeName, field) => changing(typeName, field, state) ?? subgraph.resolverOf(typeName, field),
  );
}

/** What one subgraph of a woven world knows. */
export class WovenSubgraph {
  constructor(
    private readonly truth: Truth,
    private readonly table: SubgraphTable,
  ) {}

  /** Answers the field of a type as this subgraph defines it. */
  resolverOf(typeName: string, field: string): Resolver {
    const definition = this.table.types.get(typeName)?.fields.get(field);
    if (!definition) throw new RangeError(`${this.table.name} has no ${typeName}.${field}`);
    return (parent, args) => {
      const thing = parent ?? { ...root, type: typeName, __typename: typeName };
      const value = this.answer(thing, definition, args);
      const provided = this.providedBelow(thing, definition);
      return eachThing(value, (each) => ({ ...each, ...(provided.length ? { provided } : {}) }));
    };
  }

  /** The entity that a representation names; null where this subgraph does not know it. */
  find(typeName: string, representation: Readonly<Record<string, unknown>>): Thing | null {
    const isInterface = this.table.types.get(typeName)?.kind === 'interface';
    const keys = this.table.keysOf(typeName, true);
    for (const concrete of this.truth.owners.possibleNames(typeName)) {
      for (let index = 0; index < instances; index += 1) {
        const thing = this.truth.instance(concrete, index);
        if (!keys.some((key) => this.isNamedBy(thing, key, representation))) continue;
        if (this.loses(thing)) return null;
        return { ...thing, representation, __typename: isInterface ? concrete : typeName };
      }
    }
    return null;
  }

  private loses(thing: Thing): boolean {
    const { lost } = this.truth.world;
    const here = lost.some(({ type, subgraph }) => type === thing.type && subgraph === this.table.name);
    return here && this.truth.isLast(thing);
  }

  private isNamedBy(
    thing: Thing,
    key: SelectionSetNode,
    representation: Readonly<Record<string, unknown>>,
  ): boolean {
    const given = projectJson(representation, key);
    return given !== null && isDeepStrictEqual(given, this.truth.project(thing, key));
  }

  private answer(
    thing: Thing,
    definition: FieldDefinitionNode,
    args: Readonly<Record<string, unknown>>,
  ): unknown {
    const { truth, table } = this;
    const name = definition.name.value;
    const isProvided = (thing.provided ?? []).some((selection) => fieldIn(truth, thing, selection, name));
    if (!isProvided && !truth.owners.isOwnedBy(thing.type, name, table.name)) {
      throw new Error(`${table.name} must not be asked for ${thing.type}.${name}`);
    }
    const owner = truth.owners.of(thing.type, name);
    if (!owner) throw new RangeError(`${thing.type}.${name} has no owner`);
    if (contextArguments(owner).length > 0 || directiveOf(definition, 'requires')) {
      return truth.valueWith(thing, { owner, name, given: args, inputs: this.inputsOf(thing, definition) });
    }
    return truth.valueOf(thing, name, args);
  }

  /** What the gateway sent for `@requires`; what the field above provides is at hand without it. */
  private inputsOf(thing: Thing, definition: FieldDefinitionNode): string {
    const requires = directiveOf(definition, 'requires');
    if (!requires) return '';
    const selection = selectionOf(String(argumentOf(requires, 'fields')));
    const isAtHand = selection.selections.every(
      (node) =>
        node.kind === Kind.FIELD &&
        (thing.provided ?? []).some((provided) => fieldIn(this.truth, thing, provided, node.name.value)),
    );
    if (isAtHand) return JSON.stringify(this.truth.project(thing, selection));
    const given = projectJson(thing.representation ?? {}, selection);
    if (!given) throw new Error(`not all of ${argumentOf(requires, 'fields')} was given`);
    return JSON.stringify(given);
  }

  private providedBelow(thing: Thing, definition: FieldDefinitionNode): SelectionSetNode[] {
    const provides = directiveOf(definition, 'provides');
    const own = provides ? [selectionOf(String(argumentOf(provides, 'fields')))] : [];
    const inherited = (thing.provided ?? []).flatMap((selection) => {
      const node = fieldIn(this.truth, thing, selection, definition.name.value);
      return node?.selectionSet ? [node.selectionSet] : [];
    });
    return [...own, ...inherited];
  }
}

function fieldIn(
  truth: Truth,
  thing: Thing,
  selection: SelectionSetNode,
  name: string,
): { selectionSet?: SelectionSetNode } | null {
  for (const node of selection.selections) {
    if (node.kind === Kind.FIELD && node.name.value === name) return node;
    if (node.kind === Kind.INLINE_FRAGMENT && truth.matches(thing, node.typeCondition?.name.value)) {
      const found = fieldIn(truth, thing, node.selectionSet, name);
      if (found) return found;
    }
  }
  return null;
}

/**
 * The part of a representation that a selection names; null where something of it was not sent. Representations do
 * not say which type a nested object is, so a fragment's fields are taken where they were sent.
 */
function projectJson(
  given: Readonly<Record<string, unknown>>,
  selection: SelectionSetNode,
  isFragment = false,
): Record<string, unknown> | null {
  const result: Record<string, unknown> = {};
  for (const node of selection.selections) {
    if (node.kind === Kind.FIELD) {
      const value = projectValue(given[node.name.value], node.selectionSet);
      if (value !== undefined) result[node.alias?.value ?? node.name.value] = value;
      else if (!isFragment) return null;
    } else if (node.kind === Kind.INLINE_FRAGMENT) {
      Object.assign(result, projectJson(given, node.selectionSet, true));
    }
  }
  return result;
}

function projectValue(value: unknown, selection: SelectionSetNode | undefined): unknown {
  if (!selection || value === null || value === undefined) return value;
  if (Array.isArray(value)) {
    const items = value.map((each) => projectValue(each, selection));
    return items.includes(undefined) ? undefined : items;
  }
  return projectJson(value as Record<string, unknown>, selection) ?? undefined;
}
