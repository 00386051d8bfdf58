import {
  DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES,
  operationFromDocument,
  ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  Supergraph,
} from '@apollo/federation-internals';
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import { parse } from 'graphql';

/** What Apollo's planner is asked; plain data, so that it can cross to another thread. */
export interface ApolloPlanRequest {
  readonly text: string;
  /** Every override label of the supergraph and whether it holds. */
  readonly overrides: readonly (readonly [string, boolean])[];
  /** The operation selects what clients cannot see. */
  readonly isInternal?: boolean;
}

/** Apollo's planner for one supergraph, on the thread that calls it. */
export class ApolloPlanner {
  private readonly planner: QueryPlanner;

  constructor(supergraphSdl: string) {
    const supportedFeatures = new Set([
      ...DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES,
      ...ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
    ]);
    const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures, validateSupergraph: false });
    this.planner = new QueryPlanner(supergraph, { incrementalDelivery: { enableDefer: true } });
  }

  plan({ text, overrides, isInternal }: ApolloPlanRequest): QueryPlan {
    const { supergraph } = this.planner;
    const schema = isInternal ? supergraph.schema : supergraph.apiSchema();
    const operation = operationFromDocument(schema, parse(text), { validate: false });
    const plan = this.planner.buildQueryPlan(operation, { overrideConditions: new Map(overrides) });
    // The plan's nodes have no cycles and no methods that matter, but come with class instances that a thread cannot hand over.
    return JSON.parse(JSON.stringify(plan)) as QueryPlan;
  }
}
