import type { EntityType, Field, FieldType, World } from './World';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@override", "@inaccessible", "@interfaceObject"])`;

/** A type as SDL writes it. */
export function typeText(type: FieldType): string {
  const named = type.list ? `[${type.name}]` : type.name;
  return type.nonNull ? `${named}!` : named;
}

const keyTypes: Readonly<Record<string, string>> = { id: 'ID!', code: 'String!', place: 'Place!' };

/** Names of the key fields in a selection as `id place { x }`. */
export function keyFieldsIn(selections: readonly string[]): string[] {
  return Object.keys(keyTypes).filter((name) =>
    selections.some((text) => text.split(/[ {}]+/).includes(name)),
  );
}

function fieldText(field: Field, directives: readonly string[] = []): string {
  const argument = field.hasArgument ? '(n: Int)' : '';
  return `  ${field.name}${argument}: ${typeText(field.type)}${directives.map((each) => ` ${each}`).join('')}`;
}

function ownedText(field: Field, isProvided: boolean): string {
  const { owners, overridden, requires, inaccessible } = field;
  const label = overridden?.label ? `, label: "${overridden.label}"` : '';
  return fieldText(field, [
    ...(owners.length > 1 || isProvided ? ['@shareable'] : []),
    ...(overridden ? [`@override(from: "${overridden.from}"${label})`] : []),
    ...(requires.length ? [`@requires(fields: "${requires.join(' ')}")`] : []),
    ...(inaccessible ? ['@inaccessible'] : []),
  ]);
}

/** Fields that a subgraph names although others own them: for its `@requires` and `@provides`. */
function externalsOf(world: World, entity: EntityType, subgraph: string): Set<string> {
  const required = entity.fields
    .filter(({ owners }) => owners.includes(subgraph))
    .flatMap(({ requires }) => requires);
  const provided = world.roots
    .filter(({ owners, type }) => owners.includes(subgraph) && type.name === entity.name)
    .flatMap(({ provides }) => provides);
  return new Set([...required, ...provided]);
}

function entityText(world: World, entity: EntityType, subgraph: string): string {
  const keys = entity.keys.get(subgraph);
  if (!keys) return '';
  const media = world.interfaces.find(({ name, home }) => name === entity.implements && home === subgraph);
  const externals = externalsOf(world, entity, subgraph);
  const provided = new Set(
    world.roots.filter(({ type }) => type.name === entity.name).flatMap(({ provides }) => provides),
  );
  const lines = [
    ...keyFieldsIn(keys).map((name) => `  ${name}: ${keyTypes[name]}`),
    ...(media ? media.shared.map((field) => fieldText(field)) : []),
    ...entity.fields.flatMap((field) => {
      if (field.owners.includes(subgraph)) return [ownedText(field, provided.has(field.name))];
      if (field.overridden?.from === subgraph) return [fieldText(field)];
      return externals.has(field.name) ? [fieldText(field, ['@external'])] : [];
    }),
  ];
  const directives = keys.map((fields) => ` @key(fields: "${fields}")`).join('');
  return `type ${entity.name}${media ? ` implements ${media.name}` : ''}${directives} {\n${lines.join('\n')}\n}`;
}

function interfaceText(world: World, subgraph: string): string[] {
  return world.interfaces.flatMap(({ name, home, objectIn, shared, added }) => {
    const block = (head: string, fields: readonly Field[]) =>
      `${head} ${name}${head === 'type' ? ' @interfaceObject' : ''} @key(fields: "id") {\n  id: ID!\n${fields
        .map((field) => fieldText(field))
        .join('\n')}\n}`;
    if (home === subgraph) return [block('interface', shared)];
    return objectIn === subgraph ? [block('type', added)] : [];
  });
}

function rootText(world: World, subgraph: string): string {
  const lines = world.roots
    .filter(({ owners }) => owners.includes(subgraph))
    .map(({ name, type, owners, provides }) => {
      const argument = name.startsWith('one') ? '(i: Int! = 0)' : '';
      const shareable = owners.length > 1 ? ' @shareable' : '';
      const provided = provides.length ? ` @provides(fields: "${provides.join(' ')}")` : '';
      return `  ${name}${argument}: ${typeText(type)}${shareable}${provided}`;
    });
  return `type Query {\n${lines.join('\n')}\n}`;
}

function mutationText(world: World, subgraph: string): string {
  const own = world.mutations.filter(({ owner }) => owner === subgraph);
  if (own.length === 0) return '';
  const results = own.map(
    ({ name, entity }) => `type ${resultType(name)} {\n  seq: Int!\n  by: Int!\n  subject: ${entity}\n}`,
  );
  return `type Mutation {\n${own.map(({ name }) => `  ${name}(by: Int!): ${resultType(name)}`).join('\n')}\n}\n${results.join('\n')}`;
}

/** Name of a mutation's result type. */
export function resultType(mutation: string): string {
  return `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Result`;
}

/** The SDL of one subgraph of a world. */
export function subgraphSdl(world: World, subgraph: string): string {
  const valueTypes = world.valueTypes.map(
    ({ name, fields }) =>
      `type ${name} @shareable {\n${fields.map((field) => fieldText(field)).join('\n')}\n}`,
  );
  const enums = world.enums.flatMap(({ name, values }) => {
    const own = values.get(subgraph);
    return own ? [`enum ${name} { ${own.join(' ')} }`] : [];
  });
  const unions = world.unions.flatMap(({ name, members }) => {
    const own = members.get(subgraph);
    return own ? [`union ${name} = ${own.join(' | ')}`] : [];
  });
  const entities = world.entities.map((entity) => entityText(world, entity, subgraph));
  return [
    link,
    rootText(world, subgraph),
    mutationText(world, subgraph),
    ...interfaceText(world, subgraph),
    ...entities,
    ...valueTypes,
    ...enums,
    ...unions,
  ]
    .filter(Boolean)
    .join('\n\n');
}
