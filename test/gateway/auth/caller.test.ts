import { generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeys } from '@lien-thong/gateway';
import {
  callerHeader,
  createVerifyCaller,
  gatewayAudience,
  readSigningKey,
  signCallerToken,
} from '@lien-thong/subgraph-kit';
import { exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { federation2, startFederation, type TestFederation } from '../../helpers/federation';
import { startTestGateway, type TestGateway } from '../../helpers/startTestGateway';

const officer = { subject: 'an.nguyen', department: 'finance', role: 'officer' };

let federation: TestFederation;
let keys: string;
let gateway: TestGateway;

beforeAll(async () => {
  keys = await mkdtemp(join(tmpdir(), 'keys-'));
  await createKeys(keys);
  federation = await startFederation({
    words: { sdl: `${federation2} type Query { word: String }`, resolvers: { Query: { word: () => 'chữ' } } },
  });
  gateway = await startTestGateway(federation.supergraphSdl, { flags: ['--keys', keys] });
});
afterAll(async () => {
  await gateway.close();
  await federation.close();
  await rm(keys, { recursive: true });
});

const privateText = () => readFile(join(keys, 'caller.private.json'), 'utf8');
const publicText = () => readFile(join(keys, 'caller.public.json'), 'utf8');
const tokenFor = async (audience: string, lifetimeSeconds = 60) =>
  signCallerToken(await readSigningKey(await privateText()), { caller: officer, audience, lifetimeSeconds });
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = { sub: 'x', department: 'finance', role: 'officer', aud: gatewayAudience, exp: 4_102_444_800 };

/** Status and error of an operation that is sent with this token. */
const refusal = async (token: string, to = gateway) => {
  const asked = federation.calls.length;
  const response = await to.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: '{"query":"{ word }"}',
  });
  const { errors, data } = (await response.json()) as {
    errors: { extensions: Record<string, unknown> }[];
    data: unknown;
  };
  const { code, reason } = errors?.[0]?.extensions ?? {};
  expect(data).toBeUndefined();
  expect(federation.calls).toHaveLength(asked);
  return { status: response.status, code, reason };
};
const refused = (reason: string) => ({ status: 401, code: 'UNAUTHENTICATED', reason });

describe('a caller with a token', () => {
  it('is passed on to departments, signed anew for them', async () => {
    const answer = await gateway.ask('{ word }', {
      headers: { authorization: `Bearer ${await tokenFor(gatewayAudience)}` },
    });
    expect(answer).toEqual({ data: { word: 'chữ' } });
    const headers: Record<string, string | string[] | undefined> = federation.calls.at(-1)?.headers ?? {};
    expect(headers.authorization).toBeUndefined();
    const verify = await createVerifyCaller(await publicText());
    expect(await verify({ headers })).toEqual(officer);
  });

  it('is in the line of the log, without the token', async () => {
    const token = await tokenFor(gatewayAudience);
    await gateway.ask('query Logged { word }', { headers: { authorization: `Bearer ${token}` } });
    expect(gateway.logged).toContainEqual(
      expect.objectContaining({ operation: 'query Logged', caller: officer }),
    );
    expect(JSON.stringify(gateway.logged)).not.toContain(token);
  });

  it('is anonymous without one, and departments are told of nobody', async () => {
    expect(await gateway.ask('{ word }')).toEqual({ data: { word: 'chữ' } });
    expect(federation.calls.at(-1)?.headers[callerHeader]).toBeUndefined();
  });

  it('cannot name a caller to the departments by itself', async () => {
    const token = await tokenFor('lien-thong-department');
    await gateway.ask('{ word }', { headers: { [callerHeader]: token } });
    expect(federation.calls.at(-1)?.headers[callerHeader]).toBeUndefined();
  });
});

describe('a token that cannot be trusted is UNAUTHENTICATED, never anonymous', () => {
  it('because it has expired', async () => {
    expect(await refusal(await tokenFor(gatewayAudience, -60))).toEqual(refused('expired'));
  });

  it('because it is meant for somebody else', async () => {
    expect(await refusal(await tokenFor('another-gateway'))).toEqual(refused('audience'));
  });

  it('because it is not signed', async () => {
    const none = `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`;
    expect(await refusal(none)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  });

  it('because it is signed with the public key as a shared secret', async () => {
    const secret = Buffer.from(await publicText());
    const {
      keys: [jwk],
    } = JSON.parse(secret.toString()) as { keys: [{ kid: string }] };
    const confused = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: jwk.kid })
      .sign(secret);
    expect(await refusal(confused)).toEqual(refused('algorithm'));
  });

  it('because another key signed it', async () => {
    const { privateKey } = await generateKeyPair('EdDSA');
    const { kid } = JSON.parse(await privateText()) as { kid: string };
    const forged = await new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', kid }).sign(privateKey);
    expect(await refusal(forged)).toEqual(refused('signature'));
    const unknown = await new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', kid: 'k' }).sign(privateKey);
    expect(await refusal(unknown)).toEqual(refused('unknown-key'));
  });

  it('because its claims were changed', async () => {
    const [header, , signature] = (await tokenFor(gatewayAudience)).split('.');
    expect(await refusal(`${header}.${encode({ ...claims, role: 'admin' })}.${signature}`)).toEqual(
      refused('signature'),
    );
  });

  it('because it lacks a claim, or never ends', async () => {
    const { key, keyId } = await readSigningKey(await privateText());
    const signWith = (payload: Record<string, unknown>) =>
      new SignJWT(payload).setProtectedHeader({ alg: 'EdDSA', kid: keyId }).sign(key);
    const { role: _role, ...noRole } = claims;
    const { exp: _exp, ...endless } = claims;
    expect(await refusal(await signWith(noRole))).toEqual(refused('claims'));
    expect(await refusal(await signWith(endless))).toEqual(refused('claims'));
  });

  it('because it is no token', async () => {
    expect(await refusal('abc')).toEqual(refused('malformed'));
    const basic = await gateway.ask('{ word }', { headers: { authorization: 'Basic YTpi' } });
    expect(basic.errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'malformed' });
  });

  it('because no key is configured', async () => {
    const keyless = await startTestGateway(federation.supergraphSdl);
    expect(await refusal(await tokenFor(gatewayAudience), keyless)).toEqual(refused('not-configured'));
    await keyless.close();
  });
});

