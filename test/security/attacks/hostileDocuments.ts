/** An operation that is meant to hurt, and what must be answered. */
export interface HostileDocument {
  readonly name: string;
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly code: string;
  /** The name of the limit and the value, as the message and `extensions` tell them. */
  readonly limit?: string;
  readonly value?: number | string;
}

const times = (count: number, text: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => text(at)).join(' ');

/** `f0` holds `f1`, which holds `f2`, and so on: valid, and deep for whoever recurses. */
const chain = (length: number): string =>
  `{ ...f0 } ${times(length, (at) => `fragment f${at} on Query { __typename ${at + 1 < length ? `...f${at + 1}` : ''} }`)}`;

/** Each fragment holds the next one twice, so that the last is there 2 to the power of `rounds` times. */
const doubling = (rounds: number): string =>
  `{ contract(id: "a") { ...f0 } } ${times(rounds, (at) => {
    const inner = at + 1 < rounds ? `...f${at + 1}` : 'id';
    return `fragment f${at} on Contract { a: provider { ${inner} } b: provider { ${inner} } }`;
  })}`;

const nested = (depth: number): string => `{ ${'contract { '.repeat(depth)}id${' }'.repeat(depth)} }`;

/** Each of them kills or stalls a gateway that nobody guards. */
export const hostileDocuments: readonly HostileDocument[] = [
  {
    name: 'a chain of 3,000 fragments',
    query: chain(3_000),
    code: 'OPERATION_TOO_LARGE',
    limit: 'token-limit',
    value: 27_002,
  },
  {
    name: 'a chain of 500 fragments',
    query: chain(500),
    code: 'OPERATION_TOO_LARGE',
    limit: 'fragment-limit',
    value: 500,
  },
  {
    name: 'fragments that double sixteen times',
    query: doubling(16),
    code: 'OPERATION_TOO_LARGE',
    limit: 'alias-limit',
    value: 131_070,
  },
  {
    name: 'fragments that double sixteen times without an alias',
    query: `{ ...f0 } ${times(17, (at) => `fragment f${at} on Query { __typename ${at < 16 ? `...f${at + 1} ... { ...f${at + 1} }` : ''} }`)}`,
    code: 'OPERATION_TOO_LARGE',
    limit: 'root-field-limit',
    value: 131_071,
  },
  {
    name: '10,000 aliases',
    query: `{ ${times(10_000, (at) => `a${at}: __typename`)} }`,
    code: 'OPERATION_TOO_LARGE',
    limit: 'token-limit',
    value: 30_002,
  },
  {
    name: '1,000 aliases',
    query: `{ ${times(1_000, (at) => `a${at}: __typename`)} }`,
    code: 'OPERATION_TOO_LARGE',
    limit: 'alias-limit',
    value: 1_000,
  },
  {
    name: '30 fields at the root',
    query: `{ ${times(30, (at) => `${at < 15 ? 'x' : 'y'}${at}`)} }`,
    code: 'OPERATION_TOO_LARGE',
    limit: 'root-field-limit',
    value: 30,
  },
  {
    name: 'one field 9,000 times',
    query: `{ contract(id: "a") { ${'id '.repeat(9_000)} } }`,
    code: 'OPERATION_TOO_LARGE',
    limit: 'field-limit',
    value: 9_001,
  },
  {
    name: 'depth 1,000',
    query: nested(1_000),
    code: 'OPERATION_TOO_LARGE',
    limit: 'depth-limit',
    value: 1_001,
  },
  {
    name: 'depth 40',
    query: nested(39),
    code: 'OPERATION_TOO_LARGE',
    limit: 'depth-limit',
    value: 40,
  },
  {
    name: 'a list nested 4,000 times',
    query: `{ contract(id: ${'['.repeat(4_000)}1${']'.repeat(4_000)}) { id } }`,
    code: 'OPERATION_TOO_LARGE',
    limit: 'depth-limit',
    value: 4_002,
  },
  {
    name: 'circular fragments',
    query: '{ ...a } fragment a on Query { ...b } fragment b on Query { ...c } fragment c on Query { ...a }',
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    name: 'fragments that all hold each other',
    query: `{ ...f0 } ${times(90, (at) => `fragment f${at} on Query { ${times(90, (other) => `...f${other}`)} }`)}`,
    code: 'OPERATION_TOO_LARGE',
    limit: 'token-limit',
    value: 16_744,
  },
  {
    name: 'almost 1 MB of directives',
    query: `{ __typename ${'@a '.repeat(340_000)} }`,
    code: 'OPERATION_TOO_LARGE',
    limit: 'token-limit',
    value: 680_003,
  },
  {
    name: '1,000 directives on one field',
    query: `{ __typename ${'@a '.repeat(1_000)} }`,
    code: 'OPERATION_TOO_LARGE',
    limit: 'field-directive-limit',
    value: 1_000,
  },
  {
    name: '200 directives on as many fields',
    query: `{ contract(id: "a") { ${'id @include(if: true) '.repeat(200)} } }`,
    code: 'OPERATION_TOO_LARGE',
    limit: 'directive-limit',
    value: 200,
  },
  {
    name: '4,000 fields that do not exist',
    query: `{ contract(id: "a") { ${times(4_000, (at) => `zz${at}`)} } }`,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    name: 'a page of 1 GB',
    query: '{ payments(first: 1073741824) { nodes { id } } }',
    code: 'OPERATION_TOO_LARGE',
    limit: 'page-limit',
    value: 1_073_741_824,
  },
  {
    name: 'a page of 1 GB in a variable',
    query: 'query ($n: Int) { payments(last: $n) { nodes { id } } }',
    variables: { n: 1_073_741_824 },
    code: 'OPERATION_TOO_LARGE',
    limit: 'page-limit',
    value: 1_073_741_824,
  },
  {
    name: 'a page of a number with 900,000 digits',
    query: `{ payments(first: ${'9'.repeat(900_000)}) { nodes { id } } }`,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    name: 'a list of 2,000 ids',
    query: `{ contracts(filter: { ids: [${'"a" '.repeat(2_000)}] }) { totalCount } }`,
    code: 'OPERATION_TOO_LARGE',
    limit: 'list-limit',
    value: 2_000,
  },
  {
    name: 'a list of 100,000 ids in a variable',
    query: 'query ($ids: [ID!]) { contracts(filter: { ids: $ids }) { totalCount } }',
    variables: { ids: Array.from({ length: 100_000 }, () => 'a') },
    code: 'OPERATION_TOO_LARGE',
    limit: 'list-limit',
    value: 100_000,
  },
  {
    name: 'pages within pages',
    query:
      '{ services(first: 500) { nodes { contracts(first: 500) { nodes { items { service { contracts(first: 500) { nodes { number } } } } } } } } }',
    code: 'COST_LIMIT_EXCEEDED',
  },
];

