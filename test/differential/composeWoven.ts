import { buildSubgraphSchema } from '@apollo/subgraph';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { answerBy, apiSchemaOf, type ComposedWorld, composeSources } from './ComposedWorld';
import type { RunState } from './resolvers';
import { Truth } from './woven/Truth';
import { weave } from './woven/weave';
import { attachSubgraph, attachTruth, WovenSubgraph } from './woven/wovenResolvers';

/** The world that is woven of situations by a seed, composed. Null where it does not compose. */
export function composeWoven(seed: number, onReject: (reasons: string[]) => void): ComposedWorld | null {
  const world = weave(seed);
  const supergraphSdl = composeSources(world.subgraphs, onReject);
  if (!supergraphSdl) return null;
  const state: RunState = { log: [] };
  const truth = new Truth(world, buildSchema(supergraphSdl, { assumeValid: true }), state);
  const schemas = world.subgraphs.map(({ name, document }, at): [string, GraphQLSchema] => {
    const table = world.tables[at];
    if (!table) throw new RangeError(`no table of ${name}`);
    const subgraph = new WovenSubgraph(truth, table);
    const references = [...table.types.keys()]
      .filter((typeName) => table.keysOf(typeName, true).length > 0)
      .map((typeName) => [
        typeName,
        {
          __resolveReference: (reference: Record<string, unknown>) => subgraph.find(typeName, reference),
        },
      ]);
    const schema = buildSubgraphSchema({ typeDefs: document, resolvers: Object.fromEntries(references) });
    return [name, attachSubgraph(schema, subgraph, state)];
  });
  return {
    title: world.situations.join(' + '),
    documents: world.subgraphs.map(({ document }) => document),
    supergraphSdl,
    state,
    monolith: attachTruth(apiSchemaOf(supergraphSdl), truth, state),
    answer: answerBy(new Map(schemas)),
  };
}
