import { Writable } from 'node:stream';
import { createLog } from '@lien-thong/gateway';
import { federation2, startFederation, type TestFederation } from '../helpers/federation';
import { startTestGateway, type TestGateway } from '../helpers/startTestGateway';

const sdl = `${federation2}
  type Query { word(of: String, number: Int): String broken(of: String): String must(of: String!): String! }`;

let federation: TestFederation;
let gateway: TestGateway;
beforeAll(async () => {
  federation = await startFederation({
    words: {
      sdl,
      resolvers: {
        Query: {
          word: () => 'chữ',
          broken: () => {
            throw new Error('/srv/words/store.ts:17 cannot reach mongodb://10.0.0.7:27017');
          },
        },
      },
    },
  });
  gateway = await startTestGateway(federation.supergraphSdl, { flags: ['--slow-operation-ms', '1'] });
});
afterAll(async () => {
  await gateway.close();
  await federation.close();
});

const secret = 'bi-mat-7391';
const said = () => JSON.stringify(gateway.logged);

describe('the log holds nothing of', () => {
  test.each([
    ['variables', 'query Q($of: String) { word(of: $of) }', { of: secret }],
    ['variables that are refused', 'query Q($number: Int) { word(number: $number) }', { number: secret }],
    ['variables that are not declared', '{ word }', { [secret]: secret }],
    ['values in the operation', `{ word(of: "${secret}") }`, undefined],
    ['an operation that is not valid', `{ ${secret.replace(/-/g, '_')} }`, undefined],
    ['an operation that cannot be read', `{ word(of: "${secret}" `, undefined],
    ['an operation that fails', 'query Q($of: String) { broken(of: $of) }', { of: secret }],
  ])('%s', async (_name, query, variables) => {
    await gateway.ask(query, { variables });
    expect(said()).not.toContain(secret);
    expect(said()).not.toContain(secret.replace(/-/g, '_'));
  });

  test('tokens, cookies and what stands in an address', async () => {
    const headers = {
      authorization: `Bearer ${secret}`,
      cookie: `session=${secret}`,
      'x-lien-thong-caller': secret,
    };
    await gateway.ask('{ word }', { headers });
    const query = encodeURIComponent(`{ word(of: "${secret}") }`);
    await gateway.fetch(`/graphql?query=${query}`, { headers: { 'apollo-require-preflight': '1' } });
    await gateway.fetch(`/nowhere?token=${secret}`);
    expect(said()).not.toContain(secret);
  });

  test('secrets that are logged by mistake', () => {
    const lines: string[] = [];
    const destination = new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    });
    const log = createLog({ level: 'info', format: 'json', destination });
    log.info({ headers: { authorization: secret, cookie: secret, 'set-cookie': secret } });
    log.info({ request: { headers: { 'x-lien-thong-caller': secret, signature: secret } } });
    log.info({ token: secret, variables: { of: secret }, request: { variables: { of: secret } } });
    log.info({ authorization: secret, 'proxy-authorization': secret, caller: { token: secret } });
    log.error({ err: Object.assign(new Error('failed'), { request: { headers: { cookie: secret } } }) });
    expect(lines).toHaveLength(5);
    expect(lines.join('')).not.toContain(secret);
    expect(lines.join('')).toContain('[Redacted]');
  });
});

describe('an answer tells', () => {
  test('of a failure nothing but an id, under which the log has it', async () => {
    const { errors } = await gateway.ask('{ broken }');
    expect(errors).toHaveLength(1);
    const { code, id } = errors?.[0]?.extensions ?? {};
    expect(code).toBe('DOWNSTREAM_SERVICE_ERROR');
    expect(JSON.stringify(errors)).not.toMatch(/store\.ts|mongodb|10\.0\.0\.7|127\.0\.0\.1|stack/);
    expect(gateway.logged).toContainEqual(expect.objectContaining({ requestId: id }));
  });

  test('of a department that is not there no address', async () => {
    const nowhere = await startTestGateway(federation.supergraphSdl, {
      flags: ['--subgraph', 'words=http://127.0.0.1:9/secret-path'],
    });
    const answer = JSON.stringify(await nowhere.ask('{ word }'));
    expect(answer).toContain('DEPARTMENT_UNAVAILABLE');
    expect(answer).not.toMatch(/127\.0\.0\.1|secret-path|ECONNREFUSED|:9\b/);
    expect(await (await nowhere.fetch('/ready')).text()).not.toMatch(/127\.0\.0\.1|secret-path/);
    await nowhere.close();
  });

  test('nobody what others have asked', async () => {
    const others = Array.from({ length: 20 }, (_, at) =>
      gateway.ask(`query Other${at}($of: String) { word(of: $of) broken }`, { variables: { of: secret } }),
    );
    const own = await Promise.all(Array.from({ length: 20 }, () => gateway.ask('{ broken must(of: null) }')));
    expect(JSON.stringify(own)).not.toMatch(/Other|bi-mat/);
    expect(JSON.stringify(await Promise.all(others))).not.toContain('must');
  });
});
