import { readFile, writeFile } from 'node:fs/promises';
import type { Caller } from '@lien-thong/subgraph-kit';
import { StaleAnswers } from '../../../gateway/src/resilience/StaleAnswers';
import { type CallerKeys, makeCallerKeys } from '../../helpers/callerKeys';
import type { TestAnswer } from '../../helpers/federation';
import { startTestGateway, type TestGateway } from '../../helpers/startTestGateway';
import { hangsUp, type SmallCity, startSmallCity } from './city';

const query = '{ programmes { title paid } }';

describe('answers that are kept for when a department fails', () => {
  let city: SmallCity;
  let keys: CallerKeys;
  let gateway: TestGateway;
  let officer: Caller;
  let officers = 0;
  beforeAll(async () => {
    [city, keys] = await Promise.all([startSmallCity(), makeCallerKeys()]);
    gateway = await startTestGateway(city.federation.supergraphSdl, {
      flags: ['--stale-answers', 'on', '--department-breaker', 'off', '--department-retries', '0'],
      env: keys.gatewayEnv,
    });
  });
  beforeEach(async () => {
    officer = { subject: `officer-${officers++}`, department: 'finance', role: 'officer' };
    // Whoever writes is given nothing that was kept before.
    await ask('mutation { rename }', null);
  });
  afterEach(() => {
    city.become('finance');
    city.become('planning');
  });
  afterAll(async () => {
    await gateway.close();
    await Promise.all([city.close(), keys.remove()]);
  });

  /** As an officer who is another one in each test. */
  const ask = async (text: string, caller: Caller | null = officer): Promise<TestAnswer> => {
    const headers = caller ? { authorization: `Bearer ${await keys.tokenOf(caller)}` } : undefined;
    return gateway.ask(text, { headers });
  };
  const isMissing = (answer: TestAnswer): void => {
    expect(answer.extensions?.stale).toBeUndefined();
    expect(answer.errors).toMatchObject([{ extensions: { code: 'DEPARTMENT_UNAVAILABLE' } }]);
  };

  test('take its place, marked with their age', async () => {
    const fresh = await ask(query);
    expect(fresh.extensions).toBeUndefined();
    city.become('finance', hangsUp);
    const stale = await ask(query);
    expect(stale.data).toEqual(fresh.data);
    expect(stale.errors).toBeUndefined();
    expect(stale.extensions).toEqual({ stale: { finance: { ageMs: expect.any(Number) } } });
    city.become('planning', hangsUp);
    const both = await ask(query);
    expect(Object.keys(both.extensions?.stale as object).sort()).toEqual(['finance', 'planning']);
    city.become('planning');
    city.become('finance');
    expect((await ask(query)).extensions).toBeUndefined();
  });

  test.each([
    ['a page of HTML', '<html>oops</html>', 200],
    ['a bare status', 'oops', 502],
    [
      'the word that its database is down',
      '{"data":null,"errors":[{"message":"no","extensions":{"code":"DATABASE_UNAVAILABLE"}}]}',
      200,
    ],
  ])('take its place when it answers with %s', async (_name, text, status) => {
    await ask(query);
    city.become('finance', (response) => {
      response.writeHead(status).end(text);
      return true;
    });
    expect((await ask(query)).extensions).toMatchObject({ stale: { finance: {} } });
  });

  test('do not hide what a department has to say of the request', async () => {
    await ask(query);
    city.become('finance', (response) => {
      response.end(
        '{"data":{"_entities":[null,null]},"errors":[{"message":"no","extensions":{"code":"FORBIDDEN"}}]}',
      );
      return true;
    });
    const answer = await ask(query);
    expect(answer.extensions?.stale).toBeUndefined();
    expect(answer.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    // Nor is such an answer kept in their place.
    city.become('finance', hangsUp);
    expect((await ask(query)).extensions).toMatchObject({ stale: { finance: {} } });
  });

  test.each([
    ['nobody in particular', null],
    ['another person', { subject: 'binh' }],
    ['the same person of another department', { department: 'ict' }],
    ['the same person in another role', { role: 'auditor' }],
    ['the same person with a scope more', { scopes: ['read:journal'] }],
  ])('are never given to %s', async (_name, change) => {
    await ask(query);
    city.become('finance', hangsUp);
    isMissing(await ask(query, change && { ...officer, ...change }));
    expect((await ask(query)).extensions).toMatchObject({ stale: { finance: {} } });
  });

  test('are given to nobody in particular where they were given to nobody in particular', async () => {
    await ask(query, null);
    city.become('finance', hangsUp);
    expect((await ask(query, null)).extensions).toMatchObject({ stale: { finance: {} } });
  });

  test('are of one text and its variables', async () => {
    await ask(query);
    city.become('finance', hangsUp);
    isMissing(await ask('{ budget }'));
  });

  test.each([
    ['the department', 'mutation { pay { code } }'],
    ['any other department', 'mutation { rename }'],
  ])('are gone for a caller who has written to %s, and for nobody else', async (_name, mutation) => {
    await Promise.all([ask(query), ask(query, null)]);
    await ask(mutation);
    city.become('finance', hangsUp);
    isMissing(await ask(query));
    expect((await ask(query, null)).extensions).toMatchObject({ stale: { finance: {} } });
  });

  test('are not made of a read that a write of somebody overtook', async () => {
    let letGo: () => void = () => {};
    city.become('finance', (_response, { query: text }) =>
      text.includes('_entities') ? new Promise((resolve) => (letGo = () => resolve(false))) : false,
    );
    const before = city.asked('finance', '_entities').length;
    const reading = ask(query);
    while (city.asked('finance', '_entities').length === before)
      await new Promise((resolve) => setTimeout(resolve, 5));
    await ask('mutation { rename }');
    letGo();
    expect((await reading).errors).toBeUndefined();
    city.become('finance', hangsUp);
    isMissing(await ask(query));
  });

  test('are never used for what a mutation reads', async () => {
    city.become('finance', hangsUp);
    const answer = await ask('mutation { pay { paid } }');
    expect(answer.extensions).toBeUndefined();
    expect(answer.errors).toHaveLength(1);
  });

  test('are never kept to be cited', async () => {
    const frozen = (body: object) =>
      gateway.fetch('/explorer/frozen', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    await ask(query, null);
    city.become('finance', hangsUp);
    expect((await ask(query, null)).extensions).toMatchObject({ stale: { finance: {} } });
    const response = await frozen({ query, pages: [{}] });
    expect(response.status).toBe(503);
  });

  test('are told of where an answer comes in parts', async () => {
    const deferred = '{ programmes { title ... @defer { paid } } }';
    const parts = async (): Promise<string> => {
      const response = await gateway.fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'multipart/mixed; deferSpec=20220824' },
        body: JSON.stringify({ query: deferred }),
      });
      return response.text();
    };
    expect(await parts()).not.toContain('stale');
    city.become('finance', hangsUp);
    const text = await parts();
    expect(text).toContain('"paid"');
    expect(text).toMatch(/"extensions":\{"stale":\{"finance":\{"ageMs":\d+\}\}\}/);
  });

  test('are gone when another supergraph is served', async () => {
    await ask(query);
    const text = await readFile(gateway.supergraphPath, 'utf8');
    await writeFile(gateway.supergraphPath, `${text}\n# another one\n`);
    await gateway.gateway.reload();
    city.become('finance', hangsUp);
    isMissing(await ask(query));
  });
});

