import type { Situation } from '../Situation';

/** Keys: composite, nested, several of them, some that find nothing, through subgraphs that only translate. */
export const keys: readonly Situation[] = [
  {
    name: 'composite keys that only one side resolves',
    sdl: () => ({
      a: `type Parcel @key(fields: "id") @key(fields: "deed", resolvable: false) @key(fields: "cell { row column }", resolvable: false) @key(fields: "id cell { column level }", resolvable: false) {
          id: ID! deed: ID! cell: Cell! owner: String! }
        type Cell @shareable { row: ID! column: ID! level: Int! }`,
      b: `extend type Query { parcels: [Parcel!] district: District }
        type District @key(fields: "id") { id: ID! parcels: [Parcel!]! }
        type Parcel @key(fields: "cell { row column }", resolvable: false) @key(fields: "id cell { column level }") @key(fields: "deed", resolvable: false) @key(fields: "id", resolvable: false) {
          id: ID! deed: ID! cell: Cell! owner: String! @external ownerInB: String! @requires(fields: "owner") }
        type Cell @shareable { row: ID! column: ID! level: Int! }`,
    }),
  },
  {
    name: 'a key is translated by a third subgraph that may not know the entity',
    closed: ['Permit'],
    lost: [{ type: 'Permit', subgraph: 'b', nullFields: ['id', 'stamp', 'holder', 'note'] }],
    sdl: () => ({
      a: `extend type Query { files: [PermitFile] permit(n: Int): Permit }
        type PermitFile { permit: Permit sheets: Int }
        type Permit @key(fields: "number") { number: ID! }`,
      b: `type Permit @key(fields: "id") @key(fields: "number") { id: ID! number: ID! stamp: Int }`,
      c: `type Permit @key(fields: "id") { id: ID! holder: Holder note: String }
        type Holder { id: ID! name: String }`,
    }),
  },
  {
    name: 'keys made of lists of entities',
    sdl: () => ({
      a: `extend type Query { topBasket: Basket! basket(n: Int): Basket }
        type Basket @key(fields: "number goods { id }") { number: Int! goods: [Good!]! }
        type Good @key(fields: "id") { id: String! shelf: Shelf @shareable }
        type Shelf @key(fields: "id") { id: String! main: Good! @shareable tag: String @shareable }`,
      b: `type Good @key(fields: "id") @key(fields: "id pid") { id: String! pid: String! }`,
      c: `type Basket @key(fields: "number goods { id pid }") { number: Int! goods: [Good!]! first: Good @shareable }
        type Good @key(fields: "id pid") { id: String! pid: String! weight: Int }`,
    }),
  },
  {
    name: 'several keys, each subgraph by its own',
    sdl: (random) => ({
      a: `extend type Query { citizens: [Citizen] }
        type Citizen @key(fields: "id") @key(fields: "code") { id: ID! code: String! age: ${random.pick(['Int', 'Int!', '[Int]'])} }`,
      b: `extend type Query { byCode(n: Int!): Citizen }
        type Citizen @key(fields: "code") { code: String! home: Home! @shareable friend: Citizen }
        type Home @shareable { street: String district: String! }`,
      c: `type Citizen @key(fields: "home { district }") @key(fields: "id") { id: ID! home: Home! @shareable votes: Boolean }
        type Home @shareable { street: String district: String! }`,
    }),
  },
  {
    name: 'a stub that only points',
    sdl: () => ({
      a: `extend type Query { letters: [Letter!]! }
        type Letter @key(fields: "id") { id: ID! to: Person from: [Person] }
        type Person @key(fields: "id", resolvable: false) { id: ID! }`,
      b: `extend type Query { person(n: Int): Person }
        type Person @key(fields: "id") { id: ID! name: String! boss: Person }`,
    }),
  },
  {
    name: 'a value that hangs on entities of two subgraphs',
    closed: ['Ware', 'WareClass'],
    sdl: () => ({
      a: `type Ware @key(fields: "id") { id: ID! class: WareClass @shareable }
        type WareClass @shareable { details: String }`,
      b: `type Ware @key(fields: "id pid") { id: ID! pid: ID! class: WareClass @shareable }
        type WareClass @key(fields: "id", resolvable: false) { id: ID! @shareable }`,
      c: `extend type Query { wareFromC: Ware waresFromC: [Ware] }
        type Ware @key(fields: "id pid") { id: ID! pid: ID! price: Float }
        type WareClass @key(fields: "id") { id: ID! title: String }`,
    }),
  },
  {
    name: 'an external key in an extension',
    sdl: () => ({
      a: `extend type Query { cheapest: Stone }
        extend type Stone @key(fields: "id") { id: ID! @external price: Float }`,
      b: `extend type Query { stone(n: Int): Stone stones: [Stone!] }
        type Stone @key(fields: "id") { id: ID! name: String! }`,
    }),
  },
];
