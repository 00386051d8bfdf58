import type { Situation } from '../Situation';

/** `@interfaceObject`: plain, that requires, that is known elsewhere only by one implementation, that does not resolve. */
export const interfaceObjects: readonly Situation[] = [
  {
    name: 'an interface object',
    sdl: (random) => ({
      a: `extend type Query { nodes: [Named!]! }
        interface Named @key(fields: "id") { id: ID! name: String }
        type Clerk implements Named @key(fields: "id") { id: ID! name: String age: Int }
        type Guest implements Named @key(fields: "id") { id: ID! name: String visits: Int! }`,
      b: `extend type Query { others: [Named] other(n: Int): Named }
        type Named @key(fields: "id") @interfaceObject { id: ID! login: ${random.pick(['String', 'String!', '[String!]'])} pal: Named twin: [Named!] }`,
      c: `extend type Query { thirds: [Named] }
        type Named @key(fields: "id") @interfaceObject { id: ID! active: Boolean! rank(n: Int): Int }`,
    }),
  },
  {
    name: 'an interface object that requires',
    sdl: () => ({
      a: `extend type Query { members: [Member] }
        interface Member @key(fields: "id") { id: ID! name: String place: Spot }
        type Adult implements Member @key(fields: "id") { id: ID! name: String place: Spot age: Int }
        type Child implements Member @key(fields: "id") { id: ID! name: String place: Spot toys: Int }
        type Spot { x: Int y: Int }`,
      b: `extend type Query { anyMembers: [Member] }
        type Member @key(fields: "id") @interfaceObject { id: ID! name: String @external place: Spot @external
          username: String @requires(fields: "name") located(n: Int): String @requires(fields: "place { x }") friend: Member }
        type Spot @external { x: Int }`,
    }),
  },
  {
    name: 'an interface object whose implementations are extended elsewhere',
    sdl: () => ({
      a: `extend type Query { medium: Medium }
        interface Medium @key(fields: "id") { id: ID! title: String }
        type Video implements Medium @key(fields: "id") { id: ID! title: String seconds: Int }
        type Article implements Medium @key(fields: "id") { id: ID! title: String words: Int }`,
      b: `extend type Query { maker: Maker }
        type Maker @key(fields: "id") { id: ID! name: String }
        extend type Video @key(fields: "id") { id: ID! makerName: String maker: Maker }`,
      c: `extend type Query { playlist: Playlist }
        type Playlist @key(fields: "id") { id: ID! name: String medium: Medium media: [Medium!] }
        type Medium @key(fields: "id") @interfaceObject { id: ID! }`,
    }),
  },
  {
    name: 'fields of an interface that one implementation has in two subgraphs',
    sdl: () => ({
      a: `extend type Query { accounts: [Account] }
        interface Account @key(fields: "id") { id: ID! }
        type Admin implements Account @key(fields: "id") { id: ID! isMain: Boolean! }
        type Regular implements Account @key(fields: "id") { id: ID! isMain: Boolean! }`,
      b: `extend type Query { accountsInB: [Account!] }
        type Account @key(fields: "id") @interfaceObject { id: ID! name: String }
        type Holder @key(fields: "id") { id: ID! account: Account! }`,
      c: `extend type Query { holder: Holder }
        type Account @key(fields: "id") @interfaceObject { id: ID! isActive: Boolean! limits: [Limit!] }
        type Limit { max: Int }
        type Holder @key(fields: "id") { id: ID! accounts: [Account] }`,
    }),
  },
];
