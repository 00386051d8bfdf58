import { federation2, startFederation, type TestFederation } from '../../helpers/federation';

const graph = {
  list: {
    sdl: `${federation2} type Query { products: [Product!]! } type Product @key(fields: "upc") { upc: ID! }`,
    resolvers: { Query: { products: () => [{ upc: '1' }, { upc: '2' }] } },
  },
  prices: {
    sdl: `${federation2} type Product @key(fields: "upc") { upc: ID! price: Int size: Size } type Size { width: Int! }`,
    resolvers: {
      Product: { price: ({ upc }: { upc: string }) => Number(upc) * 10, size: () => ({ width: 3 }) },
    },
  },
  stock: {
    sdl: `${federation2}
      type Product @key(fields: "upc") {
        upc: ID!
        price: Int @external
        size: Size @external
        stock: Int
        worth: Int @requires(fields: "price")
        box: String @requires(fields: "size { width }")
      }
      type Size @external { width: Int! }`,
    resolvers: {
      Product: {
        __resolveReference: (product: object) => product,
        stock: ({ upc }: { upc: string }) => Number(upc),
        worth: ({ price }: { price?: number }) => {
          if (price === undefined) throw new Error('no price');
          return price * 2;
        },
        box: ({ size }: { size?: { width: number } }) => `box ${size?.width}`,
      },
    },
  },
};

describe.each(['native', 'apollo'] as const)(
  'a requirement that did not come, by the %s planner',
  (planner) => {
    let federation: TestFederation;
    beforeAll(async () => {
      federation = await startFederation(graph, { planner });
    });
    afterAll(() => federation.close());
    const query = '{ products { upc price stock w: worth box } }';

    test('is not needed where all goes well', async () => {
      expect(await federation.ask(query)).toEqual({
        data: {
          products: [
            { upc: '1', price: 10, stock: 1, w: 20, box: 'box 3' },
            { upc: '2', price: 20, stock: 2, w: 40, box: 'box 3' },
          ],
        },
      });
    });

    test('costs what depends on it, and nothing else', async () => {
      federation.intercept('prices', (_call, response) => {
        response.end('oops');
        return true;
      });
      const { data, errors } = await federation.ask(query);
      expect(data).toEqual({
        products: [
          { upc: '1', price: null, stock: 1, w: null, box: null },
          { upc: '2', price: null, stock: 2, w: null, box: null },
        ],
      });
      expect(errors).toMatchObject([{ path: ['products', 0], extensions: { department: 'prices' } }]);
    });
  },
);
