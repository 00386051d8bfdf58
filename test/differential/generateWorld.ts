import { type Random, randomFrom } from './random';
import type {
  EntityType,
  EnumType,
  Field,
  FieldType,
  InterfaceType,
  MutationField,
  RootField,
  UnionType,
  ValueType,
  World,
} from './World';

const scalars = ['Int', 'String', 'Boolean', 'ID', 'Float'];

function field(name: string, type: FieldType, owners: readonly string[], extra: Partial<Field> = {}): Field {
  return {
    name,
    type,
    owners,
    hasArgument: false,
    requires: [],
    overridden: null,
    inaccessible: false,
    mayFail: false,
    ...extra,
  };
}

function scalarType(random: Random, nonNull = random.chance(0.3)): FieldType {
  return { kind: 'scalar', name: random.pick(scalars), list: random.chance(0.15), nonNull };
}

/** What the types of one world are made from while it grows. */
interface Draft {
  readonly random: Random;
  readonly subgraphs: readonly string[];
  readonly entityNames: readonly string[];
  readonly valueTypes: readonly ValueType[];
  readonly enums: readonly EnumType[];
  readonly unions: readonly UnionType[];
  readonly interfaces: readonly InterfaceType[];
  /** Which subgraphs know an entity. */
  readonly knownIn: ReadonlyMap<string, readonly string[]>;
}

function valueTypesOf(random: Random, subgraphs: readonly string[]): ValueType[] {
  return ['Place', 'Size'].map((name) => ({
    name,
    fields: [
      // Part of composite keys, so always there and always distinct.
      field('x', { kind: 'scalar', name: 'String', list: false, nonNull: true }, subgraphs),
      ...['y', 'z'].map((fieldName) => field(fieldName, scalarType(random), subgraphs)),
    ],
  }));
}

/** A type that `subgraph` can give: everything it names must be known there. */
function outputType(draft: Draft, subgraph: string): FieldType {
  const { random } = draft;
  const list = random.chance(0.4);
  const entities = draft.entityNames.filter((name) => draft.knownIn.get(name)?.includes(subgraph));
  const unions = draft.unions.filter(({ members }) => members.has(subgraph));
  const interfaces = draft.interfaces.filter(
    ({ home, objectIn }) => home === subgraph || objectIn === subgraph,
  );
  const options: FieldType[] = [
    scalarType(random),
    { kind: 'value', name: random.pick(draft.valueTypes).name, list, nonNull: random.chance(0.2) },
  ];
  const enums = draft.enums.filter(({ values }) => values.has(subgraph));
  if (enums.length)
    options.push({ kind: 'enum', name: random.pick(enums).name, list, nonNull: random.chance(0.2) });
  if (entities.length) {
    const entity = (): FieldType => ({
      kind: 'entity',
      name: random.pick(entities),
      list,
      nonNull: random.chance(0.2),
    });
    options.push(entity(), entity());
  }
  if (unions.length)
    options.push({ kind: 'union', name: random.pick(unions).name, list, nonNull: random.chance(0.2) });
  if (interfaces.length) {
    options.push({
      kind: 'interface',
      name: random.pick(interfaces).name,
      list,
      nonNull: random.chance(0.2),
    });
  }
  return random.pick(options);
}

function ownFields(draft: Draft, known: readonly string[]): Field[] {
  const { random } = draft;
  return Array.from({ length: 3 + random.int(4) }, (_, n) => {
    const owner = random.pick(known);
    const type = outputType(draft, owner);
    const isPlain = type.kind === 'scalar';
    const sharers = isPlain && random.chance(0.25) ? random.some(known, 0.6) : [owner];
    const others = known.filter((name) => !sharers.includes(name));
    const overridden =
      isPlain && sharers.length === 1 && others.length > 0 && random.chance(0.15)
        ? {
            from: random.pick(others),
            label: random.chance(0.4) ? random.pick(['percent(0)', 'percent(100)']) : null,
          }
        : null;
    return field(`f${n}`, type, sharers, {
      hasArgument: random.chance(0.2),
      overridden,
      inaccessible: isPlain && !overridden && random.chance(0.05),
      mayFail: random.chance(0.06),
    });
  });
}

/** Fields computed from scalars that other subgraphs own. */
function requiringFields(draft: Draft, known: readonly string[], fields: readonly Field[]): Field[] {
  const { random } = draft;
  if (known.length < 2 || !random.chance(0.7)) return [];
  const owner = random.pick(known);
  const inputs = fields.filter(
    ({ name, type, owners, hasArgument, overridden, mayFail }) =>
      type.kind === 'scalar' &&
      name !== 'tick' &&
      !owners.includes(owner) &&
      !hasArgument &&
      !overridden &&
      !mayFail,
  );
  if (inputs.length === 0) return [];
  const requires = random.some(inputs, 0.5).map(({ name }) => name);
  const type: FieldType = { kind: 'scalar', name: 'String', list: false, nonNull: false };
  return [field('computed', type, [owner], { requires, hasArgument: random.chance(0.3) })];
}

function keysOf(random: Random, known: readonly string[]): Map<string, readonly string[]> {
  const shapes = random.chance(0.5)
    ? ['id']
    : random.pick([
        ['id', 'code'],
        ['id', 'place { x }'],
        ['id', 'code place { x }'],
      ]);
  return new Map(
    known.map((name, at): [string, readonly string[]] => {
      // The first subgraph knows every key, so that there is a way between those that know one each.
      if (at === 0) return [name, shapes];
      return [name, [random.pick(shapes)]];
    }),
  );
}

