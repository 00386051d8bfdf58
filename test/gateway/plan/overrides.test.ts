import { Overrides } from '../../../gateway/src/plan/Overrides';
import { federation2, startFederation } from '../../helpers/federation';
import { withFederation } from '../execute/withFederation';

const graph = {
  a: {
    sdl: `${federation2} type Query { x: String y: String z: String }`,
    resolvers: { Query: { x: () => 'a', y: () => 'a', z: () => 'a' } },
  },
  b: {
    sdl: `${federation2} type Query {
      x: String @override(from: "a", label: "percent(0)")
      y: String @override(from: "a", label: "beta")
      z: String @override(from: "a", label: "percent(100)") }`,
    resolvers: { Query: { x: () => 'b', y: () => 'b', z: () => 'b' } },
  },
};

describe.each(['native', 'apollo'] as const)('progressive @override by the %s planner', (planner) => {
  test('holds for its share of requests and for those who ask for it', async () => {
    const federation = await startFederation(graph, { planner });
    expect(await federation.ask('{ x y z }')).toEqual({ data: { x: 'a', y: 'a', z: 'b' } });
    expect(await federation.ask('{ x y z }', {}, { overrideLabels: new Set(['beta', 'unknown']) })).toEqual({
      data: { x: 'a', y: 'b', z: 'b' },
    });
    await federation.close();
  });
});

test('rolls between two thresholds are one choice', () => {
  const overrides = new Overrides(['percent(25)', 'beta', 'percent(0.5)']);
  const keys = [0, 0.4, 0.5, 24.9, 25, 99.9].map((roll) => overrides.choose(new Set(), roll).overrideKey);
  expect(keys).toEqual(['|0', '|0', '|0.5', '|0.5', '|25', '|25']);
});

const moved = (label: string) => `@override(from: "old", label: "${label}")`;

withFederation(
  "A label over an interface's field",
  {
    old: {
      sdl: `${federation2} type Query { posts: [Post] } interface Post { id: ID! made: String }
        type Photo implements Post @key(fields: "id") { id: ID! made: String title: String }`,
      resolvers: {
        Query: { posts: () => [{ __typename: 'Photo', id: '1' }] },
        Photo: { made: () => 'old', title: () => 't' },
      },
    },
    new: {
      sdl: `${federation2} type Query { entries: [Entry] } interface Entry { id: ID! made: String }
        type Photo implements Entry @key(fields: "id") { id: ID! made: String ${moved('beta')} }`,
      resolvers: {
        Query: { entries: () => [{ __typename: 'Photo', id: '2' }] },
        Photo: { __resolveReference: ({ id }: { id: string }) => ({ id }), made: () => 'new' },
      },
    },
  },
  (federation) => {
    const query = '{ posts { made } entries { made } }';

    test('moves it for every implementation where it holds', async () => {
      expect(await federation().ask(query, {}, { overrideLabels: new Set(['beta']) })).toEqual({
        data: { posts: [{ made: 'new' }], entries: [{ made: 'new' }] },
      });
    });
  },
);

const byId = (reference: object) => reference;

withFederation(
  'A label over a field in a circle of requirements',
  {
    news: {
      sdl: `${federation2} type Query { desk: Desk } type Desk @key(fields: "id") { id: ID! }
        type Notice @key(fields: "id") { id: ID! isNew: Boolean @external
          isOld: Boolean @requires(fields: "isNew") ${moved('beta')} }
        type Writer @key(fields: "id") { id: ID! years: Int }`,
      resolvers: {
        Query: { desk: () => ({ id: 'd' }) },
        Notice: {
          __resolveReference: byId,
          isOld: ({ isNew }: { isNew?: boolean }) => (isNew === undefined ? null : !isNew),
        },
        Writer: { __resolveReference: byId, years: ({ id }: { id: string }) => Number(id) },
      },
    },
    old: {
      sdl: `${federation2} type Notice @key(fields: "id") { id: ID! isOld: Boolean }`,
      resolvers: { Notice: { __resolveReference: byId, isOld: () => null } },
    },
    people: {
      sdl: `${federation2} type Desk @key(fields: "id") { id: ID! notices: [Notice!]! }
        type Notice @key(fields: "id") { id: ID! writer: Writer isNew: Boolean @requires(fields: "writer { years }") }
        type Writer @key(fields: "id") { id: ID! years: Int @external }`,
      resolvers: {
        Desk: { __resolveReference: byId, notices: () => [{ id: '3' }, { id: '30' }] },
        Notice: {
          __resolveReference: byId,
          writer: ({ id }: { id: string }) => ({ id }),
          isNew: ({ writer }: { writer?: { years?: number } }) =>
            writer?.years === undefined ? null : writer.years < 10,
        },
      },
    },
  },
  (federation) => {
    test.each([
      [['beta'], [false, true]],
      [[], [null, null]],
    ])('meets them where the labels are %j', async (labels, expected) => {
      const answer = await federation().ask(
        '{ desk { notices { isOld } } }',
        {},
        { overrideLabels: new Set(labels) },
      );
      expect(answer).toEqual({ data: { desk: { notices: expected.map((isOld) => ({ isOld })) } } });
    });
  },
);
