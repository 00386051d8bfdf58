import { composeServices } from '@apollo/composition';
import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { type DocumentNode, execute, type GraphQLSchema, parse } from 'graphql';
import type { RunState } from './resolvers';

/** A world that composes, with its judge. */
export interface ComposedWorld {
  /** What it is made of, for whoever reads a disagreement. */
  readonly title: string;
  readonly documents: readonly DocumentNode[];
  readonly supergraphSdl: string;
  /** The merged schema with resolvers in process: what every gateway's answers are compared with. */
  readonly monolith: GraphQLSchema;
  readonly state: RunState;
  /** Answers a request to one subgraph. */
  answer(subgraph: string, body: SubgraphRequest): Promise<unknown>;
}

/** A GraphQL request as a gateway sends it. */
export interface SubgraphRequest {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

/** One subgraph's SDL. */
export interface SubgraphSource {
  readonly name: string;
  readonly document: DocumentNode;
}

/** Composes subgraphs at addresses that name them. Null where they do not compose, with the reasons in `onReject`. */
export function composeSources(
  sources: readonly SubgraphSource[],
  onReject: (reasons: string[]) => void,
): string | null {
  const { supergraphSdl, errors } = composeServices(
    sources.map(({ name, document }) => ({ name, url: `http://subgraph/${name}`, typeDefs: document })),
  );
  if (supergraphSdl) return supergraphSdl;
  onReject((errors ?? []).map(({ message }) => message));
  return null;
}

/** Answers requests by the subgraphs' schemas. */
export function answerBy(schemas: ReadonlyMap<string, GraphQLSchema>): ComposedWorld['answer'] {
  return async (subgraph, { query, variables, operationName }) => {
    const schema = schemas.get(subgraph);
    if (!schema) throw new RangeError(`no subgraph ${subgraph}`);
    return execute({ schema, document: parse(query), variableValues: variables, operationName });
  };
}

/** What clients of a supergraph see. */
export function apiSchemaOf(supergraphSdl: string): GraphQLSchema {
  const supportedFeatures = ROUTER_SUPPORTED_SUPERGRAPH_FEATURES;
  return Supergraph.build(supergraphSdl, { supportedFeatures }).apiSchema().toGraphQLJSSchema();
}
