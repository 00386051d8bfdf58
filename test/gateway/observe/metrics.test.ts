import { startFederation, type TestFederation } from '../../helpers/federation';
import { startTestGateway, type TestGateway } from '../../helpers/startTestGateway';

let federation: TestFederation;
let gateway: TestGateway;

beforeAll(async () => {
  federation = await startFederation({
    dictionary: {
      sdl: 'type Query { word: String, words(first: Int!): [String!] }',
      resolvers: { Query: { word: () => 'chữ', words: () => ['chữ'] } },
    },
  });
  const flags = ['--metrics-port', '0', '--metrics-operations', '2', '--metrics-clients', '1'];
  gateway = await startTestGateway(federation.supergraphSdl, { flags });
});
afterAll(async () => {
  await gateway.close();
  await federation.close();
});

const address = () => /metrics at (http:\/\/[^"\s]+)/.exec(JSON.stringify(gateway.logged))?.[1] ?? '';

/** The samples of that name, once what was asked has been counted. */
async function samples(name: string): Promise<string[]> {
  const lines = (await (await fetch(address())).text()).split('\n');
  return lines.filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
}

const operations = 'lien_thong_gateway_operations_total';

describe('names in metrics', () => {
  test('are the first that were seen; whatever comes later is counted as other', async () => {
    for (const [operation, client] of [
      ['A', 'x'],
      ['B', 'x'],
      ['C', 'x'],
      ['D', 'y'],
      ['D', 'z'],
    ]) {
      await gateway.ask(`query ${operation} { word }`, { headers: { 'x-client-name': client ?? '' } });
    }
    const counted = (await samples(operations)).filter((line) => line.endsWith(' 1') || line.endsWith(' 2'));
    const line = (operation: string, client: string, count: number) =>
      `${operations}{operation="${operation}",type="query",client="${client}",outcome="complete"} ${count}`;
    expect(counted.sort()).toEqual(
      [line('A', 'x', 1), line('B', 'x', 1), line('other', 'other', 2), line('other', 'x', 1)].sort(),
    );
  });

  test('are none of what was not valid, and none that is no name', async () => {
    await gateway.ask('query Invalid { nothing }');
    await gateway.ask('query Unread { word ');
    await gateway.ask('{ word }', { headers: { 'x-client-name': 'a"} 1\\n' } });
    const lines = (await (await fetch(address())).text()).split('\n');
    expect(lines.filter((line) => /Invalid|Unread|\\n/.test(line))).toEqual([]);
  });
});

describe('errors in metrics', () => {
  test('are counted by their codes', async () => {
    const errors = 'lien_thong_gateway_errors_total';
    await gateway.ask('query Missing($n: Int!) { words(first: $n) }');
    const lines = await samples(errors);
    expect(lines).toContain(`${errors}{code="GRAPHQL_VALIDATION_FAILED"} 1`);
    expect(lines).toContain(`${errors}{code="GRAPHQL_PARSE_FAILED"} 1`);
    expect(lines).toContain(`${errors}{code="BAD_USER_INPUT"} 1`);
  });

  test('of a department are counted by reason, and leave the operation partial', async () => {
    federation.intercept('dictionary', (_call, response) => {
      response.end('<html>');
      return true;
    });
    await gateway.ask('query A { word }', { headers: { 'x-client-name': 'x' } });
    const reason = 'department="dictionary",reason="not-json"';
    expect(await samples('lien_thong_gateway_department_failures_total')).toContain(
      `lien_thong_gateway_department_failures_total{${reason}} 1`,
    );
    expect(await samples(operations)).toContain(
      `${operations}{operation="A",type="query",client="x",outcome="partial"} 1`,
    );
  });
});

describe('a port that is taken', () => {
  test('is said in a sentence that names the setting', async () => {
    const { port } = new URL(address());
    await expect(
      startTestGateway(federation.supergraphSdl, { flags: ['--metrics-port', port] }),
    ).rejects.toThrow(`--metrics-port: port ${port} is in use by another process; 0 takes a free one.`);
  });
});
