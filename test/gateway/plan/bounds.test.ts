import { parse } from 'graphql';
import { federation2, startFederation, type TestFederation } from '../../helpers/federation';

const graph = {
  a: {
    sdl: `${federation2} type Query { node: Node } type Node @key(fields: "id") { id: ID! next: Node value: Int } type Mutation { one: Node two: Node }`,
    resolvers: {
      Query: { node: () => ({ id: '1', value: 1 }) },
      Node: { next: ({ id }: { id: string }) => ({ id, value: 2 }) },
    },
  },
  b: {
    sdl: `${federation2} type Node @key(fields: "id") { id: ID! more: Int }`,
    resolvers: { Node: { more: () => 7 } },
  },
};

const chain = (length: number): string =>
  `{ node { ...F0 } } ${Array.from({ length }, (_v, index) => `fragment F${index} on Node { ${index + 1 < length ? `...F${index + 1}` : 'value'} }`).join(' ')}`;
const doubling = (times: number, inside: string): string =>
  `{ node { ...F0 } } ${Array.from({ length: times }, (_v, index) => `fragment F${index} on Node { ${index + 1 < times ? inside.replaceAll('F', `F${index + 1}`) : 'value'} }`).join(' ')}`;
const nested = (levels: number): string =>
  `{ node ${'{ next '.repeat(levels)}{ more }${' }'.repeat(levels)} }`;

describe('an operation that would hurt a planner', () => {
  let federation: TestFederation;
  beforeAll(async () => {
    federation = await startFederation(graph);
  });
  afterAll(() => federation.close());
  const ask = async (query: string) => federation.engine.execute({ document: parse(query) });
  const refusal = async (query: string) =>
    (await ask(query)).errors?.map(({ message, extensions }) => [extensions.code, message]);

  test('such as a chain of three thousand fragments is refused before it is planned', async () => {
    expect(await refusal(chain(3_000))).toEqual([
      [
        'PLAN_FAILED',
        'The operation is too large: it has more than 500 fragments, fragments expanded. Ask for less at once.',
      ],
    ]);
  });

  test('such as a chain of four hundred is planned, for it comes to one field', async () => {
    expect((await ask(chain(400))).data?.text).toBe('{"node":{"value":1}}');
  });

  test('such as fragments that double but say the same is planned', async () => {
    expect((await ask(doubling(30, '...F ...F'))).data?.text).toBe('{"node":{"value":1}}');
  });

  test('such as fragments that double and say more each time is refused', async () => {
    // Two to the fortieth fields: to walk them would take longer than anybody waits.
    expect(await refusal(doubling(40, 'a: next { ...F } b: next { ...F }'))).toEqual([
      ['PLAN_FAILED', expect.stringMatching(/too large: it has more than \d+ (fields|levels)/)],
    ]);
  });

  test('such as a fragment that contains itself is refused', async () => {
    expect(
      await refusal('{ node { ...A } } fragment A on Node { next { ...B } } fragment B on Node { ...A }'),
    ).toEqual([['GRAPHQL_VALIDATION_FAILED', 'The fragment "A" contains itself.']]);
  });

  test('such as sixty levels is left to the other planner', async () => {
    const deep = nested(70);
    const allowed = await federation.engineWith({ limits: { depth: 100 } });
    const { data, errors } = await allowed.execute({ document: parse(deep) });
    expect(errors).toBeUndefined();
    expect(data?.text).toContain('"more":7');
    expect(await refusal(nested(200))).toEqual([['PLAN_FAILED', expect.stringContaining('levels')]]);
  });

  test('or that takes too long to plan is refused in time', async () => {
    const hurried = await federation.engineWith({ planTimeoutMs: 1, planner: 'apollo' });
    const { errors } = await hurried.execute({
      document: parse('{ node { more next { more next { more } } } }'),
    });
    // A plan within a millisecond is a plan.
    if (errors) expect(errors[0]?.extensions.code).toBe('PLAN_FAILED');
  });

  test('is planned once for all who ask at the same time', async () => {
    const engine = await federation.engineWith({});
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => engine.execute({ document: parse('{ node { more } }') })),
    );
    expect(new Set(answers.map(({ data }) => data?.text))).toEqual(new Set(['{"node":{"more":7}}']));
    expect(engine.stats()).toMatchObject({ planMisses: 1, planHits: 19, plansCached: 1 });
  });

  test('is forgotten when it has not been used for long', async () => {
    const engine = await federation.engineWith({ planCacheSize: 2 });
    for (const alias of ['a', 'b', 'c'])
      await engine.execute({ document: parse(`{ ${alias}: node { value } }`) });
    expect(engine.stats()).toMatchObject({ planMisses: 3, plansCached: 2 });
  });

  test('is forgotten when newer ones take the memory, and so is the document that it was made for', async () => {
    const engine = await federation.engineWith({ planCacheBytes: 25_000 });
    for (const alias of ['a', 'b', 'c'])
      await engine.execute({ document: parse(`{ ${alias}: node { value } }`) });
    const { plansCached } = engine.stats();
    expect(plansCached).toBeLessThan(3);
    expect(engine.hotOperations(10)).toHaveLength(plansCached);
  });
});

describe.each(['native', 'apollo'] as const)('mutations by the %s planner', (planner) => {
  test('end one after the other, joins and all', async () => {
    const order: string[] = [];
    const logged = <T>(name: string, value: T): T => {
      order.push(name);
      return value;
    };
    const federation = await startFederation(
      {
        a: {
          sdl: graph.a.sdl,
          resolvers: {
            Query: graph.a.resolvers.Query,
            Mutation: {
              one: () => logged('one', { id: '1', value: 1 }),
              two: () => logged('two', { id: '2', value: 2 }),
            },
          },
        },
        b: {
          sdl: graph.b.sdl,
          resolvers: { Node: { more: ({ id }: { id: string }) => logged(`more ${id}`, Number(id)) } },
        },
      },
      { planner },
    );
    expect(await federation.ask('mutation { one { value more } x: two { more } again: one { id } }')).toEqual(
      {
        data: { one: { value: 1, more: 1 }, x: { more: 2 }, again: { id: '1' } },
      },
    );
    expect(order).toEqual(['one', 'more 1', 'two', 'more 2', 'one']);
    federation.calls.length = 0;
    await federation.ask('mutation { one { value } two { value } }');
    expect(federation.calls).toHaveLength(1);
    await federation.close();
  });
});
