import type { Caller } from '@lien-thong/subgraph-kit';
import { startFederation, type TestFederation, type TestSubgraph } from '../helpers/federation';

/** The line that departments with rules begin with. */
export const withRules =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key","@requires","@external","@shareable","@interfaceObject","@inaccessible","@authenticated","@requiresScopes","@policy"])\n';

const works = {
  sdl: `${withRules}
    type Query {
      project(id: ID!): Project
      projects: [Project!]!
      found: [Found]
      things: [Thing!]
      open: String
      ledger: Ledger
      ledgers: [Ledger]
      strict: String! @authenticated
    }
    type Mutation {
      pay(amount: Int!): Receipt
      burn: Int @requiresScopes(scopes: [["burn", "all"], ["root"]])
      must: Int! @policy(policies: [["finance:officer"]])
      note: Int
    }
    type Receipt { number: Int!, secret: String @authenticated }
    type Project @key(fields: "id") {
      id: ID!
      name: String!
      budget: Int @policy(policies: [["finance:officer"]])
      cost: Int! @requiresScopes(scopes: [["read:cost"]])
      parts: [Part!]!
      journal: Journal
      level: Level
    }
    type Part { name: String!, price: Int @authenticated, siblings: [[Part!]] }
    type Journal @authenticated { lines: [String!]! }
    enum Level @policy(policies: [["role:auditor"], ["ict:*"]]) { LOW HIGH }
    type Ledger @requiresScopes(scopes: [["read:ledger"]]) { total: Int, open: Int }
    union Found = Project | Ledger | Journal
    interface Thing { id: ID!, label: String, mark: String }
    type Tree implements Thing { id: ID!, label: String, mark: String, height: Int }
    type Safe implements Thing { id: ID!, label: String @authenticated, mark: String, code: Int @authenticated }
  `,
  resolvers: {
    Query: {
      project: (_: unknown, { id }: { id: string }) => project(id),
      projects: () => [project('1'), project('2')],
      found: () => [
        { __typename: 'Project', ...project('1') },
        { __typename: 'Ledger', total: 7, open: 1 },
        { __typename: 'Journal', lines: ['x'] },
      ],
      things: () => [
        { __typename: 'Tree', id: 't', label: 'oak', mark: 'green', height: 9 },
        { __typename: 'Safe', id: 's', label: 'vault', mark: 'red', code: 1234 },
      ],
      open: () => 'open',
      ledger: () => ({ total: 7, open: 1 }),
      ledgers: () => [{ total: 7, open: 1 }],
      strict: () => 'strict',
    },
    Mutation: {
      pay: (_: unknown, { amount }: { amount: number }) => ({ number: amount, secret: 'paid' }),
      burn: () => 1,
      must: () => 2,
      note: () => 3,
    },
    Project: {
      __resolveReference: ({ id }: { id: string }) => project(id),
    },
  },
} satisfies TestSubgraph;

const views: TestSubgraph = {
  sdl: `${withRules}
    type Project @key(fields: "id") {
      id: ID!
      budget: Int @external
      rating: Int @requires(fields: "budget") @policy(policies: [["finance:officer"]])
      remarks: [String!]
    }
  `,
  resolvers: {
    Project: {
      rating: ({ budget }: { budget: number }) => budget + 1,
      remarks: () => ['fine'],
    },
  },
};

/** What the departments know, as one tree: for executing whole operations without them. */
export const wholeWorld = {
  ...works.resolvers.Query,
  project: ({ id }: { id: string }) => ({ ...project(id), rating: 101, remarks: ['fine'] }),
  projects: () => ['1', '2'].map((id) => ({ ...project(id), rating: 101, remarks: ['fine'] })),
  found: () => works.resolvers.Query.found().map((each) => ({ ...each, rating: 101, remarks: ['fine'] })),
};

function project(id: string) {
  return {
    id,
    name: `P${id}`,
    budget: 100,
    cost: 40,
    parts: [
      { name: 'a', price: 1, siblings: [[{ name: 'b', price: 2 }]] },
      { name: 'c', price: 3, siblings: [] },
    ],
    journal: { lines: ['secret line'] },
    level: 'HIGH',
  };
}

/** Two departments with rules of every kind, on objects, enums and fields, with unions, interfaces and requirements. */
export function startRuledFederation(): Promise<TestFederation> {
  return startFederation({ works, views });
}

/** Callers by what they may do. */
export const callers = {
  nobody: null,
  /** Authenticated, and no more. */
  planner: { subject: 'p', department: 'planning', role: 'officer' },
  accountant: { subject: 'a', department: 'finance', role: 'officer' },
  auditor: { subject: 'u', department: 'planning', role: 'auditor' },
  reader: { subject: 'r', department: 'planning', role: 'officer', scopes: ['read:cost', 'read:ledger'] },
} as const satisfies Record<string, Caller | null>;
