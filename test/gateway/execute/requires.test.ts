import { federation2 } from '../../helpers/federation';
import { withFederation } from './withFederation';

withFederation(
  '@requires',
  {
    shop: {
      sdl: `${federation2}
        type Query { products: [Product!]! }
        type Product @key(fields: "upc") { upc: ID! price(currency: String!): Int! size: Size parts: [Part!]! kind: Kind }
        type Size { width: Int! height: Int }
        type Part { name: String! weight: Int }
        interface Kind { code: String! }
        type Soft implements Kind { code: String! feel: String! }
        type Hard implements Kind { code: String! edge: Int }`,
      resolvers: {
        Query: { products: () => [{ upc: '1' }, { upc: '2' }] },
        Product: {
          __resolveReference: (product: { upc: string }) => product,
          price: ({ upc }: { upc: string }, { currency }: { currency: string }) =>
            Number(upc) * (currency === 'VND' ? 1000 : 1),
          size: ({ upc }: { upc: string }) => (upc === '1' ? { width: 2, height: null } : null),
          parts: () => [
            { name: 'a', weight: 1 },
            { name: 'b', weight: null },
          ],
          kind: ({ upc }: { upc: string }) =>
            upc === '1'
              ? { __typename: 'Soft', code: 's', feel: 'smooth' }
              : { __typename: 'Hard', code: 'h', edge: 4 },
        },
      },
    },
    post: {
      sdl: `${federation2}
        type Product @key(fields: "upc") {
          upc: ID!
          price(currency: String!): Int! @external
          size: Size @external
          parts: [Part!]! @external
          kind: Kind @external
          fee: Int @requires(fields: "price(currency: \\"VND\\")")
          box: String @requires(fields: "size { width height } parts { name weight }")
          label: String @requires(fields: "kind { code ... on Soft { feel } ... on Hard { edge } }")
          again: String @requires(fields: "price(currency: \\"USD\\")")
        }
        type Size @external { width: Int! height: Int }
        type Part @external { name: String! weight: Int }
        interface Kind { code: String! }
        type Soft implements Kind @external { code: String! feel: String! }
        type Hard implements Kind @external { code: String! edge: Int }`,
      resolvers: {
        Product: {
          fee: ({ price }: { price: number }) => price / 10,
          again: ({ price }: { price: number }) => `usd${price}`,
          box: ({ size, parts }: { size: unknown; parts: unknown }) => JSON.stringify([size, parts]),
          label: ({ kind }: { kind: unknown }) => JSON.stringify(kind),
        },
      },
    },
    chain: {
      sdl: `${federation2}
        type Product @key(fields: "upc") { upc: ID! fee: Int @external total: Int @requires(fields: "fee") }`,
      resolvers: { Product: { total: ({ fee }: { fee: number }) => fee + 1 } },
    },
  },
  (federation, planner) => {
    test('brings arguments of its own, beside the client’s', async () => {
      expect(await federation().ask('{ products { price(currency: "USD") fee } }')).toEqual({
        data: {
          products: [
            { price: 1, fee: 100 },
            { price: 2, fee: 200 },
          ],
        },
      });
    });

    // Apollo's planner puts both into one representation, where there is room for one of them.
    const both =
      planner === 'native'
        ? '{ products { price(currency: "USD") fee again } }'
        : '{ products { price(currency: "EUR") again } }';
    test('brings one field with different arguments', async () => {
      expect(await federation().ask(both)).toMatchObject({
        data: {
          products: [
            { price: 1, again: 'usd1' },
            { price: 2, again: 'usd2' },
          ],
        },
      });
    });

    test('brings nested objects, lists and nulls', async () => {
      const answer = (await federation().ask('{ products { box label } }')) as {
        data: { products: { box: string; label: string }[] };
      };
      const parts = [
        { name: 'a', weight: 1 },
        { name: 'b', weight: null },
      ];
      expect(answer.data.products.map(({ box }) => JSON.parse(box))).toEqual([
        [{ width: 2, height: null }, parts],
        [null, parts],
      ]);
      expect(answer.data.products.map(({ label }) => JSON.parse(label))).toMatchObject([
        { code: 's', feel: 'smooth' },
        { code: 'h', edge: 4 },
      ]);
    });

    test('follows what is required in turn', async () => {
      expect(await federation().ask('{ products { total } }')).toEqual({
        data: { products: [{ total: 101 }, { total: 201 }] },
      });
    });
  },
);