test('nothing is kept where nothing is said of it', async () => {
  const city = await startSmallCity();
  const gateway = await startTestGateway(city.federation.supergraphSdl);
  await gateway.ask(query);
  city.become('finance', hangsUp);
  const answer = await gateway.ask(query);
  expect(answer.errors).toHaveLength(1);
  expect(answer.extensions).toBeUndefined();
  await gateway.close();
  await city.close();
});

describe('the store of answers', () => {
  const clock = { at: 0, now: () => clock.at, date: () => clock.at, random: () => 0 };
  const readOf = (body: string, reader = 'an') => ({ reader, department: 'finance', body });

  test('holds no more than it may, and lets go first of what was used longest ago', () => {
    const store = new StaleAnswers({ maxAgeMs: 1_000, maxBytes: 10_000 }, clock);
    const supergraph = store.register();
    const text = 'x'.repeat(1_000);
    for (const body of ['a', 'b', 'c', 'd']) store.keep(supergraph, readOf(body), { text, epoch: 0 });
    expect(store.find(supergraph, readOf('a'))).toEqual({ text, ageMs: 0 });
    store.keep(supergraph, readOf('e'), { text, epoch: 0 });
    expect(['a', 'b', 'e'].map((body) => store.find(supergraph, readOf(body)) !== null)).toEqual([
      true,
      false,
      true,
    ]);
    expect(store.size).toBeLessThanOrEqual(10_000);
    store.keep(supergraph, readOf('whole'), { text: 'x'.repeat(20_000), epoch: 0 });
    expect(store.find(supergraph, readOf('whole'))).toBeNull();
    expect(store.find(supergraph, readOf('a'))).not.toBeNull();
    store.forget('an');
    expect(store.size).toBe(0);
  });

  test('gives nothing that is too old, and tells the age of what it gives', () => {
    const store = new StaleAnswers({ maxAgeMs: 1_000, maxBytes: 10_000 }, clock);
    const supergraph = store.register();
    clock.at = 5_000;
    store.keep(supergraph, readOf('a'), { text: '{}', epoch: 0 });
    clock.at = 6_000;
    expect(store.find(supergraph, readOf('a'))).toEqual({ text: '{}', ageMs: 1_000 });
    clock.at = 6_001;
    expect(store.find(supergraph, readOf('a'))).toBeNull();
    expect(store.size).toBe(0);
  });

  test('takes nothing more from a supergraph that is no longer served', () => {
    const store = new StaleAnswers({ maxAgeMs: 1_000, maxBytes: 10_000 }, clock);
    const [former, current] = [store.register(), store.register()];
    store.keep(former, readOf('a'), { text: '1', epoch: 0 });
    expect(store.find(former, readOf('a'))).not.toBeNull();
    store.keep(current, readOf('b'), { text: '2', epoch: 0 });
    store.keep(former, readOf('c'), { text: '3', epoch: 0 });
    expect(['a', 'b', 'c'].map((body) => store.find(current, readOf(body))?.text)).toEqual([
      undefined,
      '2',
      undefined,
    ]);
    expect(store.find(former, readOf('b'))).toBeNull();
  });
});
