import type { Situation } from '../Situation';

/** Shared roots and values, overrides, what is inaccessible, contexts. */
export const shares: readonly Situation[] = [
  {
    name: 'a shared root whose fields are spread over three subgraphs',
    sdl: () => ({
      a: `extend type Query { article: Article8 @shareable articles: [Article8] @shareable }
        type Article8 { id: ID! @shareable price: Price8 } type Price8 { id: ID! @shareable amount: Int @shareable currency: String }`,
      b: `extend type Query { article: Article8 @shareable articles: [Article8] @shareable }
        type Article8 { id: ID! @shareable label: Label8 } type Label8 { id: ID! @shareable brand: String model: String }`,
      c: `extend type Query { article: Article8 @shareable articles: [Article8] @shareable }
        type Article8 { id: ID! @shareable group: Group8 @shareable } type Group8 { id: ID! @shareable name: String }`,
    }),
  },
  {
    name: 'plain overrides and those of a label',
    sdl: (random) => ({
      a: `extend type Query { a9: Pole b9: [Pole] }
        type Pole @key(fields: "id") { id: ID! name: String @override(from: "%b") height: Int @override(from: "%b", label: "${random.pick(['percent(0)', 'percent(100)'])}") wires: [Wire!] @override(from: "%c", label: "${random.pick(['percent(0)', 'percent(100)'])}") }
        type Wire @shareable { volts: Int }`,
      b: `extend type Query { c9: Pole }
        type Pole @key(fields: "id") { id: ID! name: String height: Int next: Pole }`,
      c: `type Pole @key(fields: "id") { id: ID! wires: [Wire!] } type Wire @shareable { volts: Int }`,
    }),
  },
  {
    name: 'what is inaccessible is still required and joined',
    sdl: () => ({
      a: `extend type Query { vault: Vault vaults: [Vault] }
        type Vault @key(fields: "secret") { secret: ID! @inaccessible weight: Int @inaccessible label: String }
        type Hidden @inaccessible { x: Int }`,
      b: `type Vault @key(fields: "secret") { secret: ID! weight: Int @external depth: String @requires(fields: "weight") lock: Lock colour: Shade colours: [Shade] }
        enum Shade { RED BLUE GREY @inaccessible } type Lock { pins: Int hidden: Int @inaccessible }`,
      c: `extend type Query { content: [Content] vaultInC(n: Int): Vault } union Content = Gold | Lead
        type Gold @shareable { carat: Int } type Lead @inaccessible { kilos: Int }
        type Vault @key(fields: "secret") { secret: ID! holds: Content }`,
    }),
  },
  {
    name: 'arguments from the context',
    closed: ['Desk'],
    sdl: () => ({
      a: `extend type Query { office: Office offices: [Office!] }
        type Office @key(fields: "id") @context(name: "office") { id: ID! zone: String! inner: Inner tables: [Desk] }
        type Inner @shareable { desk: Desk }
        type Desk @key(fields: "id") { id: ID! lamp(zone: String @fromContext(field: "$office { zone }"), n: Int): String nearby: [Desk!] }`,
      b: `type Desk @key(fields: "id") { id: ID! wood: String }
        type Office @key(fields: "id") { id: ID! staff: Int }`,
    }),
  },
  {
    name: 'arguments from the context of other subgraphs',
    closed: ['Stall', 'Fair'],
    sdl: () => ({
      a: `extend type Query { fair: Fair fairs: [Fair] }
        type Fair @key(fields: "id") { id: ID! city: String prices: Prices stalls: [Stall] } type Prices { unit: Int }
        type Stall @key(fields: "id") { id: ID! }`,
      b: `type Fair @key(fields: "id") @context(name: "fair") { id: ID! city: String @external days: Int head: Stall }
        type Stall @key(fields: "id") { id: ID! sign(city: String @fromContext(field: "$fair { city }"), days: Int @fromContext(field: "$fair { days }")): String size: Int }`,
      c: `type Stall @key(fields: "id") { id: ID! keeper: String }`,
    }),
  },
  {
    name: 'shared fields of entities that differ in being null',
    sdl: () => ({
      a: `extend type Query { lake: Lake } type Lake @key(fields: "id") { id: ID! depth: Int @shareable kind: LakeKind @shareable fish: [Fish] @shareable }
        enum LakeKind { SALT FRESH } type Fish @shareable { name: String }`,
      b: `extend type Query { lakes: [Lake!]! } type Lake @key(fields: "id") { id: ID! depth: Int! @shareable kind: LakeKind! @shareable fish: [Fish!]! @shareable shore: Float }
        enum LakeKind { SALT FRESH } type Fish @shareable { name: String! }`,
    }),
  },
];
