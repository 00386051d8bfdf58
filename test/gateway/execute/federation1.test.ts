import { createEngine, type Engine } from '@lien-thong/gateway';
import { askEngine, federation2, startFederation, type TestFederation } from '../../helpers/federation';

/** What composition for Federation 1 wrote (join v0.1): owners, and value types without any join. */
const supergraph = (url: (name: string) => string) => `
  schema @core(feature: "https://specs.apollo.dev/core/v0.1") @core(feature: "https://specs.apollo.dev/join/v0.1") { query: Query }
  directive @core(feature: String!) repeatable on SCHEMA
  directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet) on FIELD_DEFINITION
  directive @join__type(graph: join__Graph!, key: join__FieldSet) repeatable on OBJECT | INTERFACE
  directive @join__owner(graph: join__Graph!) on OBJECT | INTERFACE
  directive @join__graph(name: String!, url: String!) on ENUM_VALUE
  scalar join__FieldSet
  enum join__Graph {
    ACCOUNTS @join__graph(name: "accounts", url: "${url('accounts')}")
    REVIEWS @join__graph(name: "reviews", url: "${url('reviews')}")
  }
  type User @join__owner(graph: ACCOUNTS) @join__type(graph: ACCOUNTS, key: "id") @join__type(graph: REVIEWS, key: "id") {
    id: ID! @join__field(graph: ACCOUNTS)
    name: String @join__field(graph: ACCOUNTS)
    karma: Int @join__field(graph: REVIEWS, requires: "name")
    reviews: [Review!] @join__field(graph: REVIEWS)
  }
  type Review { body: String author: User @join__field(graph: REVIEWS) where: Place }
  type Place { city: String }
  type Query {
    me: User @join__field(graph: ACCOUNTS)
    place: Place @join__field(graph: ACCOUNTS)
    latest: [Review!] @join__field(graph: REVIEWS)
  }`;

describe.each(['native', 'apollo'] as const)('a supergraph of Federation 1 by the %s planner', (planner) => {
  let federation: TestFederation;
  let engine: Engine;
  beforeAll(async () => {
    federation = await startFederation({
      accounts: {
        sdl: `${federation2} type Query { me: User place: Place } type User @key(fields: "id") { id: ID! name: String } type Place @shareable { city: String }`,
        resolvers: {
          Query: { me: () => ({ id: '1', name: 'An' }), place: () => ({ city: 'Huế' }) },
          User: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `name ${id}` }) },
        },
      },
      reviews: {
        sdl: `${federation2}
          type Query { latest: [Review!] }
          type User @key(fields: "id") { id: ID! name: String @external karma: Int @requires(fields: "name") reviews: [Review!] }
          type Review @shareable { body: String author: User where: Place }
          type Place @shareable { city: String }`,
        resolvers: {
          Query: { latest: () => [{ body: 'b', author: { id: '2' }, where: { city: 'Đà Nẵng' } }] },
          User: {
            karma: ({ name }: { name: string }) => name.length,
            reviews: ({ id }: { id: string }) => [{ body: `by ${id}`, author: { id } }],
          },
        },
      },
    });
    engine = await createEngine(
      supergraph((name) => federation.urls.get(name) as string),
      {
        planner,
        subgraphUrl: (name) => federation.urls.get(name) as string,
      },
    );
  });
  afterAll(async () => {
    await engine.dispose();
    await federation.close();
  });

  test('is planned and joined', async () => {
    expect(engine.subgraphs).toEqual(['accounts', 'reviews']);
    expect(
      await askEngine(engine, {
        query:
          '{ me { name karma reviews { body where { city } } } place { city } latest { author { name karma } where { city } } }',
      }),
    ).toEqual({
      data: {
        me: { name: 'An', karma: 2, reviews: [{ body: 'by 1', where: null }] },
        place: { city: 'Huế' },
        latest: [{ author: { name: 'name 2', karma: 6 }, where: { city: 'Đà Nẵng' } }],
      },
    });
  });
});

test('a text that is no supergraph is refused with the reasons', async () => {
  const make = (sdl: string) => createEngine(sdl, { subgraphUrl: () => 'http://127.0.0.1:1/' });
  for (const sdl of [
    '',
    'type Query { a: Int }',
    'type Query {',
    supergraph(() => 'u').replace('type Place { city: String }', ''),
  ]) {
    await expect(make(sdl)).rejects.toMatchObject({
      extensions: { code: 'INVALID_SUPERGRAPH', reasons: [expect.any(String)] },
    });
  }
});
