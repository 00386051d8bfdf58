import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

/** How many departments the generated supergraph has. */
export const subgraphCount = 100;

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires", "@external"])';

/** One department: an own entity that leads to the next one's, and fields of a dossier that all departments share. */
function subgraphSdl(n: number): string {
  const next = (n + 1) % subgraphCount;
  const required = (n + subgraphCount - 1) % subgraphCount;
  return `${link}
    type Query { unit${n}: Unit${n} units${n}(first: Int): [Unit${n}!]! ${n === 0 ? 'dossiers(first: Int): [Dossier!]!' : ''} }
    type Unit${n} @key(fields: "id") { id: ID! name: String! next: Unit${next} dossiers: [Dossier!]! }
    type Unit${next} @key(fields: "id", resolvable: false) { id: ID! }
    type Dossier @key(fields: "id") { id: ID! title${n}: String amount${n}: Float lines${n}: [Line${n}!]!
      amount${required}: Float @external share${n}: Float @requires(fields: "amount${required}") }
    type Line${n} { text: String amount: Float }`;
}

/** Composes the supergraph of a hundred departments. */
export function hundredSubgraphs(): string {
  const services = Array.from({ length: subgraphCount }, (_, n) => ({
    name: `d${n}`,
    url: `http://localhost/d${n}`,
    typeDefs: parse(subgraphSdl(n)),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new Error(`The hundred departments do not compose: ${String(errors)}`);
  return supergraphSdl;
}

const list = (count: number, text: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => text(n)).join(' ');

/** Operations over it, from one department to all of them. */
export const hundredOperations: ReadonlyMap<string, string> = new Map([
  ['one department', '{ units7(first: 5) { id name } }'],
  [
    'a chain of six departments',
    '{ unit20 { name next { name next { name next { name next { name next { name } } } } } } }',
  ],
  [
    'one entity of 10 departments',
    `{ dossiers(first: 5) { ${list(10, (n) => `title${n * 7} lines${n * 7} { text }`)} } }`,
  ],
  ['10 fields that require another', `{ dossiers(first: 5) { ${list(10, (n) => `share${n * 9 + 1}`)} } }`],
  ['one entity of 100 departments', `{ dossiers(first: 5) { ${list(100, (n) => `title${n}`)} } }`],
]);
