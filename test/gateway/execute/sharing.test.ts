import { parse } from 'graphql';
import { federation2, startFederation, type TestFederation } from '../../helpers/federation';

const graph = {
  people: {
    sdl: `${federation2} type Query { people: [Person!]! } type Mutation { rename: Person } type Person @key(fields: "id") { id: ID! name: String }`,
    resolvers: {
      Query: {
        people: () => [
          { id: '1', name: 'An' },
          { id: '2', name: 'Bo' },
        ],
      },
      Mutation: { rename: () => ({ id: '1', name: 'Cu' }) },
    },
  },
  pay: {
    sdl: `${federation2} type Person @key(fields: "id") { id: ID! salary: Int }`,
    resolvers: { Person: { salary: () => 5 } },
  },
};
const query = '{ people { name salary } }';

/** A door that requests wait behind. */
function door() {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe('reads in flight', () => {
  let federation: TestFederation;
  beforeAll(async () => {
    federation = await startFederation(graph);
    for (const name of ['people', 'pay']) {
      federation.intercept(name, async ({ subgraph }) => {
        arrived(subgraph);
        await doors[subgraph]?.opened;
        return false;
      });
    }
  });
  const doors: Record<string, ReturnType<typeof door> | undefined> = {};
  let arrived: (subgraph: string) => void = () => {};
  /** Resolves when a department has got its next request. */
  const reached = (name: string) =>
    new Promise<void>((resolve) => {
      arrived = (subgraph) => {
        if (subgraph === name) resolve();
      };
    });
  const close = (name: string) => {
    const made = door();
    doors[name] = made;
    return () => {
      doors[name] = undefined;
      made.open();
    };
  };
  afterAll(() => federation.close());
  beforeEach(() => {
    federation.calls.length = 0;
  });
  const counts = () =>
    federation.calls.reduce<Record<string, number>>((all, { subgraph }) => {
      all[subgraph] = (all[subgraph] ?? 0) + 1;
      return all;
    }, {});

  test('are asked once for all who want the same', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => federation.ask(query)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(counts()).toEqual({ people: 1, pay: 1 });
  });

  test('are shared by different operations too', async () => {
    const [one, two] = await Promise.all([
      federation.ask('{ people { name } }'),
      federation.ask('{ people { name __typename } }'),
    ]);
    expect(one).toEqual({ data: { people: [{ name: 'An' }, { name: 'Bo' }] } });
    expect(two).toEqual({
      data: {
        people: [
          { name: 'An', __typename: 'Person' },
          { name: 'Bo', __typename: 'Person' },
        ],
      },
    });
    expect(counts().people).toBeLessThanOrEqual(2);
  });

  test('are joined one by one by those who come later', async () => {
    const openPay = close('pay');
    const asked = reached('pay');
    const first = federation.ask(query);
    await asked;
    const joins = federation.engine.stats().readsShared;
    const second = federation.ask(query);
    while (federation.engine.stats().readsShared === joins) await new Promise(setImmediate);
    openPay();
    expect(await second).toEqual(await first);
    expect(counts()).toEqual({ people: 2, pay: 1 });
  });

  test('are kept apart by caller and by forwarded headers', async () => {
    await Promise.all([
      federation.ask(query, {}, { caller: 'a' }),
      federation.ask(query, {}, { caller: 'b' }),
      federation.ask(query, {}, { caller: 'a', headers: { 'x-role': 'clerk' } }),
      federation.ask(query),
    ]);
    expect(counts()).toEqual({ people: 4, pay: 4 });
  });

  test('are kept apart by variables and literals', async () => {
    const engine = await federation.engineWith({});
    const ask = (flag: boolean) =>
      engine.execute({
        document: parse('query($s: Boolean!) { people { name @skip(if: $s) id } }'),
        variables: { s: flag },
      });
    const [yes, no] = await Promise.all([ask(true), ask(false)]);
    expect(yes.data?.text).toBe('{"people":[{"id":"1"},{"id":"2"}]}');
    expect(no.data?.text).toContain('"name":"An"');
  });

  test('are not joined by those who come after a mutation', async () => {
    const open = close('people');
    const readAsked = reached('people');
    const before = federation.ask('{ people { name } }');
    await readAsked;
    const mutationAsked = reached('people');
    const mutation = federation.ask('mutation { rename { name } }');
    await mutationAsked;
    const after = federation.ask('{ people { name } }');
    await reached('people');
    open();
    await Promise.all([before, mutation, after]);
    expect(counts()).toEqual({ people: 3 });
  });

  test('go on for the others when one leaves, and end when all have', async () => {
    const leaving = new AbortController();
    const asked = reached('people');
    const open = close('people');
    const left = federation.ask(query, {}, { signal: leaving.signal });
    const stayed = federation.ask(query, {}, { signal: new AbortController().signal });
    await asked;
    leaving.abort();
    open();
    expect((await left).errors).toMatchObject([{ extensions: { code: 'REQUEST_TIMEOUT' } }]);
    expect((await stayed).data).toEqual({
      people: [
        { name: 'An', salary: 5 },
        { name: 'Bo', salary: 5 },
      ],
    });
    expect(counts()).toEqual({ people: 1, pay: 1 });
  });

  test('are everybody’s own where sharing is off', async () => {
    const engine = await federation.engineWith({ shareReads: false });
    await Promise.all([
      engine.execute({ document: parse(query) }),
      engine.execute({ document: parse(query) }),
    ]);
    expect(counts()).toEqual({ people: 2, pay: 2 });
  });

  test('of identical requests are one execution from beginning to end where requests are shared', async () => {
    const engine = await federation.engineWith({ shareRequests: true });
    const open = close('pay');
    const asked = reached('pay');
    const first = engine.execute({ document: parse(query) });
    await asked;
    const second = engine.execute({ document: parse(query) });
    while (engine.stats().requestsShared === 0) await new Promise(setImmediate);
    open();
    await Promise.all([first, second]);
    expect(counts()).toEqual({ people: 1, pay: 1 });
    expect(engine.stats()).toMatchObject({ requestsShared: 1 });
  });
});
