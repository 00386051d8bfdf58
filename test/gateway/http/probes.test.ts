import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGateway, createLog, readConfig } from '@lien-thong/gateway';
import { federation2, startFederation, type TestFederation } from '../../helpers/federation';
import { startTestGateway, type TestGateway } from '../../helpers/startTestGateway';

let federation: TestFederation;
let gateway: TestGateway | undefined;
let readiness: { status: number; body: unknown } = { status: 200, body: {} };

/** A department whose `/ready` answers as the test wants it. */
const department = createServer((_request, response) => {
  response
    .writeHead(readiness.status, { 'content-type': 'application/json' })
    .end(JSON.stringify(readiness.body));
});

/** A subgraph that knows GraphQL alone. */
const plain = createServer(({ url: path }, response) => {
  if (path === '/plain') response.end('{"data":{"__typename":"Query"}}');
  else response.writeHead(404).end('nothing here');
});

beforeAll(async () => {
  for (const server of [department, plain]) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }
  federation = await startFederation({
    finance: { sdl: `${federation2} type Query { a: String }`, resolvers: {} },
    words: { sdl: `${federation2} type Query { b: String }`, resolvers: {} },
  });
});
afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
});
afterAll(async () => {
  await federation.close();
  for (const server of [department, plain]) {
    await new Promise((resolve) => server.close(resolve).closeAllConnections());
  }
});

const originOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const plainOrigin = (): string => originOf(plain);
const readyWith = async (financeUrl: string) => {
  const flags = ['--subgraph', `finance=${financeUrl}`, '--subgraph', `words=${plainOrigin()}/plain`];
  gateway = await startTestGateway(federation.supergraphSdl, { flags });
  const response = await gateway.fetch('/ready');
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const url = (): string => `${originOf(department)}/graphql`;

describe('/ready', () => {
  it('names each department with the engine and version of its database', async () => {
    readiness = {
      status: 200,
      body: { ready: true, database: { reachable: true, engine: 'FerretDB', version: '1.24.2' } },
    };
    expect(await readyWith(url())).toMatchObject({
      status: 200,
      body: {
        status: 'ready',
        engine: 'own',
        supergraph: { id: expect.stringMatching(/^[0-9a-f]{12}$/) },
        departments: [
          {
            name: 'finance',
            status: 'up',
            database: { reachable: true, engine: 'FerretDB', version: '1.24.2' },
          },
          // One that has no /ready of its own is asked by GraphQL.
          { name: 'words', status: 'up' },
        ],
      },
    });
  });

  it('reports a department whose database is down', async () => {
    readiness = {
      status: 503,
      body: { ready: false, database: { reachable: false, engine: null, version: null } },
    };
    expect(await readyWith(url())).toMatchObject({
      status: 200,
      body: {
        status: 'degraded',
        departments: [
          { name: 'finance', status: 'degraded', reason: 'its database does not answer' },
          { name: 'words', status: 'up' },
        ],
      },
    });
  });

  it('reports a department that is down, without its address', async () => {
    const { status, body } = await readyWith('http://127.0.0.1:9/graphql');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'degraded',
      departments: [{ name: 'finance', status: 'down', reason: 'unreachable' }, { name: 'words' }],
    });
    expect(JSON.stringify(body)).not.toContain('127.0.0.1');
  });

  it('is 503 until the schema is loaded, while /health is 200 and operations are not ready', async () => {
    const config = readConfig({}, [
      '--port',
      '0',
      '--host',
      '127.0.0.1',
      '--supergraph',
      '/nowhere',
      '--keys',
      '/nowhere',
    ]);
    const early = await createGateway(
      config,
      createLog({ level: 'silent', format: 'json', destination: process.stdout }),
    );
    const origin = `http://127.0.0.1:${await early.listen()}`;
    const ready = await fetch(`${origin}/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ status: 'not-ready', code: 'NOT_READY' });
    expect((await fetch(`${origin}/health`)).status).toBe(200);
    const asked = await fetch(`${origin}/graphql?query={__typename}`);
    expect(asked.status).toBe(503);
    expect(await asked.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_READY' } }] });
    await early.stop();
  });
});

describe('/health', () => {
  it('says that the process is alive, to HEAD too', async () => {
    gateway = await startTestGateway(federation.supergraphSdl);
    expect(await (await gateway.fetch('/health')).json()).toEqual({ status: 'alive' });
    const head = await gateway.fetch('/health', { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
  });
});
