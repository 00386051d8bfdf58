import type { Situation } from '../Situation';

/** `@requires`: with arguments, that collide, along chains, in circles, through entities, on abstract fields. */
export const requirements: readonly Situation[] = [
  {
    name: 'requirements with arguments that collide',
    sdl: (random) => ({
      a: `type Item @key(fields: "upc") { upc: String! weight: Int @external price(currency: String!): Int @external
          shipping: String @requires(fields: "price(currency: \\"USD\\") weight")
          shippingEuro: String @requires(fields: "price(currency: \\"EUR\\") weight")
          group: ItemGroup @external
          isDear: ${random.pick(['String', 'Boolean!', 'Int'])} @requires(fields: "group { average(currency: \\"USD\\") }") }
        type ItemGroup @external { average(currency: String!): Int }`,
      b: `extend type Query { items: [Item] item(n: Int): Item! }
        type Item @key(fields: "upc") { upc: String! name: String price(currency: String!): Int weight: Int group: ItemGroup }
        type ItemGroup { average(currency: String!): Int }`,
    }),
  },
  {
    name: 'requirements with arguments over lists of entities',
    sdl: () => ({
      a: `extend type Query { feed: [Entry] }
        type Entry @key(fields: "id") { id: ID! remarks(limit: Int!): [Remark] @external }
        type Remark @key(fields: "id") { id: ID! authorId: ID body: String! elsewhere: [Entry] @external
          isSpam: Boolean @requires(fields: "elsewhere { remarks(limit: 50) { id } }") }`,
      b: `type Entry @key(fields: "id") { id: ID! author: EntryAuthor @requires(fields: "remarks(limit: 3) { authorId }") remarks(limit: Int!): [Remark] }
        type Remark @key(fields: "id") { id: ID! date: String authorId: ID @external elsewhere: [Entry] }
        type EntryAuthor { id: ID! name: String }`,
    }),
  },
  {
    name: 'requirements of requirements',
    sdl: () => ({
      a: `extend type Query { product: Product5 products5: [Product5!] }
        type Product5 @key(fields: "id") { id: ID! price: Float! hasDiscount: Boolean! @requires(fields: "canAfford") canAfford: Boolean! @external }`,
      b: `type Product5 @key(fields: "id") { id: ID! price: Float! @external isDear: Boolean! @requires(fields: "price") }`,
      c: `type Product5 @key(fields: "id") { id: ID! isDear: Boolean! @external canAfford: Boolean! @requires(fields: "isDear")
          hasDiscount: Boolean! @external both: String @requires(fields: "isDear hasDiscount") }`,
    }),
  },
  {
    name: 'requirements in a circle of subgraphs',
    sdl: () => ({
      a: `extend type Query { board: [Notice] }
        type Notice @key(fields: "id") { id: ID! byNovice: Boolean! @external byExpert: Boolean! @requires(fields: "byNovice") }
        type Writer @key(fields: "id") { id: ID! name: String! years: Int! }`,
      b: `type Notice @key(fields: "id") { id: ID! writer: Writer! byNovice: Boolean! @requires(fields: "writer { years }") }
        type Writer @key(fields: "id") { id: ID! years: Int! @external }`,
    }),
  },
  {
    name: 'a requirement of a requirement through an entity of the first',
    sdl: () => ({
      a: `extend type Query { talks: [Talk] }
        type Talk @key(fields: "id") { id: ID! authorId: ID @external author: TalkAuthor @requires(fields: "authorId") }
        type Reply @key(fields: "id") { id: ID! authorId: ID }
        type TalkAuthor { id: ID! name: String }`,
      b: `type Talk @key(fields: "id") { id: ID! authorId: ID @requires(fields: "replies { authorId }") replies: [Reply] }
        type Reply @key(fields: "id") { id: ID! authorId: ID @external }`,
    }),
  },
  {
    name: 'a requirement with fragments on an interface',
    sdl: () => ({
      a: `extend type Query { dossier: Dossier }
        type Dossier @key(fields: "id") { id: ID! sheet: Sheet sheets: [Sheet!] }
        interface Sheet { head: String! }
        interface Ruled implements Sheet { head: String! lines: Int! }
        type Form implements Sheet & Ruled @shareable { head: String! lines: Int! form: String! }
        type Plan implements Sheet & Ruled @shareable { head: String! lines: Int! plan: String! }`,
      b: `extend type Query { dossiers: [Dossier] }
        type Dossier @key(fields: "id") { id: ID! sheet: Sheet @external sheets: [Sheet!] @external
          summary: String! @requires(fields: "sheet { head ... on Ruled { lines ... on Form { form } ... on Plan { plan } } }")
          short: String @requires(fields: "sheet { ... on Sheet { head } }")
          all: String @requires(fields: "sheets { head ... on Plan { plan } }") }
        interface Sheet { head: String! }
        interface Ruled implements Sheet { head: String! lines: Int! }
        type Form implements Sheet & Ruled @shareable { head: String! lines: Int! form: String! }
        type Plan implements Sheet & Ruled @shareable { head: String! lines: Int! plan: String! }`,
    }),
  },
  {
    name: 'a requirement on an interface of entities',
    sdl: () => ({
      a: `extend type Query { resident: Resident }
        interface Address { id: ID! }
        type HomeAddress implements Address @key(fields: "id") { id: ID! city: String @shareable }
        type WorkAddress implements Address @key(fields: "id") { id: ID! city: String @shareable firm: String @external }
        type Resident @key(fields: "id") { id: ID! name: String! @shareable address: Address @external
          city: String @requires(fields: "address { id }") country: String @requires(fields: "address { ... on WorkAddress { firm } }") }`,
      b: `extend type Query { residents: [Resident!]! }
        interface Address { id: ID! }
        type HomeAddress implements Address @key(fields: "id") { id: ID! zip: Int }
        type WorkAddress implements Address @key(fields: "id") { id: ID! zip: Int firm: String }
        type Resident @key(fields: "id") { id: ID! name: String! @shareable address: Address }`,
    }),
  },
  {
    name: 'a requirement on a union',
    sdl: () => ({
      a: `type Case @key(fields: "id") { id: ID! party: Party @external verdict: String @requires(fields: "party { __typename ... on Firm { tax } ... on Man { born } }") }
        union Party = Firm | Man
        type Firm @shareable { tax: Int } type Man @shareable { born: Int }`,
      b: `extend type Query { cases: [Case] }
        type Case @key(fields: "id") { id: ID! party: Party }
        union Party = Firm | Man
        type Firm @shareable { tax: Int } type Man @shareable { born: Int }`,
    }),
  },
  {
    name: 'a requirement on values in values',
    sdl: (random) => ({
      a: `type Site @key(fields: "id") { id: ID! box: Box @external extent(n: Int): String @requires(fields: "box { size { x y } corners { x } }")
          twice: String @requires(fields: "box { size { y } }") }
        type Box @external { size: Size corners: [Size!] } type Size @external { x: Int y: Int }`,
      b: `extend type Query { site: Site sites: ${random.pick(['[Site]', '[Site!]!'])} }
        type Site @key(fields: "id") { id: ID! box: Box }
        type Box { size: Size corners: [Size!] colour: String } type Size { x: Int y: Int }`,
    }),
  },
  {
    name: 'a requirement through another entity of a third subgraph',
    sdl: () => ({
      a: `extend type Query { bills: [Bill] }
        type Bill @key(fields: "id") { id: ID! payer: Payer }
        type Payer @key(fields: "id") { id: ID! }`,
      b: `type Bill @key(fields: "id") { id: ID! payer: Payer @external risk: String @requires(fields: "payer { rating rank { of } }") }
        type Payer @key(fields: "id") { id: ID! rating: Int @external rank: Rank @external }
        type Rank @external { of: Int }`,
      c: `type Payer @key(fields: "id") { id: ID! rating: Int rank: Rank } type Rank { of: Int }`,
    }),
  },
  {
    name: 'an override of a field that others require',
    closed: ['House'],
    sdl: (random) => ({
      a: `extend type Query { house: House houses: [House] }
        type House @key(fields: "id") { id: ID! floors: Int name: String @external aName: String @requires(fields: "name") }`,
      b: `type House @key(fields: "id") { id: ID! name: String @override(from: "%c"${random.pick(['', ', label: "percent(100)"'])}) }`,
      c: `type House @key(fields: "id") { id: ID! name: String cName: String @requires(fields: "floors") floors: Int @external }`,
    }),
  },
];
