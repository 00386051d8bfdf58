import type { Situation } from '../Situation';

/** `@provides`: plain, nested, on interfaces and unions, more than is asked for. */
export const provisions: readonly Situation[] = [
  {
    name: 'provides plain and nested fields',
    sdl: () => ({
      a: `extend type Query { shop: Shop @provides(fields: "sections { id name parts { name } }") plainShop: Shop }
        type Shop @key(fields: "id") { id: ID! sections: [Section] @external }
        type Section @key(fields: "id") { id: ID! name: String @external parts: [Section] @external }`,
      b: `extend type Query { shops: [Shop] }
        type Shop @key(fields: "id") { id: ID! sections: [Section] @shareable }
        type Section @key(fields: "id") { id: ID! parts: [Section] @shareable }`,
      c: `type Section @key(fields: "id") { id: ID! name: String @shareable size: Int }`,
    }),
  },
  {
    name: 'provides more than is asked for',
    sdl: () => ({
      a: `type Statue @key(fields: "id") { id: ID! name: String! @shareable description: String! @shareable extra: String! }`,
      b: `extend type Query { statue: Statue @provides(fields: "name description") statues: [Statue!]! @provides(fields: "name description") }
        type Statue @key(fields: "id") { id: ID! name: String! @external description: String! @external }`,
    }),
  },
  {
    name: 'provides on an interface',
    sdl: () => ({
      a: `extend type Query { show: Show @shareable }
        interface Show { id: ID! beasts: [Beast] } interface Beast { id: ID! name: String }
        type Circus implements Show @key(fields: "id") { id: ID! beasts: [Beast] @shareable }
        type Dog implements Beast @key(fields: "id") { id: ID! name: String @shareable age: Int }
        type Cat implements Beast @key(fields: "id") { id: ID! name: String @shareable age: Int }`,
      b: `extend type Query { provided: Show @provides(fields: "beasts { id name }") }
        interface Show { id: ID! beasts: [Beast] } interface Beast { id: ID! name: String }
        type Circus implements Show @key(fields: "id") { id: ID! beasts: [Beast] @external }
        type Dog implements Beast @key(fields: "id") { id: ID! name: String @external }
        type Cat implements Beast @key(fields: "id") { id: ID! name: String @external }`,
    }),
  },
  {
    name: 'provides on a union',
    sdl: () => ({
      a: `extend type Query { work: [Work] }
        union Work = Novel | Movie
        type Novel @key(fields: "id") { id: ID! } type Movie @key(fields: "id") { id: ID! }`,
      b: `extend type Query { works: [Work] @provides(fields: "... on Novel { title }") best: Work @provides(fields: "... on Novel { title } ... on Movie { title }") }
        union Work = Novel | Movie
        type Novel @key(fields: "id") { id: ID! title: String @external } type Movie @key(fields: "id") { id: ID! title: String @external }`,
      c: `type Novel @key(fields: "id") { id: ID! title: String @shareable pages: Int } type Movie @key(fields: "id") { id: ID! title: String @shareable minutes: Int }`,
    }),
  },
  {
    name: 'provides what a requirement needs',
    sdl: () => ({
      a: `extend type Query { crate: Crate @provides(fields: "weight") crates: [Crate] }
        type Crate @key(fields: "id") { id: ID! weight: Int @external price: Int @external freight: String @requires(fields: "weight price") toll: String @requires(fields: "weight") }`,
      b: `type Crate @key(fields: "id") { id: ID! weight: Int @shareable price: Int inside: [Crate] }`,
    }),
  },
];
