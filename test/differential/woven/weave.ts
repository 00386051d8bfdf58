import { type DocumentNode, parse } from 'graphql';
import { type Random, randomFrom } from '../random';
import type { LostInstance, Situation } from './Situation';
import { SubgraphTable, type TableType } from './SubgraphTable';
import { federation1Situations, situations } from './situations';

/** Situations woven into the subgraphs of one supergraph. */
export interface WovenWorld {
  readonly seed: number;
  readonly situations: readonly string[];
  readonly subgraphs: readonly { readonly name: string; readonly document: DocumentNode }[];
  readonly tables: readonly SubgraphTable[];
  readonly lost: readonly LostInstance[];
}

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@override", "@inaccessible", "@interfaceObject", "@extends", "@context", "@fromContext", "@tag"])`;

interface Part {
  readonly sdl: Map<string, string[]>;
  readonly lost: LostInstance[];
}

function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const left = [...items];
  const result: T[] = [];
  while (left.length > 0) result.push(...left.splice(random.int(left.length), 1));
  return result;
}

function place(random: Random, situation: Situation, names: readonly string[], part: Part): void {
  const roles = new Map(shuffled(random, names).map((name, at) => ['abcd'.charAt(at), name]));
  for (const [role, sdl] of Object.entries(situation.sdl(random))) {
    // An override names the other subgraph: `%b` stands for the one that plays b.
    const named = sdl.replace(/%([a-d])/g, (_, other: string) => roles.get(other) ?? '');
    part.sdl.get(roles.get(role) ?? '')?.push(named);
  }
  for (const lost of situation.lost ?? []) {
    part.lost.push({ ...lost, subgraph: roles.get(lost.subgraph) ?? '' });
  }
}

const closed = new Set([...situations, ...federation1Situations].flatMap((each) => each.closed ?? []));

/** Whether whatever names the type can give all of it: an entity that is not hidden. */
function isReachable(table: SubgraphTable, { name, kind, directives }: TableType): boolean {
  const isHidden = directives.some((each) => each.name.value === 'inaccessible');
  return kind === 'object' && table.keysOf(name).length > 0 && !closed.has(name) && !isHidden;
}

/** Fields between the types of different situations, that fail now and then, and that see what mutations changed. */
function extrasFor(random: Random, table: SubgraphTable, at: number): string[] {
  const targets = [...table.types.values()]
    .filter((type) => isReachable(table, type))
    .map(({ name }) => name);
  const entities = targets.filter(
    (name) => table.keysOf(name, true).length > 0 && !table.isInterfaceObject(name),
  );
  if (entities.length === 0) return [];
  const shape = (name: string) => random.pick([name, `[${name}]`, `[${name}!]!`, `${name}!`]);
  const plain = entities.filter((name) => table.types.get(name)?.interfaces.size === 0);
  const extend = (field: string, among = entities) =>
    among.length > 0 ? `extend type ${random.pick(among)} { ${field} }` : '';
  return [
    extend(`link${at}(n: Int): ${shape(random.pick(targets))}`),
    extend(`line${at}: ${shape(random.pick(targets))}`),
    // Where an implementation's failing field takes the only word of its type along, nobody can say what the object was.
    extend(`failing${at}: ${random.pick(['Int', 'String!', '[Boolean]'])}`, plain),
    ...(at === 0 ? [extend('tick: Int')] : []),
    `extend type Query { root${at}(n: Int): ${shape(random.pick(entities))} }`,
    `extend type Mutation { change${at}(by: Int!): ${random.pick(entities)} }`,
  ];
}

/** The world of that seed: three or four situations, or two or three in the manner of Federation 1. */
export function weave(seed: number): WovenWorld {
  const random = randomFrom(seed * 7_919 + 13);
  const isFederation1 = random.chance(0.12);
  const names = ['a', 'b', 'c', 'd'].slice(0, 3 + random.int(2));
  const pool = isFederation1 ? federation1Situations : situations;
  const chosen = shuffled(random, pool).slice(0, isFederation1 ? 2 : 3 + random.int(2));
  const part: Part = { sdl: new Map(names.map((name) => [name, []])), lost: [] };
  for (const situation of chosen) place(random, situation, names, part);
  const head = isFederation1 ? [] : [link];
  const used = names.filter((name) => part.sdl.get(name)?.length);
  const documents = used.map((name, at) => {
    const parts = [...head, ...(part.sdl.get(name) ?? [])];
    const table = new SubgraphTable(name, parse(parts.join('\n')));
    const text = [...parts, ...extrasFor(random, table, at)].join('\n');
    return { name, document: parse(text, { noLocation: true }) };
  });
  return {
    seed,
    situations: chosen.map(({ name }) => name),
    subgraphs: documents,
    tables: documents.map(({ name, document }) => new SubgraphTable(name, document)),
    lost: part.lost,
  };
}
