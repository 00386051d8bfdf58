import { keyFieldsIn, resultType } from './subgraphSdl';
import {
  anchorOf,
  computedValue,
  type Instance,
  instanceOf,
  keyValue,
  trueValue,
  type ValueObject,
  wrongValue,
} from './values';
import { type EntityType, type Field, instancesPerType, type World } from './World';

/** What mutations of one run have changed so far. */
export interface RunState {
  log: number[];
  /** Woven worlds: fields that may fail do not, as long as it is set. */
  isCalm?: boolean;
}

type Parent = Instance | ValueObject | null;
type Resolver = (parent: never, args: Readonly<Record<string, number | null | undefined>>) => unknown;
/** Resolvers by type and field. */
export type Resolvers = Record<string, Record<string, Resolver | ((reference: never) => unknown)>>;

/** Who answers: one subgraph, or the monolith, which owns everything. */
export type Answerer = string | 'monolith';

function ownerFor(field: Field, answerer: Answerer): string {
  return answerer === 'monolith' ? (field.owners[0] ?? '') : answerer;
}

function valueField(world: World, field: Field, answerer: Answerer): Resolver {
  return (parent: Parent, { n }) =>
    trueValue(world, field, { anchor: anchorOf(parent), owner: ownerFor(field, answerer), argument: n });
}

function isLive(field: Field, answerer: Answerer): boolean {
  const { overridden, owners } = field;
  if (answerer === 'monolith') return true;
  // percent(0) never moves a field, percent(100) always does.
  const stays = overridden?.label === 'percent(0)';
  if (overridden?.from === answerer) return stays;
  return owners.includes(answerer) && !(overridden && stays);
}

function entityField(
  world: World,
  entity: EntityType,
  field: Field,
  { answerer, state }: Answering,
): Resolver {
  if (field.name === 'tick') return () => state.log.length;
  const inputs = entity.fields.filter(({ name }) => field.requires.includes(name));
  return (parent: Instance, { n }) => {
    if (!isLive(field, answerer) && !parent.provided?.includes(field.name)) return wrongValue(field.type);
    const at = { anchor: anchorOf(parent), owner: ownerFor(field, answerer), argument: n };
    if (inputs.length === 0) return trueValue(world, field, at);
    const values = inputs.map((input) => {
      if (answerer === 'monolith')
        return trueValue(world, input, { ...at, owner: ownerFor(input, answerer), argument: null });
      const given = parent.representation?.[input.name];
      if (given !== undefined) return given;
      // What the field above provides is at hand without a representation.
      if (parent.provided?.includes(input.name)) {
        return trueValue(world, input, { ...at, owner: ownerFor(input, answerer), argument: null });
      }
      throw new Error(`${input.name} was not given for ${field.name}`);
    });
    return computedValue(field, values, n);
  };
}

interface Answering {
  readonly answerer: Answerer;
  readonly state: RunState;
}

function entityResolvers(world: World, entity: EntityType, answering: Answering): Resolvers[string] {
  const { answerer } = answering;
  const keys = [
    ...(answerer === 'monolith' ? entity.keys.values() : [entity.keys.get(answerer) ?? []]),
  ].flat();
  const known = entity.fields.filter(
    ({ name, owners, overridden }) =>
      answerer === 'monolith' ||
      owners.includes(answerer) ||
      overridden?.from === answerer ||
      entity.fields.some(({ owners: by, requires }) => by.includes(answerer) && requires.includes(name)) ||
      world.roots.some(
        ({ owners: by, provides, type }) =>
          by.includes(answerer) && type.name === entity.name && provides.includes(name),
      ),
  );
  const media = world.interfaces.find(({ name }) => name === entity.implements);
  const shared = media && (answerer === 'monolith' || answerer === media.home) ? media.shared : [];
  const added = media && answerer === 'monolith' ? media.added : [];
  return {
    ...Object.fromEntries(
      keyFieldsIn(keys).map((name) => [name, (parent: Instance) => keyValue(parent, name)]),
    ),
    ...Object.fromEntries(known.map((field) => [field.name, entityField(world, entity, field, answering)])),
    ...Object.fromEntries(
      [...shared, ...added].map((field) => [field.name, valueField(world, field, answerer)]),
    ),
    ...(answerer === 'monolith'
      ? {}
      : { __resolveReference: (reference: Record<string, unknown>) => instanceOf(world, reference) }),
  };
}

