import {
  type FieldNode,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type SelectionSetNode,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql';
import { hashOf } from '../random';
import type { RunState } from '../resolvers';
import { contextValues } from './contexts';
import { type Owner, Ownership } from './Ownership';
import { argumentOf, directiveOf, selectionOf } from './SubgraphTable';
import type { Thing } from './Thing';
import type { WovenWorld } from './weave';

/** Instances of each entity type. */
export const instances = 4;

const noArguments: Readonly<Record<string, unknown>> = {};

/**
 * What is true in a woven world: the value of every field of every thing, as a pure function of the world's seed.
 * Subgraphs answer from it what they own, the judge answers all of it.
 */
export class Truth {
  readonly owners: Ownership;
  private readonly lost: Map<string, Set<string>>;

  constructor(
    readonly world: WovenWorld,
    readonly supergraph: GraphQLSchema,
    private readonly state: RunState,
  ) {
    this.owners = new Ownership(world, supergraph);
    this.lost = new Map(world.lost.map(({ type, nullFields }) => [type, new Set(nullFields)]));
  }

  /** The value of a field: a scalar, a `Thing`, or lists of them. Throws where the field fails. */
  valueOf(thing: Thing, name: string, args: Readonly<Record<string, unknown>> = noArguments): unknown {
    if (name === '__typename') return thing.type;
    const owner = this.owners.of(thing.type, name);
    if (!owner) throw new RangeError(`${thing.type}.${name} has no owner`);
    if (this.isLast(thing) && this.lost.get(thing.type)?.has(name)) return null;
    const given = { ...args, ...contextValues(this, thing, owner) };
    return this.valueWith(thing, { owner, name, given, inputs: this.inputsOf(thing, owner) });
  }

  /** The same where the caller has the inputs of `@requires` already, as text. */
  valueWith(
    thing: Thing,
    field: { owner: Owner; name: string; given: Readonly<Record<string, unknown>>; inputs: string },
  ): unknown {
    const { owner, name, given, inputs } = field;
    const args = Object.entries(given)
      .filter(([, value]) => value !== undefined)
      .sort(([one], [other]) => (one < other ? -1 : 1));
    const suffix = `${args.length ? JSON.stringify(args) : ''}${inputs}`;
    const seed = `${thing.anchor}${suffix && `(${hashOf(suffix)})`}.${name}`;
    const hash = hashOf(`${this.world.seed} ${seed}`);
    if (name.startsWith('failing') && hash % 4 === 0 && !this.state.isCalm)
      throw new Error(`${name} fails at ${thing.anchor}`);
    return this.shaped(owner.type, { owner, seed, isKey: this.owners.isKeyField(thing.type, name) });
  }

  /** What `@requires` of the field's owner selects, as text; empty where it requires nothing. */
  inputsOf(thing: Thing, owner: Owner): string {
    const requires = directiveOf(owner.field, 'requires');
    if (!requires) return '';
    return JSON.stringify(this.project(thing, selectionOf(String(argumentOf(requires, 'fields')))));
  }

  /** The values that a selection finds at a thing, as JSON. */
  project(thing: Thing, selection: SelectionSetNode): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    for (const node of selection.selections) {
      if (node.kind === Kind.FIELD) {
        const value = this.projected(this.valueOf(thing, node.name.value, argumentsOf(node)), node);
        result[node.alias?.value ?? node.name.value] = value;
      } else if (node.kind === Kind.INLINE_FRAGMENT && this.matches(thing, node.typeCondition?.name.value)) {
        Object.assign(result, this.project(thing, node.selectionSet));
      }
    }
    return result;
  }

  /** Whether a thing is of a type, which may be abstract. */
  matches(thing: Thing, typeName: string | undefined): boolean {
    if (!typeName || typeName === thing.type) return true;
    const [abstract, concrete] = [this.supergraph.getType(typeName), this.supergraph.getType(thing.type)];
    return isAbstractType(abstract) && !!concrete && this.supergraph.isSubType(abstract, concrete as never);
  }

  /** An instance of an entity type. */
  instance(type: string, index: number): Thing {
    return { __typename: type, type, anchor: `${type}-${index}` };
  }

  isLast(thing: Thing): boolean {
    return thing.anchor === `${thing.type}-${instances - 1}`;
  }

  private projected(value: unknown, { selectionSet }: FieldNode): unknown {
    if (Array.isArray(value)) return value.map((each) => this.projected(each, { selectionSet } as FieldNode));
    return selectionSet && value ? this.project(value as Thing, selectionSet) : (value ?? null);
  }

  private shaped(type: TypeNode, at: { owner: Owner; seed: string; isKey: boolean }): unknown {
    if (type.kind === Kind.NON_NULL_TYPE) return this.present(type.type, at);
    return !at.isKey && hashOf(`${this.world.seed} ${at.seed} null`) % 7 === 0
      ? null
      : this.present(type, at);
  }

  private present(
    type: Exclude<TypeNode, { kind: Kind.NON_NULL_TYPE }>,
    at: { owner: Owner; seed: string; isKey: boolean },
  ): unknown {
    const hash = hashOf(`${this.world.seed} ${at.seed} value`);
    if (type.kind === Kind.LIST_TYPE) {
      const length = (at.isKey ? 1 : 0) + ((hash >>> 4) % 4);
      return Array.from({ length }, (_, n) => this.shaped(type.type, { ...at, seed: `${at.seed}.${n}` }));
    }
    const name = type.name.value;
    if (name === 'Int') return hash % (at.isKey ? 1_000_000_007 : 1_000);
    if (name === 'Float') return (hash % 1_000) + 0.5;
    if (name === 'Boolean') return hash % 2 === 0;
    if (name === 'ID') return at.isKey ? at.seed : `i${hash % 100}`;
    if (name === 'String') return at.isKey ? `"${at.seed}"` : `t"${hash % 1_000}\\é`;
    const values = this.owners.enumValues(name, at.owner);
    if (values) return values[hash % values.length] ?? null;
    const concrete = this.owners.concreteNames(name, at.owner);
    const picked = concrete[(hash >>> 3) % concrete.length];
    if (!picked) return null;
    if (this.owners.isEntity(picked)) return this.instance(picked, (hash >>> 8) % instances);
    return { __typename: picked, type: picked, anchor: at.seed } satisfies Thing;
  }
}

/** Arguments as a federation selection writes them. */
export function argumentsOf(node: FieldNode): Record<string, unknown> {
  return Object.fromEntries(
    (node.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]),
  );
}
