import { createHash, type KeyObject } from 'node:crypto';
import { createRequestSigner } from '@lien-thong/subgraph-kit';
import { createVerifier, httpbis, type VerifyingKey } from 'http-message-signatures';
import { makeRequestKeys, type RequestKeyFolder } from '../helpers/requestKeys';
import {
  plainRequest,
  question,
  type SignedDepartment,
  send,
  signAs,
  startSignedDepartment,
} from './SignedDepartment';

let keys: RequestKeyFolder;
let department: SignedDepartment;
beforeAll(async () => {
  keys = await makeRequestKeys();
  department = await startSignedDepartment(keys);
});
afterAll(async () => {
  await department.stop();
  await keys.remove();
});

const answered = { status: 200, code: undefined, reason: undefined, data: { __typename: 'Query' } };
const refused = (reason: string) => ({ status: 401, code: 'UNTRUSTED_SENDER', reason, data: undefined });

/** What a request was answered with; it must not have been executed where it was refused. */
async function outcome(...sent: Parameters<typeof send> extends [unknown, ...infer R] ? R : never) {
  const before = department.executed();
  const answer = await send(department, ...sent);
  expect(department.executed() - before).toBe(answer.status === 401 ? 0 : 1);
  return answer;
}

describe('a department answers', () => {
  test.each(['gateway', 'ict', 'planning', 'tools'])('what %s has signed', async (party) => {
    expect(await outcome(signAs(keys, party))).toEqual(answered);
  });

  test('what is signed together with who asks', async () => {
    const headers = { 'x-lien-thong-caller': 'a.b.c' };
    expect(await outcome({ ...headers, ...signAs(keys, 'gateway', { headers }) })).toEqual(answered);
  });

  test('whether it is alive and ready, to everybody', async () => {
    expect((await fetch(new URL('/health', department.running.url))).status).toBe(200);
    expect((await fetch(new URL('/ready', department.running.url))).status).toBe(503);
  });

  test('many requests in any order, each once', async () => {
    const sign = createRequestSigner(keys.of('gateway'))('finance');
    const signed = Array.from({ length: 100 }, () => ({ ...sign(plainRequest) }));
    const shuffled = signed.map((_, at) => signed[(at * 7) % signed.length] ?? {});
    const answers = await Promise.all(shuffled.map((headers) => send(department, headers)));
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    const again = await Promise.all(shuffled.slice(0, 50).map((headers) => send(department, headers)));
    expect(new Set(again.map(({ reason }) => reason))).toEqual(new Set(['replayed']));
  });
});

describe('the signature', () => {
  test('is one of RFC 9421, as another implementation reads it, over the digest of RFC 9530', async () => {
    const headers = { 'x-lien-thong-caller': 'a.b.c' };
    const signed: Record<string, string> = {
      ...headers,
      ...signAs(keys, 'gateway', { headers, target: '/graphql?a=b' }),
    };
    const secret = keys.of('gateway').to('finance')?.secret;
    if (!secret) throw new Error('There is no key for finance.');
    const verify = (changed: Record<string, string> = {}) =>
      httpbis.verifyMessage(
        { keyLookup: async () => createVerifierKey(secret) },
        { method: 'POST', url: 'http://finance/graphql?a=b', headers: { ...signed, ...changed } },
      );
    expect(await verify()).toBe(true);
    expect(await verify({ 'x-lien-thong-caller': 'a.b.d' })).toBe(false);
    const digest = createHash('sha256').update(question).digest('base64');
    expect(signed['content-digest']).toBe(`sha-256=:${digest}:`);
  });
});