function rootResolvers(world: World, { answerer }: Answering): Resolvers[string] {
  const own = world.roots.filter(({ owners }) => answerer === 'monolith' || owners.includes(answerer));
  return Object.fromEntries(
    own.map(({ name, type, owners, provides }) => {
      const owner = owners.includes(answerer) && type.kind !== 'value' ? answerer : (owners[0] ?? '');
      const plain: Field = {
        name,
        type,
        owners,
        hasArgument: false,
        requires: [],
        overridden: null,
        inaccessible: false,
        mayFail: false,
      };
      const withProvided = (value: unknown) =>
        value && typeof value === 'object' && 'entity' in value ? { ...value, provided: provides } : value;
      const resolve: Resolver = (_parent, { i }) => {
        if (name.startsWith('one')) {
          return withProvided({
            __typename: type.name,
            entity: type.name,
            index: Math.abs(i ?? 0) % instancesPerType,
          });
        }
        const value = trueValue(world, plain, { anchor: 'root', owner });
        return Array.isArray(value) ? value.map(withProvided) : withProvided(value);
      };
      return [name, resolve];
    }),
  );
}

function mutationResolvers(world: World, { answerer, state }: Answering): Resolvers {
  const own = world.mutations.filter(({ owner }) => answerer === 'monolith' || owner === answerer);
  if (own.length === 0) return {};
  const fields = own.map(({ name, entity }): [string, Resolver] => [
    name,
    (_parent, { by }) => {
      state.log.push(by ?? 0);
      const subject = {
        __typename: entity,
        entity,
        index: Math.abs(by ?? 0) % instancesPerType,
      } satisfies Instance;
      return { __typename: resultType(name), seq: state.log.length, by, subject };
    },
  ]);
  return { Mutation: Object.fromEntries(fields) };
}

function interfaceObjectResolvers(world: World, { answerer }: Answering): Resolvers {
  const objects = world.interfaces.filter(({ objectIn }) => objectIn === answerer);
  return Object.fromEntries(
    objects.map(({ name, added }) => [
      name,
      {
        id: (parent: Instance) => keyValue(parent, 'id'),
        ...Object.fromEntries(added.map((field) => [field.name, valueField(world, field, answerer)])),
        __resolveReference: (reference: Record<string, unknown>) => instanceOf(world, reference),
      },
    ]),
  );
}

/** In its home the interface itself is an entity: a reference by its name is resolved to the concrete type. */
function interfaceResolvers(world: World, { answerer }: Answering): Resolvers {
  const homes = world.interfaces.filter(({ home }) => home === answerer);
  const resolveReference = (reference: Record<string, unknown>) => {
    const instance = instanceOf(world, reference);
    return instance && { ...instance, __typename: instance.entity };
  };
  return Object.fromEntries(homes.map(({ name }) => [name, { __resolveReference: resolveReference }]));
}

/** All resolvers of one subgraph, or of the monolith. */
export function resolversOf(world: World, answerer: Answerer, state: RunState): Resolvers {
  const answering = { answerer, state };
  const entities = world.entities.filter(({ keys }) => answerer === 'monolith' || keys.has(answerer));
  const resolvers: Resolvers = {
    Query: rootResolvers(world, answering),
    ...mutationResolvers(world, answering),
    ...interfaceObjectResolvers(world, answering),
    ...interfaceResolvers(world, answering),
    ...Object.fromEntries(entities.map((entity) => [entity.name, entityResolvers(world, entity, answering)])),
    ...Object.fromEntries(
      world.valueTypes.map(({ name, fields }) => [
        name,
        Object.fromEntries(fields.map((field) => [field.name, valueField(world, field, answerer)])),
      ]),
    ),
  };
  return resolvers;
}