describe('keys of others', () => {
  it('are taken from a PEM file, with issuer and audience of the configuration', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const path = join(keys, 'city.pem');
    await writeFile(path, await exportSPKI(publicKey));
    const flags = ['--jwt-public-key', path, '--jwt-issuer', 'https://id.city', '--jwt-audience', 'data'];
    const city = await startTestGateway(federation.supergraphSdl, { flags });
    const signFrom = (issuer: string) =>
      new SignJWT({ ...claims, aud: 'data', iss: issuer })
        .setProtectedHeader({ alg: 'ES256' })
        .sign(privateKey);
    const headers = { authorization: `Bearer ${await signFrom('https://id.city')}` };
    expect(await city.ask('{ word }', { headers })).toEqual({ data: { word: 'chữ' } });
    expect(await refusal(await signFrom('https://other'), city)).toEqual(refused('issuer'));
    const { privateKey: rsa } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const text = `${encode({ alg: 'RS256' })}.${encode(claims)}`;
    const wrong = `${text}.${signBytes('sha256', Buffer.from(text), rsa).toString('base64url')}`;
    expect(await refusal(wrong, city)).toEqual(refused('algorithm'));
    await city.close();
  });

  it('are fetched from an address, and a failure there is no reason to trust', async () => {
    let isDown = true;
    const server = createServer((_request, response) => {
      if (isDown) response.writeHead(500).end();
      else void publicText().then((text) => response.setHeader('content-type', 'application/json').end(text));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
    const remote = await startTestGateway(federation.supergraphSdl, { flags: ['--jwks-url', url] });
    const token = await tokenFor(gatewayAudience);
    expect(await refusal(token, remote)).toEqual(refused('keys-unavailable'));
    isDown = false;
    const headers = { authorization: `Bearer ${token}` };
    expect(await remote.ask('{ word }', { headers })).toEqual({ data: { word: 'chữ' } });
    await remote.close();
    server.close();
    server.closeAllConnections();
  });

  it('are refused at the start when the file holds something else, all files at once', async () => {
    const path = join(keys, 'private-as-public.json');
    await writeFile(path, await privateText());
    const flags = ['--jwt-public-key', path, '--caller-private-key', '/nowhere/key.json'];
    await expect(startTestGateway(federation.supergraphSdl, { flags })).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      problems: [
        '--caller-private-key /nowhere/key.json: there is no such file.',
        expect.stringContaining('nothing private'),
      ],
    });
  });
});

describe('a department', () => {
  const verifyWith = async (text: string | null, headers: Record<string, string>) =>
    (await createVerifyCaller(text))({ headers });

  it('takes a bearer token of the same form from who asks it itself', async () => {
    const authorization = `Bearer ${await tokenFor('lien-thong-department')}`;
    expect(await verifyWith(await publicText(), { authorization })).toEqual(officer);
    expect(await verifyWith(await publicText(), {})).toBeNull();
  });

  it.each([
    ['a token for the gateway alone', () => tokenFor(gatewayAudience), 'audience'],
    ['an expired token', () => tokenFor('lien-thong-department', -60), 'expired'],
    ['nonsense', async () => 'abc', 'malformed'],
  ])('refuses %s', async (_name, token, reason) => {
    const headers = { [callerHeader]: await token() };
    await expect(verifyWith(await publicText(), headers)).rejects.toMatchObject({
      extensions: { code: 'UNAUTHENTICATED', reason },
    });
  });

  it('refuses every token when it was given no key', async () => {
    const headers = { [callerHeader]: await tokenFor('lien-thong-department') };
    await expect(verifyWith(null, headers)).rejects.toMatchObject({
      message: 'This department was given no key to verify callers with.',
      extensions: { code: 'UNAUTHENTICATED', reason: 'not-configured' },
    });
  });
});
