import { federation2, startFederation, type TestFederation } from '../../helpers/federation';
import { startTestGateway, type TestGateway } from '../../helpers/startTestGateway';

let federation: TestFederation;
let gateway: TestGateway;
/** What finance waits for before it answers. */
let isDue: Promise<void> = Promise.resolve();

beforeAll(async () => {
  federation = await startFederation({
    planning: {
      sdl: `${federation2} type Query { programme: Programme } type Programme @key(fields: "code") { code: ID!, title: String }`,
      resolvers: { Query: { programme: () => ({ code: 'A', title: 'Một' }) } },
    },
    finance: {
      sdl: `${federation2} type Programme @key(fields: "code") { code: ID!, paid: Float }`,
      resolvers: {
        Programme: {
          __resolveReference: async ({ code }: { code: string }) => {
            await isDue;
            return { code, paid: 7 };
          },
        },
      },
    },
  });
  gateway = await startTestGateway(federation.supergraphSdl);
});
afterAll(async () => {
  await gateway.close();
  await federation.close();
});

const query = '{ programme { title ... @defer(label: "money") { paid } } }';
const ask = (accept: string) =>
  gateway.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ query }),
  });
/** The JSON of each part; `onPart` is told of each as it comes. */
const partsOf = async (response: Response, onPart: () => void = () => {}) => {
  const parts: { json: unknown }[] = [];
  const decoder = new TextDecoder();
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    for (const [text] of decoder.decode(chunk, { stream: true }).matchAll(/^\{.*\}$/gm)) {
      parts.push({ json: JSON.parse(text) });
      onPart();
    }
  }
  return parts;
};

describe('a query with @defer', () => {
  it('is answered in parts, each when it is there', async () => {
    let pay: () => void = () => {};
    isDue = new Promise((resolve) => {
      pay = resolve;
    });
    const response = await ask('multipart/mixed; deferSpec=20220824, application/json');
    expect(response.headers.get('content-type')).toBe('multipart/mixed; boundary="-"; deferSpec=20220824');
    // The second is made when the first has come, and no sooner.
    const parts = await partsOf(response, pay);
    expect(parts.map(({ json }) => json)).toEqual([
      { data: { programme: { title: 'Một' } }, hasNext: true },
      { incremental: [{ data: { paid: 7 }, path: ['programme'], label: 'money' }], hasNext: false },
    ]);
  });

  it('is answered in parts without compression, so that none waits for another', async () => {
    const response = await ask('multipart/mixed; deferSpec=20220824');
    expect(response.headers.get('content-encoding')).toBeNull();
    expect(await partsOf(response)).toHaveLength(2);
  });

  it('is answered at once for a client that takes no parts', async () => {
    const response = await ask('application/json');
    expect(await response.json()).toEqual({ data: { programme: { title: 'Một', paid: 7 } } });
  });

  it('tells of a department that failed in the part that it was to fill', async () => {
    federation.intercept('finance', (_call, response) => {
      response.destroy();
      return true;
    });
    const parts = await partsOf(await ask('multipart/mixed; deferSpec=20220824'));
    federation.intercept('finance', () => false);
    expect(parts[1]?.json).toMatchObject({
      incremental: [
        {
          data: { paid: null },
          errors: [{ extensions: { code: 'DEPARTMENT_UNAVAILABLE', department: 'finance' } }],
        },
      ],
      hasNext: false,
    });
  });
});
