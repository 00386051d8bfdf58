import { type EngineResponse, stringifyResult } from '@lien-thong/gateway';
import { parse } from 'graphql';
import { federation2, startFederation, type TestFederation } from '../../helpers/federation';

describe('@defer', () => {
  let federation: TestFederation;
  beforeAll(async () => {
    federation = await startFederation({
      users: {
        sdl: `${federation2} type Query { users: [User!]! me: User } type User @key(fields: "id") { id: ID! name: String! }`,
        resolvers: {
          Query: {
            users: () => [
              { id: '1', name: 'An' },
              { id: '2', name: 'Bo' },
            ],
            me: () => ({ id: '1', name: 'An' }),
          },
          User: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `user ${id}` }) },
        },
      },
      slow: {
        sdl: `${federation2} type User @key(fields: "id") { id: ID! score: Int strict: Int! posts: [Post!]! } type Post @key(fields: "id") { id: ID! text: String }`,
        resolvers: {
          User: {
            score: ({ id }: { id: string }) => Number(id) * 10,
            strict: () => null,
            posts: ({ id }: { id: string }) => [{ id: `p${id}`, text: `text ${id}` }],
          },
        },
      },
      marks: {
        sdl: `${federation2} type Post @key(fields: "id") { id: ID! mark: Int }`,
        resolvers: { Post: { mark: () => 5 } },
      },
    });
  });
  afterAll(() => federation.close());

  const ask = async (query: string, variables?: Record<string, unknown>): Promise<unknown[]> => {
    const { subsequent, ...first }: EngineResponse = await federation.engine.execute({
      document: parse(query),
      variables,
      incremental: true,
    });
    const all = [JSON.parse(stringifyResult(first))];
    for await (const payload of subsequent ?? []) all.push(JSON.parse(JSON.stringify(payload)));
    return all;
  };

  test('sends the first part at once and the rest at its place', async () => {
    federation.calls.length = 0;
    expect(await ask('{ users { name ... @defer(label: "later") { s: score } } }')).toEqual([
      { data: { users: [{ name: 'An' }, { name: 'Bo' }] } },
      {
        incremental: [
          { data: { s: 10 }, path: ['users', 0], label: 'later' },
          { data: { s: 20 }, path: ['users', 1], label: 'later' },
        ],
        hasNext: false,
      },
    ]);
  });

  test('does not wait for slow departments before the first part', async () => {
    let release: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    federation.intercept('slow', async () => {
      await gate;
      return false;
    });
    const { data, subsequent } = await federation.engine.execute({
      document: parse('{ me { name ...Later @defer } } fragment Later on User { score }'),
      incremental: true,
    });
    expect(data?.text).toBe('{"me":{"name":"An"}}');
    release();
    const rest = [];
    for await (const payload of subsequent ?? []) rest.push(JSON.parse(JSON.stringify(payload)));
    expect(rest).toEqual([{ incremental: [{ data: { score: 10 }, path: ['me'] }], hasNext: false }]);
    federation.intercept('slow', () => false);
  });

  test('nests, and sends inner parts after outer ones', async () => {
    const [first, ...rest] = await ask(
      '{ me { name ... @defer(label: "a") { posts { text ... @defer(label: "b") { mark } } } } }',
    );
    expect(first).toEqual({ data: { me: { name: 'An' } } });
    expect(rest.flatMap((payload) => (payload as { incremental: unknown[] }).incremental)).toEqual([
      { data: { posts: [{ text: 'text 1' }] }, path: ['me'], label: 'a' },
      { data: { mark: 5 }, path: ['me', 'posts', 0], label: 'b' },
    ]);
  });

  test('is off where its condition is false, or the client cannot read parts', async () => {
    const query = 'query($later: Boolean!) { me { name ... @defer(if: $later) { score } } }';
    expect(await ask(query, { later: false })).toEqual([{ data: { me: { name: 'An', score: 10 } } }]);
    expect(await ask(query, { later: true })).toHaveLength(2);
    expect(await federation.ask(query, { later: true })).toEqual({ data: { me: { name: 'An', score: 10 } } });
  });

  test('reports a part that cannot be, at its place', async () => {
    const [first, second] = await ask('{ me { name ... @defer { strict } } }');
    expect(first).toEqual({ data: { me: { name: 'An' } } });
    expect(second).toMatchObject({
      incremental: [{ data: null, path: ['me'], errors: [{ path: ['me', 'strict'] }] }],
      hasNext: false,
    });
  });
});
