import { federation2 } from '../../helpers/federation';
import { withFederation } from './withFederation';

withFederation(
  '@interfaceObject',
  {
    media: {
      sdl: `${federation2}
        type Query { media: [Media!]! book: Book }
        interface Media @key(fields: "id") { id: ID! title: String! }
        type Book implements Media @key(fields: "id") { id: ID! title: String! pages: Int! }
        type Film implements Media @key(fields: "id") { id: ID! title: String! minutes: Int! }`,
      resolvers: {
        Query: {
          media: () => [
            { __typename: 'Book', id: '1', title: 'B1', pages: 10 },
            { __typename: 'Film', id: '2', title: 'F2', minutes: 90 },
          ],
          book: () => ({ id: '1', title: 'B1', pages: 10 }),
        },
        Media: {
          __resolveReference: ({ id }: { id: string }) =>
            id === '1'
              ? { __typename: 'Book', id, title: 'B1', pages: 10 }
              : { __typename: 'Film', id, title: 'F2', minutes: 90 },
        },
        Book: { __resolveReference: ({ id }: { id: string }) => ({ id, title: `B${id}`, pages: 10 }) },
        Film: { __resolveReference: ({ id }: { id: string }) => ({ id, title: `F${id}`, minutes: 90 }) },
      },
    },
    stars: {
      sdl: `${federation2}
        type Query { best: [Media!]! }
        type Media @key(fields: "id") @interfaceObject { id: ID! title: String! @external stars: Int! note: String @requires(fields: "title") }`,
      resolvers: {
        Query: { best: () => [{ id: '2' }, { id: '1' }] },
        Media: {
          __resolveReference: (media: { id: string }) => media,
          stars: ({ id }: { id: string }) => Number(id) + 3,
          note: ({ title }: { title: string }) => `${title}!`,
        },
      },
    },
  },
  (federation) => {
    test('joins its fields to every implementation', async () => {
      expect(await federation().ask('{ media { __typename title stars note } book { stars } }')).toEqual({
        data: {
          media: [
            { __typename: 'Book', title: 'B1', stars: 4, note: 'B1!' },
            { __typename: 'Film', title: 'F2', stars: 5, note: 'F2!' },
          ],
          book: { stars: 4 },
        },
      });
    });

    test('is told its real type by the department that knows', async () => {
      expect(await federation().ask('{ best { id stars } }')).toEqual({
        data: {
          best: [
            { id: '2', stars: 5 },
            { id: '1', stars: 4 },
          ],
        },
      });
      expect(
        await federation().ask(
          '{ best { t: __typename title stars note ... on Film { minutes } ... on Book { pages stars } } }',
        ),
      ).toEqual({
        data: {
          best: [
            { t: 'Film', title: 'F2', stars: 5, note: 'F2!', minutes: 90 },
            { t: 'Book', title: 'B1', stars: 4, note: 'B1!', pages: 10 },
          ],
        },
      });
    });
  },
);

withFederation(
  'members that differ',
  {
    a: {
      sdl: `${federation2}
        type Query { items: [Item] }
        union Item = Cup | Pen
        type Cup @key(fields: "id") { id: ID! color: Color @shareable }
        type Pen @key(fields: "id") { id: ID! ink: String }
        enum Color { RED BLUE }`,
      resolvers: {
        Query: {
          items: () => [
            { __typename: 'Cup', id: '1', color: 'RED' },
            { __typename: 'Pen', id: '2', ink: 'black' },
          ],
        },
        Cup: { __resolveReference: ({ id }: { id: string }) => ({ id, color: 'RED' }) },
        Pen: { __resolveReference: ({ id }: { id: string }) => ({ id, ink: 'black' }) },
      },
    },
    b: {
      sdl: `${federation2}
        type Query { things: [Item] secret: [Item] colors: [Color] strict: [Color!] }
        union Item = Cup | Jar
        type Cup @key(fields: "id") { id: ID! size: Int }
        type Jar @key(fields: "id") @inaccessible { id: ID! lid: Boolean }
        enum Color { RED BLUE GREEN @inaccessible }`,
      resolvers: {
        Query: {
          things: () => [{ __typename: 'Cup', id: '3', size: 1 }],
          secret: () => [
            { __typename: 'Cup', id: '3', size: 1 },
            { __typename: 'Jar', id: '4', lid: true },
          ],
          colors: () => ['RED', 'GREEN', null],
          strict: () => ['RED', 'GREEN'],
        },
        Cup: { __resolveReference: ({ id }: { id: string }) => ({ id, size: Number(id) * 2 }) },
      },
    },
  },
  (federation) => {
    test('are joined where they can be', async () => {
      expect(
        await federation().ask(
          '{ items { __typename ... on Cup { size color } ... on Pen { ink } } things { ... on Cup { color size } ... on Pen { ink } } }',
        ),
      ).toEqual({
        data: {
          items: [
            { __typename: 'Cup', size: 2, color: 'RED' },
            { __typename: 'Pen', ink: 'black' },
          ],
          things: [{ color: 'RED', size: 1 }],
        },
      });
    });

    test('and values that are inaccessible become null with an error', async () => {
      const answer = await federation().ask('{ secret { __typename ... on Cup { size } } colors strict }');
      expect(answer.data).toEqual({
        secret: [{ __typename: 'Cup', size: 1 }, null],
        colors: ['RED', null, null],
        strict: null,
      });
      expect(answer.errors?.map(({ path, extensions }) => [path, extensions?.code])).toEqual([
        [['secret', 1], 'DOWNSTREAM_SERVICE_ERROR'],
        [['colors', 1], 'DOWNSTREAM_SERVICE_ERROR'],
        [['strict', 1], 'DOWNSTREAM_SERVICE_ERROR'],
      ]);
    });
  },
);