const pairs = (levels: number, width: number): string =>
  levels === 0
    ? 'id'
    : Array.from({ length: width }, () => `contract { commitments { ${pairs(levels - 1, width)} } }`).join(
        ' ',
      );

/** The worst that the limits let in: answered or not, it must be over soon. */
export const largestDocuments: readonly { readonly name: string; readonly query: string }[] = [
  { name: 'a chain of 199 fragments', query: chain(199) },
  {
    name: '200 fragments at one place',
    query: `{ contract(id: "a") { ${times(200, (at) => `...f${at}`)} } } ${times(200, (at) => `fragment f${at} on Contract { id number }`)}`,
  },
  {
    name: 'fragments that double eleven times',
    query: `{ contract(id: "a") { ...f0 } } ${times(11, (at) => `fragment f${at} on Contract { id ${at < 10 ? `...f${at + 1} ... { ...f${at + 1} }` : ''} }`)}`,
  },
  { name: 'one field 4,900 times', query: `{ contract(id: "a") { ${'id '.repeat(4_900)} } }` },
  {
    name: 'alike fields within alike fields',
    query: `{ contract(id: "a") { commitments { ${pairs(5, 3)} } } }`,
  },
  {
    name: '20 fields at the root, each in 5 ways',
    query: `{ ${times(20, (at) => `r${at}: contract(id: "${at}") { ${times(4, (each) => `c${each}: provider { legalName taxCode id }`)} }`)} }`,
  },
  {
    name: '3,000 operations in one document',
    query: times(3_000, (at) => `query q${at} { __typename }`).slice(0, 100_000),
  },
];
