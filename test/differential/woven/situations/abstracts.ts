import type { Situation } from '../Situation';

/** Unions and interfaces whose members differ by subgraph. */
export const abstracts: readonly Situation[] = [
  {
    name: 'unions whose members differ, in shared roots',
    sdl: () => ({
      a: `extend type Query { print: Print @shareable printInA: Print viewer: Viewer @shareable book7: Book7 @shareable }
        union Print = Book7 | Song union ViewerPrint = Book7 | Song
        type Book7 @key(fields: "id") { id: ID! title: String! @shareable aTitle: String! }
        type Song @key(fields: "id") { id: ID! title: String! @shareable aTitle: String! }
        type Viewer { print: ViewerPrint @shareable inA: ViewerPrint song: ViewerPrint }`,
      b: `extend type Query { print: Print @shareable book7: Book7 @shareable viewer: Viewer @shareable printInB: [Print] }
        union Print = Book7 | Reel union ViewerPrint = Book7 | Reel
        type Reel @key(fields: "id") { id: ID! title: String! @shareable bTitle: String! }
        type Book7 @key(fields: "id") { id: ID! title: String! @shareable bTitle: String! }
        type Viewer { print: ViewerPrint @shareable inB: ViewerPrint }`,
    }),
  },
  {
    name: 'a union of values that one subgraph knows in part',
    sdl: () => ({
      a: `extend type Query { reply: Answer7 }
        type Answer7 @shareable { acts: [Act!]! message: String }
        union Act = Start | Stop | Wait
        type Start @shareable { id: ID! value: String } type Stop { id: ID! name: String } type Wait { id: ID! label: String }`,
      b: `type Answer7 @shareable { acts: [Act!]! message: String }
        union Act = Start type Start @shareable { id: ID! value: String }`,
    }),
  },
  {
    name: 'values below entities, with members of each subgraph',
    sdl: () => ({
      a: `extend type Query { tray: Tray trayShared: Tray @shareable }
        type Tray @key(fields: "id") { id: ID! wrap: Wrap @shareable aWrap: [AWrap] }
        type Wrap @shareable { deeds: [Deed!]! } type AWrap { deed: Deed }
        union Deed = Common | OnlyA type Common @shareable { label: String } type OnlyA { a: String }`,
      b: `extend type Query { trays: [Tray!] trayShared: Tray @shareable }
        type Tray @key(fields: "id") { id: ID! wrap: Wrap @shareable bWrap: BWrap }
        type Wrap @shareable { deeds: [Deed!]! } type BWrap { deeds: [Deed] }
        union Deed = Common | OnlyB type Common @shareable { label: String } type OnlyB { b: String }`,
    }),
  },
  {
    name: 'an interface that a type implements in one subgraph only',
    sdl: () => ({
      a: `extend type Query { goods7: [Stove] applied: Appliance appliances: [Appliance] toasters: [Toaster] }
        union Stove = Oven | Toaster
        interface Appliance { id: ID! } interface Warranted { warranty: Int }
        type Oven @key(fields: "id") { id: ID! } type Toaster implements Appliance & Warranted @key(fields: "id") { id: ID! warranty: Int }`,
      b: `interface Appliance { id: ID! } interface Warranted { warranty: Int }
        type Oven implements Appliance & Warranted @key(fields: "id") { id: ID! warranty: Int }`,
    }),
  },
  {
    name: 'an interface whose fields come from several subgraphs',
    sdl: () => ({
      a: `extend type Query { publications: [Publication] }
        interface Publication { id: ID! sku: String size: Dim }
        type Tome implements Publication @key(fields: "id") { id: ID! sku: String size: Dim @shareable }
        type Issue implements Publication @key(fields: "id") { id: ID! sku: String size: Dim @shareable }
        type Dim @shareable { w: String h: Float }`,
      b: `extend type Query { reviewed: [Publication] similar(id: ID!): [Near] }
        interface Publication { id: ID! reviews: [Review!] } interface Near { id: ID! near: [Publication] }
        type Tome implements Publication & Near @key(fields: "id") { id: ID! reviews: [Review!] near: [Publication] }
        type Issue implements Publication & Near @key(fields: "id") { id: ID! reviews: [Review!] near: [Publication] }
        type Review { id: Int! body: String of: Publication }`,
      c: `interface Publication { id: ID! maker: MakerKind }
        union MakerKind = Agency | Self
        type Agency @key(fields: "id") { id: ID! company: String } type Self { mail: String }
        type Tome implements Publication @key(fields: "id") { id: ID! maker: MakerKind }
        type Issue implements Publication @key(fields: "id") { id: ID! maker: MakerKind }`,
    }),
  },
  {
    name: 'interfaces that refer to each other',
    sdl: () => ({
      a: `extend type Query { loop: Loop } interface Loop { twin: [Loop] }
        type Ring implements Loop @key(fields: "id") { id: ID! twin: [Loop] }`,
      b: `interface Loop { id: ID! price: Float } type Ring implements Loop @key(fields: "id") { id: ID! price: Float }`,
    }),
  },
  {
    name: 'a node interface over types that subgraphs own apart',
    sdl: () => ({
      a: `extend type Query { node7: Node7 talkRoom(n: Int): Room }
        interface Node7 { id: ID! }
        type User7 implements Node7 @key(fields: "id") { id: ID! username: String! }
        type Room implements Node7 @key(fields: "id") { id: ID! host: User7! }`,
      b: `extend type Query { nodes7: [Node7] }
        interface Node7 { id: ID! }
        type User7 implements Node7 @key(fields: "id") { id: ID! rooms: [Room!]! }
        type Room implements Node7 @key(fields: "id") { id: ID! text: String! }`,
    }),
  },
  {
    name: 'members whose fields have different types',
    sdl: () => ({
      a: `extend type Query { users7: [Person7!]! } type Person7 @key(fields: "id") { id: ID! name: String }`,
      b: `extend type Query { logins: [Login!]! } union Login = Person7 | Robot
        type Person7 @key(fields: "id") { id: ID! peers: [Login!]! }
        type Robot { id: ID name: String! peers: [Login!]! }`,
    }),
  },
  {
    name: 'an override of a field that an interface has',
    sdl: (random) => ({
      a: `extend type Query { feed7: [Post7] } interface Post7 { id: ID! createdAt: String! }
        type ImagePost implements Post7 @key(fields: "id") { id: ID! createdAt: String! }`,
      b: `extend type Query { anotherFeed: [AnotherPost] textFeed: [Post7] } interface Post7 { id: ID! createdAt: String! }
        type TextPost implements Post7 @key(fields: "id") { id: ID! createdAt: String! body: String! }
        interface AnotherPost { id: ID! createdAt: String! }
        type ImagePost implements AnotherPost @key(fields: "id") { id: ID! createdAt: String! @override(from: "%a"${random.pick(['', ', label: "percent(100)"', ', label: "percent(0)"'])}) }`,
    }),
  },
];