withFederation(
  '@provides, @shareable, @override and shared roots',
  {
    a: {
      sdl: `${federation2}
        type Query { feed: [Post!]! @provides(fields: "... on Text { author { nick } }") viewer: Viewer! @shareable old: Int }
        interface Post { id: ID! author: Author }
        type Text implements Post @key(fields: "id") { id: ID! author: Author @external }
        type Image implements Post @key(fields: "id") { id: ID! author: Author @external }
        type Author @key(fields: "id") { id: ID! nick: String @external }
        type Viewer @shareable { id: ID! seen: [Seen!]! }
        type Seen @shareable { at: Int! }`,
      resolvers: {
        Query: {
          feed: () => [
            { __typename: 'Text', id: '1', author: { id: 'x', nick: 'provided' } },
            { __typename: 'Image', id: '2' },
          ],
          viewer: () => ({ id: 'v', seen: [{ at: 1 }, { at: 2 }] }),
          old: () => -1,
        },
        Text: { __resolveReference: ({ id }: { id: string }) => ({ id }) },
        Image: { __resolveReference: ({ id }: { id: string }) => ({ id }) },
        Author: { __resolveReference: ({ id }: { id: string }) => ({ id }) },
      },
    },
    b: {
      sdl: `${federation2}
        type Query { viewer: Viewer! @shareable old: Int @override(from: "a") }
        interface Post { id: ID! author: Author }
        type Text implements Post @key(fields: "id") { id: ID! author: Author @shareable }
        type Image implements Post @key(fields: "id") { id: ID! author: Author @shareable }
        type Author @key(fields: "id") { id: ID! nick: String @shareable }
        type Viewer @shareable { id: ID! rank: Int seen: [Seen!]! }
        type Seen @shareable { at: Int! by: String }`,
      resolvers: {
        Query: {
          viewer: () => ({
            id: 'v',
            rank: 9,
            seen: [
              { at: 1, by: 'p' },
              { at: 2, by: 'q' },
            ],
          }),
          old: () => 1,
        },
        Text: { __resolveReference: ({ id }: { id: string }) => ({ id, author: { id: 'x', nick: 'own' } }) },
        Image: { __resolveReference: ({ id }: { id: string }) => ({ id, author: { id: 'y', nick: 'own' } }) },
        Author: { __resolveReference: ({ id }: { id: string }) => ({ id, nick: `nick-${id}` }) },
      },
    },
  },
  (federation) => {
    test('answer together', async () => {
      expect(await federation().ask('{ old viewer { id rank seen { at by } } }')).toEqual({
        data: {
          old: 1,
          viewer: {
            id: 'v',
            rank: 9,
            seen: [
              { at: 1, by: 'p' },
              { at: 2, by: 'q' },
            ],
          },
        },
      });
      expect(await federation().ask('{ feed { id author { nick } } }')).toEqual({
        data: {
          feed: [
            { id: '1', author: { nick: 'provided' } },
            { id: '2', author: { nick: expect.stringMatching(/own|nick-y/) } },
          ],
        },
      });
    });
  },
);

withFederation(
  'composite and nested keys',
  {
    a: {
      sdl: `${federation2}
        type Query { rows: [Row!]! }
        type Row @key(fields: "id place { code }") @key(fields: "serial") { id: ID! place: Place! serial: Int }
        type Place { code: String }`,
      resolvers: {
        Query: {
          rows: () => [
            { id: '1', place: { code: 'x' }, serial: 10 },
            { id: '2', place: { code: null }, serial: null },
          ],
        },
      },
    },
    b: {
      sdl: `${federation2}
        type Row @key(fields: "id place { code }") { id: ID! place: Place! height: String }
        type Place @shareable { code: String }`,
      resolvers: {
        Row: {
          height: ({ id, place }: { id: string; place: { code: string | null } }) => `${id}${place.code}`,
        },
      },
    },
    c: {
      sdl: `${federation2} type Row @key(fields: "serial") { serial: Int depth: Int }`,
      resolvers: { Row: { depth: ({ serial }: { serial: number }) => serial * 2 } },
    },
  },
  (federation) => {
    test('name an entity by several fields', async () => {
      expect(await federation().ask('{ rows { height } }')).toEqual({
        data: { rows: [{ height: '1x' }, { height: '2null' }] },
      });
    });

    test('that are null name none', async () => {
      expect(await federation().ask('{ rows { depth } }')).toEqual({
        data: { rows: [{ depth: 20 }, { depth: null }] },
      });
      expect(federation().calls.at(-1)?.variables).toEqual({
        representations: [{ __typename: 'Row', serial: 10 }],
      });
    });
  },
);
