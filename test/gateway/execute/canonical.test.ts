import { federation2, startFederation, type TestFederation } from '../../helpers/federation';

const rows = Array.from({ length: 60 }, (_v, index) => ({
  id: String(index),
  kind: index % 2 === 0 ? 'Even' : 'Odd',
}));

describe('objects that many rows refer to', () => {
  let federation: TestFederation;
  beforeAll(async () => {
    federation = await startFederation({
      rows: {
        sdl: `${federation2}
          type Query { rows: [Row!]! }
          interface Row { id: ID! owner: Owner! }
          type Even implements Row @key(fields: "id") { id: ID! owner: Owner! }
          type Odd implements Row @key(fields: "id") { id: ID! owner: Owner! }
          type Owner @key(fields: "id") { id: ID! nick(of: String): String }`,
        resolvers: {
          Query: { rows: () => rows },
          Row: { __resolveType: ({ kind }: { kind: string }) => kind },
          Even: { owner: ({ id }: { id: string }) => ({ id: String(Number(id) % 3) }) },
          Odd: { owner: ({ id }: { id: string }) => ({ id: String(Number(id) % 3) }) },
          Owner: { nick: ({ id }: { id: string }, { of }: { of?: string }) => `${of ?? 'nick'}${id}` },
        },
      },
      owners: {
        sdl: `${federation2} type Owner @key(fields: "id") { id: ID! name: String level(plus: Int = 0): Int home: Home } type Home { city: String keeper: Owner }`,
        resolvers: {
          Owner: {
            name: ({ id }: { id: string }) => `owner ${id}`,
            level: ({ id }: { id: string }, { plus }: { plus: number }) => Number(id) + plus,
            home: ({ id }: { id: string }) => ({
              city: `city ${id}`,
              keeper: { id: String((Number(id) + 1) % 3) },
            }),
          },
        },
      },
      extra: {
        sdl: `${federation2} type Owner @key(fields: "id") { id: ID! score: Int }`,
        resolvers: { Owner: { score: ({ id }: { id: string }) => Number(id) * 100 } },
      },
    });
  });
  afterAll(() => federation.close());

  test('are asked for once and written everywhere', async () => {
    federation.calls.length = 0;
    const answer = await federation.ask(
      '{ rows { id owner { id name score home { city keeper { name score } } } } }',
    );
    const owner = (id: number) => ({
      id: String(id),
      name: `owner ${id}`,
      score: id * 100,
      home: { city: `city ${id}`, keeper: { name: `owner ${(id + 1) % 3}`, score: ((id + 1) % 3) * 100 } },
    });
    expect(answer).toEqual({ data: { rows: rows.map(({ id }) => ({ id, owner: owner(Number(id) % 3) })) } });
    for (const { variables } of federation.calls.slice(1)) {
      for (const list of Object.values(variables)) expect((list as unknown[]).length).toBeLessThanOrEqual(3);
    }
  });

  test('keep apart what is asked of them under one name by different rows', async () => {
    const query =
      '{ rows { ... on Even { owner { id x: level(plus: 1) } } ... on Odd { owner { x: level(plus: 20) y: name } } } }';
    const { data } = await federation.ask(query);
    expect(data).toEqual({
      rows: rows.map(({ id, kind }) => {
        const owner = Number(id) % 3;
        return {
          owner:
            kind === 'Even' ? { id: String(owner), x: owner + 1 } : { x: owner + 20, y: `owner ${owner}` },
        };
      }),
    });
  });

  test('are written by the selection of each row', async () => {
    const query = '{ rows { ... on Even { owner { name } } ... on Odd { owner { id name } } } }';
    const { data } = await federation.ask(query);
    expect(data).toEqual({
      rows: rows.map(({ id, kind }) => {
        const owner = Number(id) % 3;
        return {
          owner: kind === 'Even' ? { name: `owner ${owner}` } : { id: String(owner), name: `owner ${owner}` },
        };
      }),
    });
  });

  test('differ where they differ in anything', async () => {
    const query =
      '{ rows { ... on Even { owner { n: nick(of: "a") name } } ... on Odd { owner { n: nick(of: "b") name } } } }';
    const { data } = await federation.ask(query);
    expect(data).toEqual({
      rows: rows.map(({ id, kind }) => ({
        owner: { n: `${kind === 'Even' ? 'a' : 'b'}${Number(id) % 3}`, name: `owner ${Number(id) % 3}` },
      })),
    });
  });

  test('that fail are told at some of their places', async () => {
    federation.intercept('extra', (_call, response) => {
      response.end(
        '{"data":{"_entities":[null,{"score":1},{"score":2}]},"errors":[{"message":"no score","path":["_entities",0]}]}',
      );
      return true;
    });
    const { data, errors } = await federation.ask('{ rows { owner { id score } } }');
    expect((data as { rows: unknown[] }).rows.slice(0, 3)).toEqual([
      { owner: { id: '0', score: null } },
      { owner: { id: '1', score: 1 } },
      { owner: { id: '2', score: 2 } },
    ]);
    expect(errors?.length).toBe(10);
    expect(errors?.slice(0, 2).map(({ path }) => path)).toEqual([
      ['rows', 0, 'owner'],
      ['rows', 3, 'owner'],
    ]);
  });
});