function interfacesOf(random: Random, subgraphs: readonly string[]): InterfaceType[] {
  if (!random.chance(0.5)) return [];
  const home = random.pick(subgraphs);
  const others = subgraphs.filter((name) => name !== home);
  const objectIn = random.chance(0.6) ? random.pick(others) : null;
  return [
    {
      name: 'Media',
      home,
      objectIn,
      shared: [field('title', { kind: 'scalar', name: 'String', list: false, nonNull: false }, [home])],
      added: objectIn
        ? [
            field('rating', { kind: 'scalar', name: 'Int', list: false, nonNull: false }, [objectIn]),
            field('notes', { kind: 'scalar', name: 'String', list: true, nonNull: false }, [objectIn]),
          ]
        : [],
    },
  ];
}

function unionsOf(random: Random, draft: Omit<Draft, 'unions'>): UnionType[] {
  if (!random.chance(0.6)) return [];
  const members = new Map<string, readonly string[]>();
  for (const subgraph of draft.subgraphs) {
    const known = draft.entityNames.filter((name) => draft.knownIn.get(name)?.includes(subgraph));
    if (known.length > 0 && random.chance(0.7)) members.set(subgraph, random.some(known, 0.6));
  }
  return members.size > 0 ? [{ name: 'Thing', members }] : [];
}

function rootsOf(draft: Draft): RootField[] {
  const { random, subgraphs, entityNames, knownIn } = draft;
  const roots = entityNames.flatMap((name) => {
    const owner = random.pick(knownIn.get(name) ?? []);
    const entity = (list: boolean): FieldType => ({ kind: 'entity', name, list, nonNull: false });
    return [
      { name: `one${name}`, type: entity(false), owners: [owner], provides: [] },
      {
        name: `all${name}`,
        type: entity(true),
        owners: [random.pick(knownIn.get(name) ?? [])],
        provides: [],
      },
    ];
  });
  const extra = subgraphs.map((owner, n) => ({
    name: `root${n}`,
    type: outputType(draft, owner),
    owners: [owner],
    provides: [],
  }));
  const place: FieldType = { kind: 'value', name: 'Place', list: false, nonNull: false };
  return [
    ...roots,
    ...extra,
    { name: 'sharedPlace', type: place, owners: random.some(subgraphs, 0.7), provides: [] },
  ];
}

/** `@provides` on some roots: scalars of others that the root's owner gives along. */
function withProvides(
  random: Random,
  roots: readonly RootField[],
  entities: readonly EntityType[],
): RootField[] {
  return roots.map((root) => {
    const entity =
      root.type.kind === 'entity' ? entities.find(({ name }) => name === root.type.name) : undefined;
    const owner = root.owners[0] ?? '';
    const foreign = (entity?.fields ?? []).filter(
      (each) =>
        each.type.kind === 'scalar' &&
        each.name !== 'tick' &&
        !each.owners.includes(owner) &&
        !each.overridden &&
        !each.hasArgument &&
        each.requires.length === 0 &&
        !each.mayFail,
    );
    if (foreign.length === 0 || !random.chance(0.3)) return root;
    return { ...root, provides: random.some(foreign, 0.5).map(({ name }) => name) };
  });
}

/** The world of that seed. Not every world composes: two subgraphs may know an entity by keys that lead nowhere. */
export function generateWorld(seed: number): World {
  const random = randomFrom(seed);
  const subgraphs = ['a', 'b', 'c', 'd'].slice(0, 2 + random.int(3));
  const entityNames = ['Alpha', 'Beta', 'Gamma', 'Delta'].slice(0, 2 + random.int(3));
  const interfaces = interfacesOf(random, subgraphs);
  const implementing = interfaces.length > 0 ? new Set(random.some(entityNames, 0.6)) : new Set<string>();
  const [media] = interfaces;
  const knownIn = new Map(
    entityNames.map((name): [string, string[]] => {
      const known = random.some(subgraphs, 0.75);
      // An implementation lives where its interface does, and not beside the interface object.
      const withHome =
        media && implementing.has(name)
          ? [media.home, ...known.filter((each) => each !== media.home)]
          : known;
      return [
        name,
        media && implementing.has(name) ? withHome.filter((each) => each !== media.objectIn) : withHome,
      ];
    }),
  );
  const valueTypes = valueTypesOf(random, subgraphs);
  const enums: EnumType[] = [
    {
      name: 'Colour',
      values: new Map(
        random.some(subgraphs, 0.7).map((name) => [name, random.some(['RED', 'GREEN', 'BLUE', 'GREY'], 0.6)]),
      ),
    },
  ];
  const base = { random, subgraphs, entityNames, valueTypes, enums, interfaces, knownIn };
  const draft: Draft = { ...base, unions: unionsOf(random, base) };
  const entities = entityNames.map((name): EntityType => {
    const known = knownIn.get(name) ?? [];
    const tick: FieldType = { kind: 'scalar', name: 'Int', list: false, nonNull: false };
    const fields = [...ownFields(draft, known), field('tick', tick, [random.pick(known)])];
    return {
      name,
      keys: implementing.has(name) ? new Map(known.map((each) => [each, ['id']])) : keysOf(random, known),
      implements: implementing.has(name) ? 'Media' : null,
      fields: [...fields, ...requiringFields(draft, known, fields)],
    };
  });
  const mutations = subgraphs.flatMap((owner, n): MutationField[] => {
    const known = entityNames.filter((name) => knownIn.get(name)?.includes(owner));
    return known.length ? [{ name: `change${n}`, owner, entity: random.pick(known) }] : [];
  });
  const roots = withProvides(random, rootsOf(draft), entities);
  return { seed, subgraphs, entities, valueTypes, interfaces, unions: draft.unions, enums, roots, mutations };
}
