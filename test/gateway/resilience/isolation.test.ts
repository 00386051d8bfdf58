import type { DepartmentStanding } from '../../../gateway/src/resilience/DepartmentObserver';
import { Departments } from '../../../gateway/src/resilience/Departments';
import { askEngine } from '../../helpers/federation';
import { startTestGateway, type TestGateway } from '../../helpers/startTestGateway';
import { hangs, hangsUp, type Ill, type SmallCity, startSmallCity } from './city';
import { policyWith, until } from './withLink';

let city: SmallCity;
beforeAll(async () => {
  city = await startSmallCity();
});
afterAll(() => city.close());
afterEach(() => {
  city.become('finance');
  city.become('planning');
});

/** Asks over HTTP, from the gateway itself, what each department did wrong. */
describe.each(['own', 'apollo'])('with nothing configured but a shorter deadline, engine %s', (engine) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway(city.federation.supergraphSdl, {
      flags: ['--engine', engine, '--department-deadline-ms', 'finance=1500', '--department-breaker', 'off'],
    });
  });
  afterAll(() => gateway.close());

  const secret = 'db-17.internal:27017 at /srv/finance.js';
  const says =
    (text: string, status = 200): Ill =>
    (response) => {
      response.writeHead(status, { 'content-type': 'text/html' }).end(text);
      return true;
    };
  const raw =
    (text: string): Ill =>
    (response) => {
      response.socket?.end(text);
      return true;
    };

  test.each<[string, Ill, string]>([
    ['hangs', hangs, 'DEPARTMENT_UNAVAILABLE'],
    ['hangs up', hangsUp, 'DEPARTMENT_UNAVAILABLE'],
    [
      'answers half and hangs up',
      raw(`HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n{"data": "${secret}`),
      'DEPARTMENT_UNAVAILABLE',
    ],
    ['answers in another protocol', raw(`SSH-2.0 ${secret}\r\n\r\n`), 'DEPARTMENT_UNAVAILABLE'],
    ['answers 500', says(secret, 500), 'DEPARTMENT_UNAVAILABLE'],
    ['answers 404', says(secret, 404), 'DEPARTMENT_UNAVAILABLE'],
    ['answers HTML', says(`<html>${secret}</html>`), 'DOWNSTREAM_SERVICE_ERROR'],
    ['answers half a JSON', says(`{"data":{"_entities":[{"paid":"${secret}"`), 'DOWNSTREAM_SERVICE_ERROR'],
    ['answers too few entities', says('{"data":{"_entities":[{"paid":1}]}}'), 'DOWNSTREAM_SERVICE_ERROR'],
    ['answers another shape', says(`["${secret}"]`), 'DOWNSTREAM_SERVICE_ERROR'],
    [
      'answers drop by drop',
      (response) => {
        const dripping = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(dripping));
        return true;
      },
      'DEPARTMENT_UNAVAILABLE',
    ],
  ])(
    'a department that %s is one error with its name and the path, and nothing of what it sent',
    async (_name, ill, code) => {
      city.become('finance', ill);
      const answer = await gateway.ask('{ programmes { title paid } }');
      expect(answer.data).toEqual({
        programmes: [
          { title: 'Một', paid: null },
          { title: 'Hai', paid: null },
        ],
      });
      expect(answer.errors).toHaveLength(1);
      expect(answer.errors?.[0]).toMatchObject({ extensions: { code, department: 'finance' } });
      expect(answer.errors?.[0]?.path?.[0]).toBe('programmes');
      expect(JSON.stringify(answer)).not.toMatch(/internal|27017|srv|127\.0\.0\.1|html|SSH/);
    },
  );

  test('a read is sent again where the department hung up, a mutation never', async () => {
    const once = (): void => {
      let isFirst = true;
      city.become('finance', (response, call) => {
        if (!isFirst) return false;
        isFirst = false;
        return hangsUp(response, call);
      });
    };
    // A socket that is kept may be closed without anything being held against the department.
    await gateway.ask('{ programmes { paid } }');
    once();
    expect((await gateway.ask('{ programmes { paid } }')).errors).toBeUndefined();
    const before = city.asked('finance', 'mutation').length;
    once();
    const answer = await gateway.ask('mutation { pay { code } }');
    expect(answer.errors).toMatchObject([{ extensions: { code: 'DEPARTMENT_UNAVAILABLE' } }]);
    expect(city.asked('finance', 'mutation').length - before).toBe(1);
  });
});

describe.each(['own', 'apollo'])('a department that fails too often, engine %s', (engine) => {
  test('is left alone, which /ready and the answer tell, until it is well', async () => {
    const gateway = await startTestGateway(city.federation.supergraphSdl, {
      flags: ['--engine', engine, '--department-breaker-minimum', '3', '--department-probe-ms', '200'],
    });
    const breakers = async () => {
      const { departments } = (await (await gateway.fetch('/ready')).json()) as {
        departments: { name: string; breaker: string }[];
      };
      return Object.fromEntries(departments.map(({ name, breaker }) => [name, breaker]));
    };
    expect(await breakers()).toEqual({ planning: 'closed', finance: 'closed' });
    city.become('finance', (response) => {
      response.writeHead(502).end('no');
      return true;
    });
    const reasons: unknown[] = [];
    // On a slow machine each request may be the one that is let through to look.
    while (!reasons.includes('CIRCUIT_OPEN'))
      reasons.push((await gateway.ask('{ budget }')).errors?.[0]?.extensions?.reason);
    expect(reasons[0]).not.toBe('CIRCUIT_OPEN');
    expect((await breakers()).finance).not.toBe('closed');
    city.become('finance');
    let answer = await gateway.ask('{ budget }');
    while (answer.errors) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      answer = await gateway.ask('{ budget }');
    }
    expect((await breakers()).finance).toBe('closed');
    expect(gateway.logged).toContainEqual(
      expect.objectContaining({ department: 'finance', breaker: 'open' }),
    );
    await gateway.close();
  });
});

