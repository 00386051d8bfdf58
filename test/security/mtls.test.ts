import { readFile } from 'node:fs/promises';
import { get } from 'node:https';
import { join } from 'node:path';
import { askDepartment, createRequestSigner, readTlsFiles } from '@lien-thong/subgraph-kit';
import { type Authority, makeAuthority } from '../helpers/certificates';
import { freePort } from '../helpers/freePort';
import { repositoryRoot } from '../helpers/repositoryRoot';
import { makeRequestKeys, type RequestKeyFolder } from '../helpers/requestKeys';
import { startProcess, type TestProcess } from '../helpers/startProcess';
import { startTestGateway, type TestGateway } from '../helpers/startTestGateway';

let keys: RequestKeyFolder;
let city: Authority;
let stranger: Authority;
let gatewayFiles: { cert: string; key: string };
const departments: TestProcess[] = [];
const gateways: TestGateway[] = [];
const urls = new Map<string, string>();

/** A department that serves TLS; its database is nowhere, and nothing here needs it. */
async function startDepartment(name: string): Promise<void> {
  const { cert, key } = await city.sign(name);
  const department = await startProcess({
    file: `subgraphs/${name}/dist/main.js`,
    args: ['--tls-cert', cert, '--tls-key', key, '--tls-client-ca', city.ca],
    env: {
      KEYS: keys.folder,
      [`${name.toUpperCase()}_PORT`]: String(await freePort()),
      [`${name.toUpperCase()}_MONGODB_URI`]: `mongodb://127.0.0.1:9/${name}?serverSelectionTimeoutMS=200`,
      ICT_URL: urls.get('ict'),
      PLANNING_URL: urls.get('planning'),
    },
    ready: new RegExp(`${name} ready at (https://\\S+)`),
  });
  departments.push(department);
  urls.set(name, department.readyLine[1] ?? '');
}

beforeAll(async () => {
  keys = await makeRequestKeys();
  [city, stranger] = await Promise.all([makeAuthority('city'), makeAuthority('stranger')]);
  gatewayFiles = await city.sign('gateway');
  await startDepartment('ict');
  await startDepartment('finance');
});
afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.close()));
  await Promise.all(departments.map((department) => department.stop()));
  await Promise.all([city?.remove(), stranger?.remove(), keys?.remove()]);
});

const supergraph = () => readFile(join(repositoryRoot, 'schema', 'supergraph.graphql'), 'utf8');

async function gatewayWith(files: { cert: string; key: string } | null, flags: string[] = []) {
  const identity = files ? ['--department-cert', files.cert, '--department-key', files.key] : [];
  return startGateway(
    ...[
      ...[...urls].flatMap(([name, url]) => ['--subgraph', `${name}=${url}`]),
      ...['--keys', keys.folder, '--department-ca', city.ca, ...identity, ...flags],
    ],
  );
}

async function startGateway(...flags: string[]): Promise<TestGateway> {
  const gateway = await startTestGateway(await supergraph(), { flags });
  gateways.push(gateway);
  return gateway;
}

/** What the gateway says of departments: the state of each, as its probes found it. */
async function states(gateway: TestGateway): Promise<Record<string, string>> {
  const { departments: all } = (await (await gateway.fetch('/ready')).json()) as {
    departments: { name: string; status: string }[];
  };
  return Object.fromEntries(all.map(({ name, status }) => [name, status]));
}

/** Resolves when that is what the gateway says: a probe that a busy machine answers late is one of a department that is down. */
async function untilStates(gateway: TestGateway, wanted: Record<string, string>): Promise<void> {
  for (;;) {
    const found = await states(gateway);
    if (Object.entries(wanted).every(([name, state]) => found[name] === state)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What comes of a question to ict: its database is down, which it can say only where it was reached. */
async function outcomeOf(gateway: TestGateway): Promise<'reached' | 'not reached'> {
  const { errors } = await gateway.ask('{ contracts(first: 1) { nodes { id } } }');
  return errors?.[0]?.message.includes('database') ? 'reached' : 'not reached';
}

describe('departments over TLS', () => {
  test.each(['own', 'apollo'])(
    'answer a gateway with a certificate of their authority (%s engine)',
    async (engine) => {
      const gateway = await gatewayWith(gatewayFiles, ['--engine', engine]);
      expect(await outcomeOf(gateway)).toBe('reached');
      await untilStates(gateway, { ict: 'degraded', finance: 'degraded', planning: 'down' });
    },
  );

  test.each([
    ['without a certificate', async () => null],
    ['with a certificate of another authority', () => stranger.sign('gateway')],
  ])('do not answer a gateway %s', async (_name, files) => {
    const gateway = await gatewayWith(await files());
    expect(await outcomeOf(gateway)).toBe('not reached');
    expect(await states(gateway)).toMatchObject({ ict: 'down', finance: 'down' });
  });

  test('are not believed by a gateway that has another authority', async () => {
    const gateway = await gatewayWith(gatewayFiles, []);
    const doubting = await startGateway(
      ...[
        ...['--subgraph', `ict=${urls.get('ict')}`, '--keys', keys.folder, '--department-ca', stranger.ca],
        ...['--department-cert', gatewayFiles.cert, '--department-key', gatewayFiles.key],
      ],
    );
    expect(await outcomeOf(gateway)).toBe('reached');
    expect(await outcomeOf(doubting)).toBe('not reached');
  });

  test('ask each other with their certificates', async () => {
    const url = urls.get('ict') ?? '';
    const sign = createRequestSigner(keys.of('finance'))('ict');
    const tls = await readTlsFiles({ ...(await city.sign('finance-again')), ca: city.ca });
    const question = { query: '{ __typename }', variables: {} };
    expect(await askDepartment({ url, department: 'ict', sign, tls }, question)).toEqual({
      __typename: 'Query',
    });
    const { ca } = tls;
    await expect(askDepartment({ url, department: 'ict', sign, tls: { ca } }, question)).rejects.toThrow();
  });

  test('do not even tell others that they are alive', async () => {
    const ca = await readFile(city.ca, 'utf8');
    const health = new URL('/health', urls.get('finance'));
    const refusal = new Promise((_resolve, reject) => get(health, { ca }, _resolve).on('error', reject));
    await expect(refusal).rejects.toThrow();
  });
});

describe('files that cannot be used', () => {
  test('are named at the start of the gateway', async () => {
    const start = (...flags: string[]) => supergraph().then((sdl) => startTestGateway(sdl, { flags }));
    await expect(start('--department-cert', 'x.pem')).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      problems: ['--department-cert and --department-key belong together: give both, or none.'],
    });
    await expect(start('--department-ca', '/nowhere/ca.pem')).rejects.toMatchObject({
      problems: ['the file /nowhere/ca.pem cannot be read'],
    });
    await expect(start('--request-key', '/nowhere/key.json')).rejects.toMatchObject({
      problems: [expect.stringContaining('/nowhere/key.json')],
    });
  });
});
