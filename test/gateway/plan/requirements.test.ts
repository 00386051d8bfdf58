import { federation2 } from '../../helpers/federation';
import { withFederation } from '../execute/withFederation';

const byId = (reference: object) => reference;

withFederation(
  'Requirements that lead back to the department they began in',
  {
    news: {
      sdl: `${federation2} type Query { desk: Desk }
        type Desk @key(fields: "id") { id: ID! }
        type Notice @key(fields: "id") { id: ID! byNovice: Boolean! @external byExpert: Boolean! @requires(fields: "byNovice") }
        type Writer @key(fields: "id") { id: ID! years: Int! }`,
      resolvers: {
        Query: { desk: () => ({ id: 'd' }) },
        Notice: {
          __resolveReference: byId,
          byExpert: ({ byNovice }: { byNovice: boolean }) => !byNovice,
        },
        Writer: { __resolveReference: byId, years: ({ id }: { id: string }) => Number(id) },
      },
    },
    people: {
      sdl: `${federation2} type Desk @key(fields: "id") { id: ID! notices: [Notice!]! }
        type Notice @key(fields: "id") { id: ID! writer: Writer! byNovice: Boolean! @requires(fields: "writer { years }") }
        type Writer @key(fields: "id") { id: ID! years: Int! @external }`,
      resolvers: {
        Desk: { __resolveReference: byId, notices: () => [{ id: '3' }, { id: '30' }] },
        Notice: {
          __resolveReference: byId,
          writer: ({ id }: { id: string }) => ({ id }),
          byNovice: ({ writer }: { writer?: { years?: number } }) => {
            if (writer?.years === undefined) throw new Error('the years of the writer were not sent');
            return writer.years < 10;
          },
        },
      },
    },
  },
  (federation) => {
    test('are met one after the other', async () => {
      expect(await federation().ask('{ desk { notices { id byExpert } } }')).toEqual({
        data: {
          desk: {
            notices: [
              { id: '3', byExpert: false },
              { id: '30', byExpert: true },
            ],
          },
        },
      });
    });

    test('are met beside what they require, under other names and conditions', async () => {
      const query = `query ($wanted: Boolean!) {
        desk { notices { e: byExpert @include(if: $wanted) byNovice writer { y: years } ... on Notice { byExpert } } } }`;
      expect(await federation().ask(query, { wanted: false })).toEqual({
        data: {
          desk: {
            notices: [
              { byNovice: true, writer: { y: 3 }, byExpert: false },
              { byNovice: false, writer: { y: 30 }, byExpert: true },
            ],
          },
        },
      });
    });
  },
);

withFederation(
  'A field that is required with two sets of arguments',
  {
    shop: {
      sdl: `${federation2} type Query { goods: [Good!]! } type Mutation { order: Good }
        type Good @key(fields: "id") { id: ID! price(in: String!): Int weight: Int related: Good }`,
      resolvers: {
        Query: { goods: () => [{ id: '1' }, { id: '2' }] },
        Mutation: { order: () => ({ id: '2' }) },
        Good: {
          __resolveReference: byId,
          price: ({ id }: { id: string }, { in: unit }: { in: string }) =>
            Number(id) * (unit === 'VND' ? 25_000 : 1),
          weight: () => 2,
          related: () => ({ id: '1' }),
        },
      },
    },
    freight: {
      sdl: `${federation2} type Good @key(fields: "id") { id: ID! price(in: String!): Int @external weight: Int @external
        home: Int @requires(fields: "price(in: \\"VND\\") weight") abroad: Int @requires(fields: "price(in: \\"USD\\") weight") twin: Good }`,
      resolvers: {
        Good: {
          __resolveReference: byId,
          home: ({ price, weight }: { price: number; weight: number }) => price + weight,
          abroad: ({ price, weight }: { price: number; weight: number }) => price + weight,
          twin: ({ id }: { id: string }) => ({ id }),
        },
      },
    },
  },
  (federation) => {
    test('is sent with each by itself', async () => {
      expect(await federation().ask('{ goods { home abroad price(in: "USD") } }')).toEqual({
        data: {
          goods: [
            { home: 25_002, abroad: 3, price: 1 },
            { home: 50_002, abroad: 4, price: 2 },
          ],
        },
      });
    });

    test('also after a mutation, beside a field that leads on', async () => {
      expect(await federation().ask('mutation { order { h: home abroad twin { weight } } }')).toEqual({
        data: { order: { h: 50_002, abroad: 4, twin: { weight: 2 } } },
      });
    });
  },
);

withFederation(
  'A department that finds entities by one of several keys',
  {
    deeds: {
      sdl: `${federation2} type Plot @key(fields: "id") @key(fields: "cell { row column }", resolvable: false) @key(fields: "id cell { column level }", resolvable: false) {
          id: ID! cell: Cell! owner: String! }
        type Cell @shareable { row: ID! column: ID! level: Int! }`,
      resolvers: {
        Plot: { __resolveReference: byId, owner: ({ id }: { id: string }) => `owner of ${id}` },
      },
    },
    map: {
      sdl: `${federation2} type Query { plots: [Plot!]! }
        type Plot @key(fields: "cell { row column }", resolvable: false) @key(fields: "id cell { column level }") @key(fields: "id", resolvable: false) {
          id: ID! cell: Cell! owner: String! @external label: String! @requires(fields: "owner") }
        type Cell @shareable { row: ID! column: ID! level: Int! }`,
      resolvers: {
        Query: { plots: () => [{ id: 'p', cell: { row: 'r', column: 'c', level: 1 } }] },
        Plot: {
          __resolveReference: (plot: { cell?: { level?: number } }) =>
            plot.cell?.level === undefined ? null : plot,
          label: ({ owner }: { owner: string }) => `${owner}!`,
        },
      },
    },
  },
  (federation) => {
    test('is sent that key with what it requires', async () => {
      expect(await federation().ask('{ plots { id label owner } }')).toEqual({
        data: { plots: [{ id: 'p', label: 'owner of p!', owner: 'owner of p' }] },
      });
    });
  },
);

withFederation(
  'Requirements and keys that clients cannot see',
  {
    vaults: {
      sdl: `${federation2} type Query { vaults: [Vault!]! }
        type Vault @key(fields: "secret") { secret: ID! @inaccessible weight(in: String): Int @inaccessible label: String }`,
      resolvers: {
        Query: { vaults: () => [{ secret: '1' }] },
        Vault: { __resolveReference: byId, weight: () => 7, label: () => 'A' },
      },
    },
    depths: {
      sdl: `${federation2} type Vault @key(fields: "secret") { secret: ID! weight(in: String): Int @external depth: Int @requires(fields: "weight(in: \\"kg\\")") }`,
      resolvers: {
        Vault: { __resolveReference: byId, depth: ({ weight }: { weight: number }) => weight + 1 },
      },
    },
  },
  (federation) => {
    test('are fetched all the same, and not shown', async () => {
      expect(await federation().ask('{ vaults { label depth } }')).toEqual({
        data: { vaults: [{ label: 'A', depth: 8 }] },
      });
    });
  },
);
