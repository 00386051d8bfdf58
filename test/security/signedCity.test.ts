import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../helpers/freePort';
import { repositoryRoot } from '../helpers/repositoryRoot';
import { makeRequestKeys, type RequestKeyFolder } from '../helpers/requestKeys';
import { askAt, type City, startCity } from '../helpers/startCity';
import { runProcess, startProcess } from '../helpers/startProcess';
import { startTestGateway } from '../helpers/startTestGateway';
import { send, signAs } from './SignedDepartment';

let keys: RequestKeyFolder;
let city: City;
beforeAll(async () => {
  keys = await makeRequestKeys();
  const env = { KEYS: keys.folder };
  city = await startCity({
    packs: ['facts'],
    departmentEnv: { ...env, INSECURE_LOCAL: '' },
    gatewayEnv: env,
  });
}, 120_000);
afterAll(async () => {
  await city?.stop();
  await keys?.remove();
});

const programme =
  '{ programmeByCode(code: "CT-UDCNTT-2019") { code contractSummary(fiscalYear: 2019) { count } financials(fiscalYear: 2019) { pendingAllocation { amount } } } }';
const answer = {
  data: {
    programmeByCode: {
      code: 'CT-UDCNTT-2019',
      contractSummary: { count: 0 },
      financials: { pendingAllocation: { amount: 106_800_000_000 } },
    },
  },
};

describe('departments that answer signed requests alone', () => {
  test('answer the gateway', async () => {
    expect(await city.ask(programme)).toEqual(answer);
    expect((await fetch(`${city.origin}/ready`)).status).toBe(200);
  });

  test('answer the stock engine', async () => {
    const supergraph = await readFile(join(repositoryRoot, 'schema', 'supergraph.graphql'), 'utf8');
    const subgraphs = Object.entries(city.urls).flatMap(([name, url]) => ['--subgraph', `${name}=${url}`]);
    const gateway = await startTestGateway(supergraph, {
      flags: ['--engine', 'apollo', '--keys', keys.folder, ...subgraphs],
    });
    expect(await gateway.ask(programme)).toEqual(answer);
    await gateway.close();
  });

  test('answer each other', async () => {
    expect(await city.ask('{ reconciliation(first: 10) { nodes { kind } } }')).toEqual({
      data: { reconciliation: { nodes: [] } },
    });
  });

  test('answer the import', async () => {
    const file = join(keys.folder, 'observations.csv');
    const header = 'indicator_id;period;value;numerator;denominator;status;observed_on;reason_vi';
    await writeFile(file, `${header}\nCT-KHONG-CO;2015;41,5;83;200;A;2015-12-31;\n`);
    const { output } = await runProcess({
      file: 'seeds/dist/import/main.js',
      args: ['--kind', 'observations', '--file', file, '--as', 'ict'],
      env: {
        KEYS: keys.folder,
        IMPORT_LEDGERS: join(keys.folder, 'ledgers'),
        ...Object.fromEntries(
          Object.entries(city.urls).map(([name, url]) => [`${name.toUpperCase()}_URL`, url]),
        ),
      },
    });
    expect(output).toContain('CT-KHONG-CO');
    expect(output).not.toMatch(/UNTRUSTED_SENDER|UPSTREAM_UNAVAILABLE/);
    expect(output).not.toContain('it is started for this import');
  });

  test('answer nobody else', async () => {
    for (const url of Object.values(city.urls)) {
      expect(await askAt(url, { query: '{ __typename }' })).toMatchObject({
        errors: [{ extensions: { code: 'UNTRUSTED_SENDER', reason: 'unsigned' } }],
      });
    }
  });

  test('tell a gateway without keys nothing, and it tells its client that they are out of reach', async () => {
    const supergraph = await readFile(join(repositoryRoot, 'schema', 'supergraph.graphql'), 'utf8');
    const subgraphs = Object.entries(city.urls).flatMap(([name, url]) => ['--subgraph', `${name}=${url}`]);
    const gateway = await startTestGateway(supergraph, { flags: subgraphs });
    const { errors, data } = await gateway.ask('{ programmeByCode(code: "CT-UDCNTT-2019") { code } }');
    expect(data).toEqual({ programmeByCode: null });
    expect(errors?.[0]?.extensions?.code).toBe('DOWNSTREAM_SERVICE_ERROR');
    await gateway.close();
  });
});

describe('a department of several processes', () => {
  test('takes a request once, whichever of them it reaches', async () => {
    const finance = await startProcess({
      file: 'subgraphs/finance/dist/main.js',
      env: {
        FINANCE_PORT: String(await freePort()),
        FINANCE_WORKERS: '3',
        FINANCE_MONGODB_URI: 'mongodb://127.0.0.1:9/finance?serverSelectionTimeoutMS=200',
        KEYS: keys.folder,
      },
      ready: /finance: ready at (\S+) \(3 workers\)/,
      timeoutMs: 60_000,
    });
    const running = { url: finance.readyLine[1] ?? '' };
    const sendTimes = (signed: Record<string, string>, times: number) =>
      Promise.all(Array.from({ length: times }, () => send({ running }, { ...signed, connection: 'close' })));
    const outcomes = await sendTimes(signAs(keys, 'gateway'), 12);
    expect(outcomes.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(outcomes.filter(({ reason }) => reason === 'replayed')).toHaveLength(11);
    await finance.stop();
  });
});

describe('a department', () => {
  const file = 'subgraphs/finance/dist/main.js';
  const env = async (more: Record<string, string>) => ({
    FINANCE_PORT: String(await freePort()),
    FINANCE_MONGODB_URI: 'mongodb://127.0.0.1:9/finance?serverSelectionTimeoutMS=200',
    KEYS: '/nowhere',
    ...more,
  });

  test('without keys refuses to start, on loopback and in the open', async () => {
    for (const host of ['127.0.0.1', '0.0.0.0']) {
      const { code, output } = await runProcess({ file, env: await env({ FINANCE_HOST: host }) });
      expect(code).toBe(1);
      expect(output).toContain(
        'KEY_MISSING: finance could not start: it answers the gateway and the other departments alone',
      );
    }
  });

  test('in the open refuses to be insecure', async () => {
    const { code, output } = await runProcess({
      file,
      args: ['--insecure-local'],
      env: await env({ FINANCE_HOST: '0.0.0.0' }),
    });
    expect(code).toBe(1);
    expect(output).toContain('INVALID_CONFIGURATION');
    expect(output).toContain('--insecure-local: finance would listen on 0.0.0.0, which others can reach.');
  });

  test('names all mistakes of its flags at once', async () => {
    const { code, output } = await runProcess({
      file,
      args: ['--insecure', '--tls-key', 'x.pem', '--request-key'],
      env: await env({}),
    });
    expect(code).toBe(1);
    expect(output).toContain('--insecure is not known');
    expect(output).toContain('--request-key needs a file');
    expect(output).toContain('--tls-cert, --tls-key and --tls-client-ca belong together');
  });

  test('on loopback answers everybody when it is told to, and says so', async () => {
    const finance = await startProcess({
      file,
      args: ['--insecure-local'],
      env: await env({}),
      ready: /finance ready at (\S+)/,
    });
    expect(finance.output()).toContain('insecure: finance answers everybody on this machine');
    expect(await askAt(finance.readyLine[1] ?? '', { query: '{ __typename }' })).toEqual({
      data: { __typename: 'Query' },
    });
    await finance.stop();
  });
});
