/** In a body, a number that no other request has (the load generator writes it). */
const unique = 'NNNNNNNNNN';

const operation = (query: string, variables?: object): string => JSON.stringify({ query, variables });
const times = (count: number, make: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => make(at)).join(' ');

/** A selection of that depth around a cycle of the graph. */
function cycle(depth: number, first: number): string {
  let inner = '{ id }';
  for (let at = 0; at < depth; at += 1) {
    inner = at % 2 === 0 ? `{ contracts(first: ${first}) { nodes ${inner} } }` : `{ id provider ${inner} }`;
  }
  return depth % 2 === 1 ? inner : `{ contracts(first: ${first}) { nodes ${inner} } }`;
}

/** Each fragment spreads the next one twice: as many fields as 2 to the power of the count. */
const doubling = (count: number): string =>
  `{ ...F0 } ${times(count, (at) => `fragment F${at} on Query { a${at}: __typename ...F${at + 1} b${at}: __typename ...F${at + 1} }`)} fragment F${count} on Query { __typename }`;

/** Each fragment spreads the next one once. */
const chain = (count: number): string =>
  `{ ...F0 } ${times(count, (at) => `fragment F${at} on Query { ...F${at + 1} }`)} fragment F${count} on Query { __typename }`;

/** Valid fields, each under a name of its own and with its own arguments, so that none is shared. */
const wide = (count: number, first: number): string =>
  `{ ${times(count, (at) => `s${unique}${at}: services(first: ${first}) { nodes { id code unitPrices(first: ${1 + (at % 50)}) { nodes { id history(first: 5) { nodes { version } } } } } }`)} }`;

const introspection = (depth: number): string => {
  let inner = '{ name }';
  for (let at = 0; at < depth; at += 1) inner = `{ name fields { name type ${inner} } }`;
  return `{ __schema { types ${inner} } }`;
};

/** Kinds of attack, each growing with a size from 1 to 20. */
const kinds: ReadonlyArray<(size: number) => string> = [
  (size) => operation(`query Q${unique} { contracts(first: 50) { nodes { provider ${cycle(size, 50)} } } }`),
  (size) => operation(doubling(2 + size)),
  (size) => operation(chain(150 * size)),
  (size) => operation(`{ ${times(500 * size, (at) => `a${at}: __typename`)} }`),
  (size) => operation(wide(size, 100)),
  (size) =>
    operation(
      `query Q${unique} { contracts(first: ${10 ** Math.min(size, 9)}) { nodes { id history(first: 50) { nodes { version } } } } }`,
    ),
  (size) => operation(`{ __typename ${times(1_500 * size, () => '@skip(if: false)')} }`),
  (size) => operation(`{ ${times(100 * size, (at) => `servicesWithoutAgreedPrize${at}`)} }`),
  (size) => operation(introspection(Math.min(size, 12))),
  (size) =>
    operation(
      `query ($ids: [ID!], $issuer: ID = "${'ă'.repeat(10_000 * size)}") { documents(first: 1, filter: { ids: $ids, issuerId: $issuer }) { nodes { id } } }`,
      { ids: Array.from({ length: 1_000 * size }, (_, at) => `${unique}${at}`) },
    ),
];

/** Two hundred hostile bodies: ten kinds of attack in twenty sizes, the small ones of which may be answered. */
export const hostileBodies: readonly string[] = Array.from({ length: 20 }, (_, at) => at + 1).flatMap(
  (size) => kinds.map((make) => make(size)),
);
