import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, isObjectType, parse } from 'graphql';
import { answerBy, apiSchemaOf, type ComposedWorld, composeSources } from './ComposedWorld';
import { generateWorld } from './generateWorld';
import { type Answerer, type Resolvers, type RunState, resolversOf } from './resolvers';
import { subgraphSdl } from './subgraphSdl';

function attach(schema: GraphQLSchema, resolvers: Resolvers): GraphQLSchema {
  for (const [typeName, fields] of Object.entries(resolvers)) {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) continue;
    const known = type.getFields();
    for (const [name, resolve] of Object.entries(fields)) {
      const field = known[name];
      if (field) field.resolve = resolve as unknown as typeof field.resolve;
    }
  }
  return schema;
}

/** The world that grows from a seed, composed. Null where it does not compose. */
export function composeGrown(seed: number, onReject: (reasons: string[]) => void): ComposedWorld | null {
  const world = generateWorld(seed);
  const state: RunState = { log: [] };
  const sources = world.subgraphs.map((name) => ({ name, document: parse(subgraphSdl(world, name)) }));
  const supergraphSdl = composeSources(sources, onReject);
  if (!supergraphSdl) return null;
  const resolversFor = (answerer: Answerer) => resolversOf(world, answerer, state);
  const api = apiSchemaOf(supergraphSdl);
  const schemas = sources.map(({ name, document }): [string, GraphQLSchema] => [
    name,
    buildSubgraphSchema({ typeDefs: document, resolvers: resolversFor(name) as never }),
  ]);
  return {
    title: 'grown',
    documents: sources.map(({ document }) => document),
    supergraphSdl,
    state,
    monolith: attach(api, resolversFor('monolith')),
    answer: answerBy(new Map(schemas)),
  };
}
