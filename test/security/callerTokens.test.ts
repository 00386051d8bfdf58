import { generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeys } from '@lien-thong/gateway';
import { gatewayAudience, readSigningKey, signCallerToken } from '@lien-thong/subgraph-kit';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { federation2, startFederation, type TestFederation } from '../helpers/federation';
import { startTestGateway, type TestGateway } from '../helpers/startTestGateway';

let federation: TestFederation;
let keys: string;
let gateway: TestGateway;
let token: string;
let kid: string;
beforeAll(async () => {
  keys = await mkdtemp(join(tmpdir(), 'keys-'));
  await createKeys(keys);
  federation = await startFederation({
    words: { sdl: `${federation2} type Query { word: String }`, resolvers: { Query: { word: () => 'chữ' } } },
  });
  gateway = await startTestGateway(federation.supergraphSdl, { flags: ['--keys', keys] });
  const signing = await readSigningKey(await readFile(join(keys, 'caller.private.json'), 'utf8'));
  kid = signing.keyId;
  const caller = { subject: 'an.nguyen', department: 'finance', role: 'officer' };
  token = await signCallerToken(signing, { caller, audience: gatewayAudience, lifetimeSeconds: 60 });
});
afterAll(async () => {
  await gateway.close();
  await federation.close();
  await rm(keys, { recursive: true });
});

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = {
  sub: 'x',
  department: 'finance',
  role: 'officer',
  aud: gatewayAudience,
  exp: 4_102_444_800,
};

/** What a request with that token is answered with; a department must not have been asked. */
async function outcomeOf(bearer: string): Promise<{ status: number; code?: unknown }> {
  const asked = federation.calls.length;
  const response = await gateway.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
    body: '{"query":"{ word }"}',
  });
  const text = await response.text();
  expect(federation.calls).toHaveLength(asked);
  const { errors } = (text.startsWith('{') ? JSON.parse(text) : {}) as {
    errors?: { extensions: Record<string, unknown> }[];
  };
  return { status: response.status, code: errors?.[0]?.extensions.code };
}
const refused = { status: 401, code: 'UNAUTHENTICATED' };

/** A token with that header, signed by a key of the attacker's own. */
async function forge(header: Record<string, unknown>): Promise<string> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const text = `${encode({ alg: 'EdDSA', ...header })}.${encode(claims)}`;
  return `${text}.${signBytes(null, Buffer.from(text), privateKey).toString('base64url')}`;
}

describe('a forged token is refused, and no department is asked,', () => {
  test.each([
    ['a path', '../../../../dev/null'],
    ['a piece of SQL', "x' UNION SELECT 'key"],
    ['the name of a member of every object', '__proto__'],
    ['the name of a method', 'constructor'],
    ['nothing', ''],
    ['a list', ['a', 'b']],
    ['an object', { $ne: null }],
    ['a number', 0],
    ['eight thousand letters', 'k'.repeat(8_000)],
  ])('whose key id is %s', async (_name, id) => {
    expect(await outcomeOf(await forge({ kid: id }))).toEqual(refused);
  });

  test('that brings its own key', async () => {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA');
    const own = new SignJWT(claims).setProtectedHeader({
      alg: 'EdDSA',
      kid,
      jwk: await exportJWK(publicKey),
    });
    expect(await outcomeOf(await own.sign(privateKey))).toEqual(refused);
  });

  test('that names an address for its key, which is not asked', async () => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked += 1;
      response.end('{"keys":[]}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
    for (const name of ['jku', 'x5u'])
      expect(await outcomeOf(await forge({ kid, [name]: url }))).toEqual(refused);
    server.close();
    expect(asked).toBe(0);
  });

  test.each(['none', 'None', 'nOnE', 'NONE', 'HS256', 'HS512', 'RS256', 'PS256', 'ES512', '', null])(
    'whose algorithm is %p',
    async (alg) => {
      const [, payload, signature] = token.split('.');
      expect(await outcomeOf(`${encode({ alg, kid })}.${payload}.${signature}`)).toEqual(refused);
      expect(await outcomeOf(`${encode({ alg, kid })}.${payload}.`)).toEqual(refused);
    },
  );

  test('with extensions that nobody understands', async () => {
    expect(await outcomeOf(await forge({ kid, crit: ['exp'], exp: 1 }))).toEqual(refused);
    expect(await outcomeOf(await forge({ kid, b64: false, crit: ['b64'] }))).toEqual(refused);
  });

  test('whose good signature was cut, moved or is another’s', async () => {
    const [header, payload, signature = ''] = token.split('.');
    for (const wrong of ['', signature.slice(0, -4), `${signature}AAAA`, 'A'.repeat(86)])
      expect(await outcomeOf(`${header}.${payload}.${wrong}`)).toEqual(refused);
    expect(await outcomeOf(`${header}.${payload}.${signature}.${signature}`)).toEqual(refused);
    expect(await outcomeOf(`${payload}.${header}.${signature}`)).toEqual(refused);
  });
});

describe('a token that is too large', () => {
  test('is refused before it is looked at', async () => {
    const { status } = await outcomeOf(`${token}${'A'.repeat(100_000)}`);
    expect([401, 431]).toContain(status);
  });

  test('keeps nobody else from being answered', async () => {
    const large = Array.from({ length: 50 }, () => outcomeOf('A'.repeat(15_000)));
    expect(new Set((await Promise.all(large)).map(({ status }) => status))).toEqual(new Set([401]));
    const headers = { authorization: `Bearer ${token}` };
    expect(await gateway.ask('{ word }', { headers })).toEqual({ data: { word: 'chữ' } });
  });
});
