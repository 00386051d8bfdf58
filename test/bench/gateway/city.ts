/**
 * The four subgraphs of the gateway's benchmark and their data: a shop in the shape that federation gateways are
 * usually compared on (people, goods, reviews, stock), with `@requires`, `@provides`, shared entities, and lists that
 * refer to the same entities again and again. One answer to the heavy query is about 80 KB.
 */

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires", "@provides", "@shareable"])';

interface User {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly birthday: number;
}
interface Product {
  readonly upc: string;
  readonly name: string;
  readonly price: number;
  readonly weight: number;
}
interface Review {
  readonly id: string;
  readonly authorId: string;
  readonly upc: string;
  readonly body: string;
}

const words = ['steady', 'quiet', 'honest', 'light', 'plain', 'good', 'heavy', 'bright', 'slow', 'fine'];
const users: User[] = Array.from({ length: 6 }, (_, n) => ({
  id: `u${n + 1}`,
  name: `Person ${words[n]} ${n + 1}`,
  username: `person_${n + 1}`,
  birthday: 1_970 + n,
}));
const products: Product[] = Array.from({ length: 9 }, (_, n) => ({
  upc: `p${n + 1}`,
  name: `Thing ${words[n % 10]} ${n + 1}`,
  price: n === 1 ? 2_000 : 100 + n * 37,
  weight: 50 + n * 11,
}));
const reviews: Review[] = Array.from({ length: 22 }, (_, n) => ({
  id: `r${n + 1}`,
  authorId: `u${(n % 6) + 1}`,
  upc: `p${((n * 5) % 9) + 1}`,
  body: `A ${words[(n * 3) % 10]} and ${words[(n * 7) % 10]} thing, used every day for ${n + 2} weeks.`,
}));

const byId = (id: string) => users.find((user) => user.id === id);
const byUpc = (upc: string) => products.find((product) => product.upc === upc);

/** One subgraph: its SDL and resolvers. */
export interface BenchSubgraph {
  readonly name: string;
  readonly typeDefs: string;
  readonly resolvers: Record<string, Record<string, unknown>>;
}

/** The four subgraphs. */
export const benchSubgraphs: readonly BenchSubgraph[] = [
  {
    name: 'accounts',
    typeDefs: `${link}
      type Query { me: User user(id: ID!): User users: [User] }
      type User @key(fields: "id") { id: ID! name: String username: String @shareable birthday: Int }`,
    resolvers: {
      Query: {
        me: () => users[0],
        user: (_: unknown, { id }: { id: string }) => byId(id),
        users: () => users,
      },
      User: { __resolveReference: ({ id }: { id: string }) => byId(id) },
    },
  },
  {
    name: 'inventory',
    typeDefs: `${link}
      type Product @key(fields: "upc") { upc: String! weight: Int @external price: Int @external inStock: Boolean
        shippingEstimate: Int @requires(fields: "price weight") }`,
    resolvers: {
      Product: {
        __resolveReference: (reference: Product) => reference,
        inStock: ({ upc }: Product) => upc !== 'p3',
        shippingEstimate: ({ price, weight }: Product) => (price > 1_000 ? 0 : Math.round(weight / 2)),
      },
    },
  },
  {
    name: 'products',
    typeDefs: `${link}
      type Query { topProducts(first: Int = 5): [Product] }
      type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }`,
    resolvers: {
      Query: { topProducts: (_: unknown, { first }: { first: number }) => products.slice(0, first) },
      Product: { __resolveReference: ({ upc }: { upc: string }) => byUpc(upc) },
    },
  },
  {
    name: 'reviews',
    typeDefs: `${link}
      type Review @key(fields: "id") { id: ID! body: String author: User @provides(fields: "username") product: Product }
      type User @key(fields: "id") { id: ID! username: String @external reviews: [Review] }
      type Product @key(fields: "upc") { upc: String! reviews: [Review] }`,
    resolvers: {
      Review: {
        __resolveReference: ({ id }: { id: string }) => reviews.find((review) => review.id === id),
        author: ({ authorId }: Review) => ({ id: authorId, username: byId(authorId)?.username }),
        product: ({ upc }: Review) => ({ upc }),
      },
      User: {
        __resolveReference: (reference: User) => reference,
        username: (user: User) => user.username ?? byId(user.id)?.username,
        reviews: ({ id }: User) => reviews.filter((review) => review.authorId === id),
      },
      Product: {
        __resolveReference: (reference: Product) => reference,
        reviews: ({ upc }: Product) => reviews.filter((review) => review.upc === upc),
      },
    },
  },
];

/** The query that is measured. */
export const heavyQuery = `
fragment Person on User { id username name }
fragment Note on Review { id body }
fragment Goods on Product { inStock name price shippingEstimate upc weight }
query Heavy {
  users {
    ...Person
    reviews { ...Note product { ...Goods reviews { ...Note author { ...Person reviews { ...Note product { ...Goods } } } } } }
  }
  topProducts {
    ...Goods
    reviews { ...Note author { ...Person reviews { ...Note product { ...Goods } } } }
  }
}`;
