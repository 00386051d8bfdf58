import { startFederation, type TestAnswer, type TestFederation } from '../helpers/federation';
import { startTestGateway, type TestGateway } from '../helpers/startTestGateway';

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@cost", "@listSize"])
  type Query {
    book(id: ID!): Book
    books(first: Int = 20, last: Int): BookPage
      @listSize(slicingArguments: ["first", "last"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)
    shelf(count: Int): [Book] @listSize(slicingArguments: ["count"], requireOneSlicingArgument: false)
    strict(first: Int, last: Int): [Book] @listSize(slicingArguments: ["first", "last"])
    best: [Book] @listSize(assumedSize: 3)
    any: [Book]
    grid: [[Book]] @listSize(assumedSize: 4)
    report: Report @cost(weight: 50)
    searched(filter: Filter, among: [Filter!], exact: ID @cost(weight: 7)): Book
    thing: Thing
  }
  type Mutation { addBook(title: String): Book }
  type BookPage { total: Int @cost(weight: 2), nodes: [Book], edges: [Edge] }
  type Edge { node: Book }
  type Book @key(fields: "id") { id: ID!, title: String, author: Author, pages: Stamp }
  type Author @cost(weight: 5) { name: String, books: [Book] }
  type Report { lines: [String] }
  scalar Stamp @cost(weight: 1)
  input Filter { text: String, nested: [Filter!], costly: Int @cost(weight: 3) }
  union Thing = Book | Report`;

const author = { name: 'a', books: () => [book, book] };
const book = { __typename: 'Book', id: '1', title: 't', author, pages: 'p' };
const page = (count: number) => ({
  total: count,
  nodes: Array.from({ length: count }, () => book),
  edges: Array.from({ length: count }, () => ({ node: book })),
});

let federation: TestFederation;
let gateway: TestGateway;

beforeAll(async () => {
  federation = await startFederation({
    books: {
      sdl,
      resolvers: {
        Query: {
          book: () => book,
          books: (_: unknown, { first }: { first: number }) => page(Math.min(first, 3)),
          best: () => [book, null],
          report: () => ({ lines: ['x'] }),
          thing: () => book,
        },
        Mutation: { addBook: () => book },
        Book: { __resolveReference: () => book },
      },
    },
  });
  gateway = await startTestGateway(federation.supergraphSdl, { flags: ['--cost-limit', '1000'] });
});
afterAll(async () => {
  await gateway.close();
  await federation.close();
});

interface Cost {
  readonly estimated: number;
  readonly actual?: number | null;
  readonly limit: number | null;
}
const costOf = ({ extensions }: TestAnswer): Cost | undefined => extensions?.cost as Cost | undefined;
const estimate = async (query: string, variables?: Record<string, unknown>): Promise<number | undefined> =>
  costOf(await gateway.ask(query, { variables, headers: { 'x-lien-thong-cost': 'estimate' } }))?.estimated;

describe('the estimated cost', () => {
  it.each<[query: string, cost: number]>([
    ['{ __typename }', 0],
    ['{ book(id: 1) { id title } }', 1],
    ['{ book(id: 1) { id } again: book(id: 1) { id } }', 2],
    ['{ book(id: 1) { id ...b ... { title } } } fragment b on Book { id title }', 1],
    ['{ book(id: 1) { pages } }', 2],
    ['{ book(id: 1) { author { name } } }', 6],
    ['{ best { id } }', 3],
    ['{ any { id } }', 10],
    ['{ grid { id } }', 40],
    ['{ report { lines } }', 50],
    // A page of twenty where the operation does not say.
    ['{ books { nodes { id } } }', 21],
    ['{ books(first: 5) { nodes { id } } }', 6],
    ['{ books(last: 7) { total nodes { id } edges { node { id } } } }', 1 + 2 + 7 + 14],
    ['{ books(first: 5, last: 7) { nodes { id } } }', 8],
    ['{ books(first: 5) { nodes { author { books { id } } } } }', 1 + 5 * (1 + 5 + 10)],
    ['{ shelf(count: 6) { id } }', 6],
    ['{ shelf { id } }', 10],
    ['{ strict(first: 9) { id } }', 9],
    ['{ searched(exact: 1) { id } }', 8],
    ['{ searched(filter: { text: "a", costly: 1, nested: [{ text: "b" }, { text: "c" }] }) { id } }', 7],
    ['{ searched(among: [{ text: "a" }, { text: "b" }]) { id } }', 3],
    ['{ thing { ... on Book { author { name } } ... on Report { lines } } }', 6],
    ['{ book(id: 1) @skip(if: true) { id } best { id } }', 3],
    ['mutation { addBook(title: "t") { id } }', 11],
  ])('of %s is %i', async (query, cost) => {
    expect(await estimate(query)).toBe(cost);
  });

  it.each<[query: string, variables: Record<string, unknown>, cost: number]>([
    ['query ($n: Int) { books(first: $n) { nodes { id } } }', { n: 9 }, 10],
    ['query ($n: Int) { books(first: $n) { nodes { id } } }', {}, 21],
    ['query ($n: Int = 4) { books(first: $n) { nodes { id } } }', {}, 5],
    ['query ($n: Int) { shelf(count: $n) { id } }', { n: 8 }, 8],
    ['query ($f: Filter) { searched(filter: $f) { id } }', { f: { nested: [{}, { costly: 1 }] } }, 7],
    ['query ($yes: Boolean!) { best @include(if: $yes) { id } book(id: 1) { id } }', { yes: true }, 4],
    ['query ($yes: Boolean!) { best @include(if: $yes) { id } book(id: 1) { id } }', { yes: false }, 1],
    [
      'query ($yes: Boolean!) { ...b @include(if: $yes) ...b @skip(if: $yes) } fragment b on Query { best { id } }',
      { yes: true },
      3,
    ],
  ])('of %s with %j is %i', async (query, variables, cost) => {
    expect(await estimate(query, variables)).toBe(cost);
  });

  it('is told without asking a department', async () => {
    const before = federation.calls.length;
    const answer = await gateway.ask('{ books { nodes { id } } }', {
      headers: { 'x-lien-thong-cost': 'estimate' },
    });
    expect(answer).toEqual({ data: null, extensions: { cost: { estimated: 21, limit: 1_000 } } });
    expect(federation.calls).toHaveLength(before);
  });

  it('wants the slicing argument that the schema requires', async () => {
    const { errors } = await gateway.ask('{ strict { id } }');
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    expect(errors?.[0]?.message).toBe(
      'Query.strict needs exactly one of its arguments first, last; it has 0.',
    );
  });
});

describe('what costs too much', () => {
  const query = 'query Dear($n: Int) { books(first: $n) { nodes { author { books { id } } } } }';

  it('is refused with both figures before a department is asked', async () => {
    const before = federation.calls.length;
    const { data, errors } = await gateway.ask(query, { variables: { n: 100 } });
    expect(data).toBeUndefined();
    expect(errors?.[0]?.message).toContain('estimated to cost 1,601 points; at most 1,000');
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'COST_LIMIT_EXCEEDED',
      cost: { estimated: 1_601, limit: 1_000 },
    });
    expect(federation.calls).toHaveLength(before);
    expect((await gateway.ask(query, { variables: { n: 50 } })).errors).toBeUndefined();
  });

  it('is in the line of the log, refused or not', async () => {
    const lines = () => gateway.logged.filter(({ operation }) => operation === 'query Dear');
    const before = lines().length;
    await gateway.ask(query, { variables: { n: 99 } });
    await gateway.ask(query, { variables: { n: 1 } });
    const [refused, answered] = lines().slice(before);
    expect(refused?.cost).toEqual({ estimated: 1 + 99 * 16, actual: null });
    // One page, one book with its author, and the author's two books.
    expect(answered?.cost).toEqual({ estimated: 17, actual: 1 + 1 + 5 + 2 });
  });

  it('adds up the parts of an answer that comes in parts', async () => {
    const deferring = 'query Parts { book(id: 1) { id ... @defer { author { name } } } best { id } }';
    const response = await gateway.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'multipart/mixed; deferSpec=20220824' },
      body: JSON.stringify({ query: deferring }),
    });
    expect(await response.text()).toContain('"hasNext":false');
    const [line] = gateway.logged.filter(({ operation }) => operation === 'query Parts');
    // A part counts the object that it belongs to once more.
    expect(line).toMatchObject({ cost: { estimated: 9, actual: 1 + 1 + 1 + 5 } });
  });

  it('is told and answered where demand control only measures, and not looked at where it is off', async () => {
    const dear = { variables: { n: 100 }, headers: { 'x-lien-thong-explain': '1' } };
    for (const [mode, cost] of [
      ['measure', { estimated: 1_601, actual: 1 + 3 * 8, limit: null }],
      ['off', undefined],
    ] as const) {
      const other = await startTestGateway(federation.supergraphSdl, {
        flags: ['--demand-control', mode, '--cost-limit', '1000'],
      });
      const answer = await other.ask(query, dear);
      expect(answer.errors).toBeUndefined();
      expect(costOf(answer)).toEqual(cost);
      await other.close();
    }
  });
});

describe('the actual cost', () => {
  it.each<[query: string, actual: number]>([
    ['{ book(id: 1) { id title } }', 1],
    ['{ book(id: 1) { pages author { name books { id } } } }', 1 + 1 + 5 + 2],
    ['{ best { id } }', 1],
    ['{ report { lines } }', 50],
    ['{ books(first: 2) { total nodes { id } edges { node { id } } } }', 1 + 2 + 2 + 4],
    ['{ thing { ... on Book { id } } }', 1],
    ['mutation { addBook(title: "t") { id } }', 11],
    ['{ __typename }', 0],
  ])('of %s is %i', async (query, actual) => {
    const answer = await gateway.ask(query, { headers: { 'x-lien-thong-explain': '1' } });
    expect(answer.errors).toBeUndefined();
    expect(costOf(answer)?.actual).toBe(actual);
  });
});
