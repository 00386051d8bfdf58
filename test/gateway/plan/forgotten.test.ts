import { federation2 } from '../../helpers/federation';
import { withFederation } from '../execute/withFederation';

const deeds = [
  { __typename: 'Note', text: 'n' },
  { __typename: 'Stamp', ink: 'red' },
];

withFederation(
  'A union whose members differ between departments that share its field',
  {
    desk: {
      sdl: `${federation2} type Query { tray: Tray }
        type Tray @key(fields: "id") { id: ID! wrap: Wrap @shareable }
        type Wrap @shareable { deeds: [Deed!]! } union Deed = Note | Stamp
        type Note @shareable { text: String } type Stamp { ink: String }`,
      resolvers: {
        Query: { tray: () => ({ id: '1', wrap: { deeds } }) },
        Tray: { __resolveReference: () => ({ id: '1', wrap: { deeds } }) },
      },
    },
    post: {
      sdl: `${federation2} type Tray @key(fields: "id") { id: ID! wrap: Wrap @shareable }
        type Wrap @shareable { deeds: [Deed!]! } union Deed = Note | Letter
        type Note @shareable { text: String } type Letter { to: String }`,
      resolvers: { Tray: { __resolveReference: () => ({ id: '1', wrap: { deeds: [] } }) } },
    },
  },
  (federation) => {
    test('is answered with every member that the department gives', async () => {
      const query =
        '{ tray { wrap { deeds { __typename ... on Note { text } ... on Stamp { colour: ink } ... on Letter { to } } } } }';
      expect(await federation().ask(query)).toEqual({
        data: {
          tray: {
            wrap: {
              deeds: [
                { __typename: 'Note', text: 'n' },
                { __typename: 'Stamp', colour: 'red' },
              ],
            },
          },
        },
      });
    });
  },
);

withFederation(
  'A field that no department can give',
  {
    one: {
      sdl: `${federation2} type Query { node: Node word: String } interface Node { id: ID! }`,
      resolvers: { Query: { node: () => ({ id: '1' }), word: () => 'w' } },
    },
    two: {
      sdl: `${federation2} type Query { other: Node } type Node @interfaceObject @key(fields: "id", resolvable: false) { id: ID! note: String }`,
      resolvers: { Query: { other: () => ({ id: '1', note: 'n' }) } },
    },
  },
  (federation) => {
    test('is refused, and not answered by null', async () => {
      const { data, errors } = await federation().ask('{ node { note } word }');
      expect(data ?? null).toBeNull();
      expect(errors?.map(({ message, extensions }) => [extensions?.code, message])).toEqual([
        ['PLAN_FAILED', 'No department can give "node" with the fields that are asked for.'],
      ]);
    });

    test('leaves those that can be given alone', async () => {
      expect(await federation().ask('{ other { id note } word }')).toEqual({
        data: { other: { id: '1', note: 'n' }, word: 'w' },
      });
    });
  },
);

const marked = (argument: string, field: string) => `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.1", import: ["@key", "@composeDirective"])
    @link(url: "https://example.org/marks/v1.0", import: ["@mark"]) @composeDirective(name: "@mark")
  directive @mark(as: Colour!${argument}) on FIELD
  enum Colour { RED BLUE }
  type Query { ${field}: String }`;

withFederation(
  'A directive for operations that departments composed',
  {
    a: { sdl: marked('', 'a'), resolvers: { Query: { a: () => 'a' } } },
    b: { sdl: marked(' = RED', 'b'), resolvers: { Query: { b: () => 'b' } } },
  },
  (federation) => {
    test('may be written by clients, and is not sent to departments that define it otherwise', async () => {
      expect(await federation().ask('{ a @mark b @mark(as: BLUE) }')).toEqual({ data: { a: 'a', b: 'b' } });
      expect(
        federation()
          .calls.map(({ query }) => query)
          .join(),
      ).not.toContain('@mark');
    });
  },
);
