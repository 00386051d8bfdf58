import type { Situation } from '../Situation';

/** Arguments: enums and input objects of which only the common part is left, defaults, optional ones of one subgraph. */
export const inputs: readonly Situation[] = [
  {
    name: 'enum values and input fields that subgraphs share in part',
    sdl: () => ({
      a: `extend type Query { peopleInA(filter: PeopleFilter): [Voter] byKind(kind: Kind10!): [Voter] }
        input PeopleFilter { first: Int! = 2 after: Int kinds: [Kind10!] onlyA: Boolean }
        enum Kind10 { WARD CITY STATE }
        type Voter @key(fields: "id") { id: ID! name(kind: Kind10 = WARD): String }`,
      b: `extend type Query { peopleInB(filter: PeopleFilter!): [Voter!] }
        input PeopleFilter { first: Int! = 2 after: Int kinds: [Kind10!] onlyB: [Int] }
        enum Kind10 { WARD CITY }
        type Voter @key(fields: "id") { id: ID! counted(filter: PeopleFilter, weight: Float = 1.5): Int }`,
    }),
  },
  {
    name: 'output enums of which each subgraph knows a part',
    sdl: () => ({
      a: `extend type Query { gates: [Gate] } type Gate @key(fields: "id") { id: ID! state: GateState }
        enum GateState { OPEN SHUT }`,
      b: `extend type Query { gate: Gate } type Gate @key(fields: "id") { id: ID! before: [GateState] }
        enum GateState { SHUT BROKEN }`,
    }),
  },
  {
    name: 'arguments that one of two sharers has',
    sdl: () => ({
      a: `extend type Query { sum(x: Int!, y: Int): Total @shareable } type Total @shareable { of(n: Int, m: Int): Int note: String }`,
      b: `extend type Query { sum(x: Int!): Total @shareable total(text: String, list: [Int!], flags: [Boolean], id: ID): Total } type Total @shareable { of(n: Int): Int note: String }`,
    }),
  },
];
