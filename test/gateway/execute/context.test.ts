import { federation2, startFederation, type TestFederation } from '../../helpers/federation';

describe('@context and @fromContext', () => {
  let federation: TestFederation;
  beforeAll(async () => {
    federation = await startFederation({
      shops: {
        sdl: `${federation2}
          type Query { shops: [Shop!]! }
          type Shop @key(fields: "id") @context(name: "shop") { id: ID! currency: String! region: Region! items: [Item!]! }
          type Region { code: String! }
          type Item @key(fields: "id") { id: ID! price(currency: String @fromContext(field: "$shop { currency }"), region: String @fromContext(field: "$shop { region { code } }"), plus: Int = 0): String! }`,
        resolvers: {
          Query: {
            shops: () => [
              { id: 's1', currency: 'VND', region: { code: 'DN' }, items: [{ id: '1' }, { id: '2' }] },
              { id: 's2', currency: 'USD', region: { code: 'HN' }, items: [{ id: '1' }] },
            ],
          },
          Item: {
            __resolveReference: (item: { id: string }) => item,
            price: (
              { id }: { id: string },
              { currency, region, plus }: { currency: string; region: string; plus: number },
            ) => `${id}-${currency}-${region}-${plus}`,
          },
        },
      },
      names: {
        sdl: `${federation2} type Item @key(fields: "id") { id: ID! name: String! }`,
        resolvers: { Item: { name: ({ id }: { id: string }) => `name ${id}` } },
      },
    });
  });
  afterAll(() => federation.close());

  test('each entity gets the values of its own surroundings', async () => {
    const answer = await federation.ask('query($p: Int) { shops { id items { name price(plus: $p) } } }', {
      p: 3,
    });
    expect(answer).toEqual({
      data: {
        shops: [
          {
            id: 's1',
            items: [
              { name: 'name 1', price: '1-VND-DN-3' },
              { name: 'name 2', price: '2-VND-DN-3' },
            ],
          },
          { id: 's2', items: [{ name: 'name 1', price: '1-USD-HN-3' }] },
        ],
      },
    });
  });

  test('in one request, however many surroundings there are', async () => {
    federation.calls.length = 0;
    await federation.ask('{ shops { items { price } } }');
    expect(federation.calls.map(({ subgraph }) => subgraph)).toEqual(['shops', 'shops']);
  });
});

describe('an argument from the context that comes from another department', () => {
  let federation: TestFederation;
  beforeAll(async () => {
    federation = await startFederation({
      fairs: {
        sdl: `${federation2}
          type Query { fairs: [Fair!]! }
          type Fair @key(fields: "id") { id: ID! city: String! stalls: [Stall!]! }
          type Stall @key(fields: "id") { id: ID! }`,
        resolvers: {
          Query: {
            fairs: () => [
              { id: '1', city: 'Đà Nẵng', stalls: [{ id: 'a' }] },
              { id: '2', city: 'Huế', stalls: [{ id: 'a' }, { id: 'b' }] },
            ],
          },
        },
      },
      signs: {
        sdl: `${federation2}
          type Fair @key(fields: "id") @context(name: "fair") { id: ID! city: String! @external days: Int! }
          type Stall @key(fields: "id") { id: ID! sign(city: String @fromContext(field: "$fair { city }"), days: Int @fromContext(field: "$fair { days }")): String! }`,
        resolvers: {
          Fair: { days: ({ id }: { id: string }) => Number(id) + 2 },
          Stall: {
            __resolveReference: (stall: { id: string }) => stall,
            sign: ({ id }: { id: string }, { city, days }: { city: string; days: number }) =>
              `${id} ${city} ${days}`,
          },
        },
      },
    });
  });
  afterAll(() => federation.close());

  test('is waited for', async () => {
    expect(await federation.ask('{ fairs { stalls { sign } } }')).toEqual({
      data: {
        fairs: [
          { stalls: [{ sign: 'a Đà Nẵng 3' }] },
          { stalls: [{ sign: 'a Huế 4' }, { sign: 'b Huế 4' }] },
        ],
      },
    });
  });
});
