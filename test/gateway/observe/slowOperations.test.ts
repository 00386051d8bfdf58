import { setTimeout } from 'node:timers/promises';
import { SlowOperations, withoutValues } from '../../../gateway/src/observe/SlowOperations';
import { startFederation, type TestFederation } from '../../helpers/federation';
import { startTestGateway, type TestGateway } from '../../helpers/startTestGateway';

const sdl = `
  enum Kind { A B }
  input Filter { name: String kinds: [Kind!] least: Float }
  type Query { words(filter: Filter, first: Int = 5): [String!] }
`;

let federation: TestFederation;
let gateway: TestGateway;
let delayMs = 0;

beforeAll(async () => {
  federation = await startFederation({
    dictionary: {
      sdl,
      resolvers: { Query: { words: () => setTimeout(delayMs, ['chữ']) } },
    },
  });
  gateway = await startTestGateway(federation.supergraphSdl, { flags: ['--slow-operation-ms', '3000'] });
});
afterAll(async () => {
  await gateway.close();
  await federation.close();
});

const slowLines = () => gateway.logged.filter(({ msg }) => String(msg).includes('was slow'));

describe('the log of slow operations', () => {
  test('leaves out what is quick', async () => {
    await gateway.ask('query Quick { words }');
    expect(slowLines()).toEqual([]);
  });

  test('tells text, plan and requests of what is slow, without any value of it', async () => {
    delayMs = 3_100;
    const answer = await gateway.ask(
      'query Late($f: Filter = { name: "secret-1" }) { words(filter: $f, first: 471) }',
      {
        variables: { f: { name: 'secret-2', kinds: ['A'], least: 0.471 } },
        headers: { 'x-request-id': 'slow-1' },
      },
    );
    expect(answer).toEqual({ data: { words: ['chữ'] } });
    // The line is written when the answer has gone.
    while (slowLines().length === 0) await setTimeout(10);
    const [line] = slowLines();
    expect(line).toMatchObject({
      level: 40,
      requestId: 'slow-1',
      operation: 'query Late',
      text: 'query ($f: Filter, $_l0: Int) { words(filter: $f, first: $_l0) }',
      plan: expect.stringMatching(
        /^#1 asks dictionary at once:\n {3}query \(.*\) \{ words\(filter: \$f, first: \$_l0\) \}$/,
      ),
      requests: [{ department: 'dictionary', outcome: 'ok' }],
    });
    expect(`${line?.text} ${line?.plan}`).not.toMatch(/secret|471/);
  });

  test('is not flooded: five at once, then one for each five seconds, which says how many were left out', () => {
    const lines: Record<string, unknown>[] = [];
    const log = { warn: (facts: Record<string, unknown>) => void lines.push(facts) };
    const slow = new SlowOperations(10);
    for (let n = 0; n < 1_000; n += 1) {
      slow.note({
        operation: 'query Late',
        ms: 11,
        planned: null,
        startedAt: 0,
        calls: [],
        log: log as never,
      });
    }
    expect(lines).toHaveLength(5);
    expect(slow.count).toBe(1_000);
  });
});

describe('a text without values', () => {
  test('keeps fields, variables, keys of objects and names of enums', () => {
    const text =
      'query Q($n: Int = 3) { a: words(first: $n, filter: {name: "x", kinds: [A], least: 1.5}) @skip(if: true) }';
    expect(withoutValues(text)).toBe(
      'query Q($n: Int) { a: words(first: $n, filter: {name: "", kinds: [], least: 0}) @skip(if: true) }',
    );
  });
});