describe('one department that is slow', () => {
  test('holds no more than its own: questions that do not need it are answered meanwhile, and its own fail at once', async () => {
    const gateway = await startTestGateway(city.federation.supergraphSdl, {
      flags: [
        '--department-in-flight',
        'finance=4',
        '--department-queue',
        'finance=4',
        '--department-queue-wait-ms',
        '60000',
        '--department-deadline-ms',
        '60000',
        '--request-deadline-ms',
        '90000',
        '--share-reads',
        'off',
      ],
    });
    const held: (() => void)[] = [];
    city.become('finance', () => new Promise((resolve) => held.push(() => resolve(false))));
    const slow = Array.from({ length: 30 }, () => gateway.ask('{ budget }'));
    let ended = 0;
    for (const answer of slow) void answer.then(() => ended++);
    await until(() => ended === 22 && held.length === 4);
    for (let count = 0; count < 20; count++)
      expect((await gateway.ask('{ programmes { title } }')).errors).toBeUndefined();
    expect([ended, held.length]).toEqual([22, 4]);
    city.become('finance');
    for (const letGo of held) letGo();
    const reasons = (await Promise.all(slow)).map(({ errors }) => errors?.[0]?.extensions?.reason);
    expect(reasons.filter((reason) => reason === 'BULKHEAD_FULL')).toHaveLength(22);
    expect(reasons.filter((reason) => reason === undefined)).toHaveLength(8);
    await gateway.close();
  });
});

describe('a client that leaves', () => {
  const query = '{ programmes { title paid } }';

  test('ends what only it waited for, and nothing that another one waits for', async () => {
    const { engineWith } = city.federation;
    const departments = new Departments({ policyOf: () => policyWith({}) });
    const engine = await engineWith({ departments });
    let gone = 0;
    let answerAll: () => void = () => {};
    city.become('finance', (response) => {
      response.on('close', () => {
        if (!response.writableFinished) gone++;
      });
      return new Promise((resolve) => (answerAll = () => resolve(false)));
    });
    const [one, two] = [new AbortController(), new AbortController()];
    const { length: before } = city.asked('finance');
    const asked = [one, two].map(({ signal }) => askEngine(engine, { query, request: { signal } }));
    await until(() => city.asked('finance').length === before + 1);
    one.abort();
    expect((await asked[0])?.errors).toMatchObject([{ extensions: { code: 'REQUEST_TIMEOUT' } }]);
    expect(gone).toBe(0);
    answerAll();
    expect((await asked[1])?.errors).toBeUndefined();
    expect(city.asked('finance').length).toBe(before + 1);

    const third = new AbortController();
    const left = askEngine(engine, { query, request: { signal: third.signal } });
    await until(() => city.asked('finance').length === before + 2);
    third.abort();
    await left;
    await until(() => gone === 1);
    const standing = (): DepartmentStanding | undefined =>
      departments.standings().find(({ department }) => department === 'finance');
    expect(standing()).toMatchObject({ inFlight: 0, breaker: 'closed' });
  });

  test('is not asked for any more: what would come next is not begun', async () => {
    const leaving = new AbortController();
    city.become('planning', () => {
      leaving.abort();
      return false;
    });
    const { length: before } = city.asked('finance');
    const answer = await askEngine(city.federation.engine, { query, request: { signal: leaving.signal } });
    expect(answer.errors).toHaveLength(1);
    expect(city.asked('finance').length).toBe(before);
  });
});

describe('departments of engines that come one after the other', () => {
  test('keep their sockets, their breaker and their counts as long as somebody needs them', async () => {
    const departments = new Departments({ policyOf: () => policyWith({}) });
    const former = departments.link('finance', 'http://127.0.0.1:1/a');
    const current = departments.link('finance', 'http://127.0.0.1:1/a');
    expect(current).toBe(former);
    former.counts.requests = 3;
    await departments.release(former);
    expect(departments.standings()).toMatchObject([{ department: 'finance', counts: { requests: 3 } }]);
    const moved = departments.link('finance', 'http://127.0.0.1:1/b');
    await departments.release(current);
    expect(moved.counts.requests).toBe(3);
    expect(departments.standings()).toHaveLength(1);
    expect(departments.breakerOf('finance')).toBe('closed');
    await departments.release(moved);
    expect(departments.standings()).toEqual([]);
    expect(departments.breakerOf('finance')).toBe('closed');
  });
});

test('a policy for a department that is not there ends the start with a word on it', async () => {
  await expect(
    startTestGateway(city.federation.supergraphSdl, { flags: ['--department-retries', 'fiance=3'] }),
  ).rejects.toThrow('--department-retries fiance: there is no such subgraph. There are finance, planning.');
});