describe('a department refuses, and executes nothing,', () => {
  test.each([
    ['a question', { body: question }],
    ['a question by GET', { method: 'GET', target: '/graphql?query={__typename}' }],
    ['a question at the root', { target: '/' }],
    ['the reading of its schema', { body: '{"query":"{ _service { sdl } }"}' }],
    ['a body that is no question', { body: 'x'.repeat(100_000) }],
  ])('%s without a signature', async (_name, request) => {
    expect(await outcome({}, request)).toEqual(refused('unsigned'));
  });

  test('another body than was signed', async () => {
    const body = JSON.stringify({ query: '{ _service { sdl } }' });
    expect(await outcome(signAs(keys, 'gateway'), { body })).toEqual(refused('body'));
    const { 'content-digest': digest } = signAs(keys, 'gateway', { body });
    const swapped = { ...signAs(keys, 'gateway'), 'content-digest': digest ?? '' };
    expect(await outcome(swapped, { body })).toEqual(refused('signature'));
  });

  test('another path, query or method than was signed', async () => {
    expect(await outcome(signAs(keys, 'gateway'), { target: '/' })).toEqual(refused('signature'));
    expect(await outcome(signAs(keys, 'gateway'), { target: '/graphql?x' })).toEqual(refused('signature'));
    const get = signAs(keys, 'gateway', { method: 'GET', body: '' });
    expect(await outcome(get, { body: '' })).toEqual(refused('signature'));
  });

  test.each(['x-lien-thong-caller', 'authorization'])(
    'a %s that was added, changed or taken away',
    async (name) => {
      const headers = { [name]: 'Bearer a.b.c' };
      const signed = signAs(keys, 'gateway', { headers });
      expect(await outcome({ ...signAs(keys, 'gateway'), ...headers })).toEqual(refused('signature'));
      expect(await outcome({ ...signed, [name]: 'Bearer a.b.d' })).toEqual(refused('signature'));
      expect(await outcome(signed)).toEqual(refused('signature'));
    },
  );

  test('a request that comes again', async () => {
    const signed = signAs(keys, 'gateway');
    expect(await outcome(signed)).toEqual(answered);
    expect(await outcome(signed)).toEqual(refused('replayed'));
  });

  test('a request that comes again after the department was started anew', async () => {
    const signed = signAs(keys, 'gateway', { at: Date.now() - 1 });
    const restarted = await startSignedDepartment(keys);
    expect(await send(restarted, signed)).toEqual(refused('expired'));
    expect(await send(restarted, signAs(keys, 'gateway'))).toEqual(answered);
    await restarted.stop();
  });

  test('a request of half a minute ago, or of the future', async () => {
    let now = Date.now() - 600_000;
    const old = await startSignedDepartment(keys, { now: () => now });
    const signed = signAs(keys, 'gateway', { at: now + 1 });
    now = Date.now();
    expect(await send(old, signed)).toEqual(refused('expired'));
    await old.stop();
    expect(await outcome(signAs(keys, 'gateway', { at: Date.now() + 60_000 }))).toEqual(
      refused('not-yet-valid'),
    );
  });

  test('what is signed for another department, or with keys of others', async () => {
    expect(await outcome(signAs(keys, 'gateway', { to: 'ict' }))).toEqual(refused('unknown-key'));
    const stranger = await makeRequestKeys();
    expect(await outcome(signAs(stranger, 'gateway'))).toEqual(refused('unknown-key'));
    await stranger.remove();
  });

  test('a department that gives itself out as the gateway', async () => {
    const idOf = (party: string) => keys.of(party).to('finance')?.id.split(':')[0] ?? '';
    const own = signAs(keys, 'ict');
    const posing = own['signature-input']?.replace(idOf('ict'), idOf('gateway')) ?? '';
    expect(await outcome({ ...own, 'signature-input': posing })).toEqual(refused('signature'));
  });

  test('a signature of another form, algorithm or coverage', async () => {
    const signed = signAs(keys, 'gateway');
    const input = signed['signature-input'] ?? '';
    const withInput = (text: string) => outcome({ ...signed, 'signature-input': text });
    expect(await withInput(input.replace('hmac-sha256', 'none'))).toEqual(refused('malformed'));
    expect(await withInput(input.replace('"hmac-sha256"', ''))).toEqual(refused('malformed'));
    expect(await withInput(input.replace(' "content-digest"', ''))).toEqual(refused('signature'));
    expect(await withInput(`${input}, ${input}`)).toEqual(refused('malformed'));
    expect(await withInput(input.replace(/nonce="[^"]*"/, 'nonce="x"'))).toEqual(refused('malformed'));
    expect(await outcome({ ...signed, signature: 'sig=::' })).toEqual(refused('malformed'));
    expect(await outcome({ ...signed, signature: `sig=:${'A'.repeat(43)}=:` })).toEqual(refused('signature'));
    const { signature: _none, ...unsigned } = signed;
    expect(await outcome(unsigned)).toEqual(refused('malformed'));
  });
});

describe('keys', () => {
  const stops: Array<() => Promise<void>> = [];
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });
  const startWithKeys = async () => {
    const own = await makeRequestKeys();
    stops.push(() => own.remove());
    const served = await startSignedDepartment(own);
    stops.unshift(() => served.stop());
    return { own, served };
  };

  test('rotate and are retired while requests go on, and none is refused', async () => {
    const { own: rotating, served } = await startWithKeys();
    const gatewayKeys = rotating.of('gateway');
    const sign = createRequestSigner(gatewayKeys)('finance');
    const used = new Set<string>();
    const wrong: unknown[] = [];
    let sent = 0;
    const askUntil = async (isEnough: () => boolean) => {
      while (!isEnough()) {
        used.add(gatewayKeys.to('finance')?.id ?? 'none');
        const answer = await send(served, { ...sign(plainRequest) });
        sent += 1;
        if (answer.status !== 200) wrong.push(answer);
      }
    };
    await askUntil(() => sent >= 20);
    for (const party of ['gateway', 'finance', 'all']) {
      await rotating.run('--rotate', party);
      const before = used.size;
      await askUntil(() => used.size > before);
    }
    await askUntil(() => gatewayKeys.to('finance')?.id === rotating.newestId('gateway', 'finance'));
    const settledAt = sent;
    await rotating.run('--retire', 'on');
    await askUntil(() => sent >= settledAt + 60);
    expect(wrong).toEqual([]);
    expect(used.size).toBeGreaterThanOrEqual(4);
  });

  test('that were retired are refused', async () => {
    const { own: retiring, served } = await startWithKeys();
    const former = signAs(retiring, 'gateway');
    await retiring.run('--rotate', 'gateway');
    await retiring.run('--rotate', 'gateway');
    await retiring.run('--retire', 'on');
    await expectEventually(async () => (await send(served, former)).reason === 'unknown-key');
    expect((await send(served, signAs(retiring, 'gateway'))).status).toBe(200);
  });
});

async function expectEventually(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('It did not come to hold within a minute.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const createVerifierKey = (secret: KeyObject): VerifyingKey => ({
  verify: createVerifier(secret, 'hmac-sha256'),
});
