import type { ServerResponse } from 'node:http';
import {
  federation2,
  type SubgraphCall,
  startFederation,
  type TestFederation,
} from '../../helpers/federation';

/** How a department answers in place of its resolvers; true where it did. */
export type Ill = (response: ServerResponse, call: SubgraphCall) => boolean | Promise<boolean>;

/** Two departments, each of which can fall ill. */
export interface SmallCity {
  readonly federation: TestFederation;
  /** What a department was asked that contains the word. */
  asked(department: 'planning' | 'finance', word?: string): SubgraphCall[];
  /** From now on the department answers like this; without it, well. */
  become(department: 'planning' | 'finance', ill?: Ill): void;
  close(): Promise<void>;
}

/** Serves two departments: programmes, and what was paid for them, which changes with every payment. */
export async function startSmallCity(): Promise<SmallCity> {
  let paid = 7;
  const federation = await startFederation({
    planning: {
      sdl: `${federation2}
        type Query { programmes: [Programme!]! rename: String }
        type Mutation { rename: String }
        type Programme @key(fields: "code") { code: ID! title: String }`,
      resolvers: {
        Query: {
          programmes: () => [
            { code: 'A', title: 'Một' },
            { code: 'B', title: 'Hai' },
          ],
        },
        Mutation: { rename: () => 'done' },
      },
    },
    finance: {
      sdl: `${federation2}
        type Query { budget: Int }
        type Mutation { pay: Programme }
        type Programme @key(fields: "code") { code: ID! paid: Int }`,
      resolvers: {
        Query: { budget: () => 5 },
        Mutation: {
          pay: () => {
            paid++;
            return { code: 'A' };
          },
        },
        Programme: { paid: () => paid },
      },
    },
  });
  const illness = new Map<string, Ill>();
  for (const name of ['planning', 'finance'])
    federation.intercept(name, (call, response) => illness.get(name)?.(response, call) ?? false);
  return {
    federation,
    asked: (department, word = '') =>
      federation.calls.filter(({ subgraph, query }) => subgraph === department && query.includes(word)),
    become: (department, ill) => {
      if (ill) illness.set(department, ill);
      else illness.delete(department);
    },
    close: () => federation.close(),
  };
}

/** Hangs up. */
export const hangsUp: Ill = (response) => {
  response.socket?.resetAndDestroy();
  return true;
};

/** Says nothing. */
export const hangs: Ill = () => true;
