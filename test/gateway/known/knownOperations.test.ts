import { federation2, startFederation, type TestFederation } from '../../helpers/federation';
import { startTestGateway, type TestGateway } from '../../helpers/startTestGateway';

let federation: TestFederation;
let gateway: TestGateway;
let written = 0;

beforeAll(async () => {
  federation = await startFederation({
    words: {
      sdl: `${federation2}
        type Query { word(of: String): String, words(first: Int!): [String!], broken: String, must: String!, slow: String }
        type Mutation { write: Int }
        type Subscription { said: String }`,
      resolvers: {
        Query: {
          word: (_: unknown, { of }: { of?: string }) => of ?? 'chữ',
          words: (_: unknown, { first }: { first: number }) => Array.from({ length: first }, () => 'chữ'),
          broken: () => {
            throw new Error('not today');
          },
          must: () => null,
          slow: () => new Promise((resolve) => setTimeout(() => resolve('muộn'), 20_000).unref()),
        },
        Mutation: {
          write: () => {
            written += 1;
            return written;
          },
        },
      },
    },
  });
  gateway = await startTestGateway(federation.supergraphSdl, {
    flags: ['--metrics-port', '0', '--page-limit', '50', '--batch-limit', '2', '--explain', 'on'],
  });
});
afterAll(async () => {
  await gateway.close();
  await federation.close();
});

/** What of an answer is to be the same whichever way it took. */
interface Seen {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

const varying = new Set(['date', 'x-request-id', 'content-length', 'connection', 'keep-alive']);

async function ask(body: unknown, headers: Record<string, string> = {}): Promise<Seen> {
  const response = await gateway.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const told = [...response.headers].filter(([name]) => !varying.has(name));
  // An error that is masked has an id of its own for the log.
  const text = (await response.text()).replace(/"id":"[0-9a-f-]{36}"/g, '"id":""');
  return { status: response.status, headers: Object.fromEntries(told), body: JSON.parse(text) };
}

/** How many operations were answered ahead of the server so far. */
async function answeredAhead(): Promise<number> {
  const address = /metrics at (http:\/\/[^"\s]+)/.exec(JSON.stringify(gateway.logged))?.[1] ?? '';
  const text = await (await fetch(address)).text();
  return Number(/^lien_thong_gateway_known_operations_total (\d+)$/m.exec(text)?.[1]);
}

/** Asks twice, and counts how many of both were answered ahead. */
async function askTwice(body: unknown, headers?: Record<string, string>) {
  const before = await answeredAhead();
  const [first, second] = [await ask(body, headers), await ask(body, headers)];
  return { first, second, ahead: (await answeredAhead()) - before };
}

describe('an operation that was let through before is answered as the first time', () => {
  it.each([
    ['alone', { query: '{ word }' }, {}],
    ['with variables', { query: 'query A($of: String) { word(of: $of) }', variables: { of: 'một' } }, {}],
    ['by its name', { query: 'query B { word } query C { words(first: 2) }', operationName: 'C' }, {}],
    ['with null for what it leaves out', { query: '{ a: word }', operationName: null, variables: null }, {}],
    ['where a field fails', { query: '{ word broken }' }, {}],
    ['where null goes up to the top', { query: '{ word must }' }, {}],
    [
      'where a variable does not fit',
      { query: 'query D($n: Int!) { words(first: $n) }', variables: { n: 'x' } },
      {},
    ],
    [
      'where a variable does not fit and the client names plain JSON',
      { query: 'query E($n: Int!) { words(first: $n) }', variables: { n: 'x' } },
      { accept: 'application/json' },
    ],
    ['in the other media type', { query: '{ b: word }' }, { accept: 'application/graphql-response+json' }],
    ['for a page of another origin', { query: '{ c: word }' }, { origin: 'https://a.vn' }],
  ])('%s', async (_, body, headers) => {
    const { first, second, ahead } = await askTwice(body, headers);
    expect(second).toEqual(first);
    expect(ahead).toBe(1);
  });

  it('executing a mutation once for each request', async () => {
    const before = written;
    const { first, second, ahead } = await askTwice({ query: 'mutation { write }' });
    expect([first.body, second.body]).toEqual([
      { data: { write: before + 1 } },
      { data: { write: before + 2 } },
    ]);
    expect([written, ahead]).toEqual([before + 2, 1]);
  });

  it('with its name once in its line of the log', async () => {
    await askTwice({ query: 'query Told { word }' });
    const lines = gateway.logged.filter(({ operation }) => String(operation).includes('Told'));
    expect(lines.map(({ operation, status }) => [operation, status])).toEqual([
      ['query Told', 200],
      ['query Told', 200],
    ]);
  });
});

describe('left to the server is', () => {
  it.each([
    ['an operation with extensions', { query: '{ d: word }', extensions: { a: 1 } }, {}],
    ['an array of operations', [{ query: '{ word }' }], {}],
    ['what asks for its cost', { query: '{ word }' }, { 'x-lien-thong-cost': 'estimate' }],
    ['what asks for its plan', { query: '{ word }' }, { 'x-lien-thong-explain': '1' }],
    ['a name that the document has not', { query: '{ word }', operationName: 'Z' }, {}],
    ['a document of several without a name', { query: 'query B { word } query C { words(first: 2) }' }, {}],
    ['a subscription', { query: 'subscription { said }' }, {}],
    ['a text that is not valid', { query: '{ nothing }' }, {}],
    ['a token that cannot be trusted', { query: '{ word }' }, { authorization: 'Bearer x.y.z' }],
    ['a client that takes no form', { query: '{ word }' }, { accept: 'text/csv' }],
    ['variables in a form that is none', { query: '{ word }', variables: 'x' }, {}],
  ])('%s', async (_, body, headers) => {
    await ask({ query: '{ word }' });
    const { ahead } = await askTwice(body, headers);
    expect(ahead).toBe(0);
  });
});

describe('what is refused for its variables is refused whether or not its text is known', () => {
  const query = (name: string) => `query ${name}($n: Int!) { words(first: $n) }`;

  it('with the same words, the same status and nothing asked of anybody', async () => {
    const unknown = await ask({ query: query('F'), variables: { n: 51 } });
    await ask({ query: query('F'), variables: { n: 1 } });
    const calls = federation.calls.length;
    expect(await ask({ query: query('F'), variables: { n: 51 } })).toEqual(unknown);
    expect(unknown).toMatchObject({
      status: 400,
      body: { errors: [{ extensions: { code: 'OPERATION_TOO_LARGE' } }] },
    });
    expect(federation.calls.length).toBe(calls);
  });
});

test('a known operation that takes too long is given up at the deadline', async () => {
  const impatient = await startTestGateway(federation.supergraphSdl, {
    flags: ['--request-deadline-ms', '4000'],
  });
  // What is there by then is told at 95 % of the deadline, which a cold start on a busy machine may miss.
  await impatient.ask('query Warm($n: Int) { word slow @skip(if: true) }');
  const outcome = async () => {
    const { data, errors } = await impatient.ask('query Slow($n: Int) { slow word }');
    return { data, codes: errors?.map(({ extensions }) => extensions?.code) };
  };
  const [first, second] = [await outcome(), await outcome()];
  expect(second).toEqual(first);
  expect(first.codes).toHaveLength(1);
  await impatient.close();
});
