import type { Situation } from '../Situation';

/** The same needs in the manner of Federation 1: extensions, external keys, values that are shared without saying so. */
export const federation1: readonly Situation[] = [
  {
    name: 'federation 1: @extends with external fields',
    federation1: true,
    sdl: () => ({
      a: `extend type Query { randomUser: Member1 provided: Member1 @provides(fields: "name") }
        type Member1 @key(fields: "id") @extends { id: ID! @external name: String! @external rid: ID }`,
      b: `extend type Query { memberBy(id: ID): Member1 } type Member1 @key(fields: "id") { id: ID! name: String! nickname: String }`,
    }),
  },
  {
    name: 'federation 1: extensions that require',
    federation1: true,
    sdl: () => ({
      a: `extend type Query { top: [Tool] } type Tool @key(fields: "upc") { upc: String! weight: Int price: Int size: Size1 } type Size1 { x: Int y: Int }`,
      b: `extend type Tool @key(fields: "upc") { upc: String! @external weight: Int @external price: Int @external
          shipping: String @requires(fields: "price weight") size: Size1 @external fits: String @requires(fields: "size { x }") }
        type Size1 { x: Int y: Int }`,
      c: `extend type Tool @key(fields: "upc") { upc: String! @external votes: [Vote] }
        type Vote @key(fields: "id") { id: ID! tool: Tool stars: Int }`,
    }),
  },
  {
    name: 'federation 1: several keys and values',
    federation1: true,
    sdl: () => ({
      a: `extend type Query { roads: [Road1] } type Road1 @key(fields: "id") @key(fields: "code") { id: ID! code: String! name: String span: Span1 } type Span1 { from: Int to: Int }`,
      b: `extend type Query { bridge: Bridge1 } type Bridge1 { road: Road1 span: Span1 } extend type Road1 @key(fields: "code") { code: String! @external lanes: Int } type Span1 { from: Int to: Int }`,
      c: `interface Way { lanes2: Int } extend type Road1 implements Way @key(fields: "id") { id: ID! @external lanes2: Int } extend type Query { ways: [Way] }`,
    }),
  },
];
