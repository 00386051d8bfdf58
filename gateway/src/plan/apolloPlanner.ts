import {
  DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES,
  operationFromDocument,
  ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  Supergraph,
} from '@apollo/federation-internals';
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import { type DocumentNode, parse } from 'graphql';
import { settleOverrides } from './settleOverrides';

/** What Apollo's planner is asked; plain data, so that it can cross to another thread. */
export interface ApolloPlanRequest {
  readonly text: string;
  /** Every override label of the supergraph and whether it holds. */
  readonly overrides: readonly (readonly [string, boolean])[];
  /** The operation selects what clients cannot see. */
  readonly isInternal?: boolean;
}

/** How many choices of override labels have a planner ready; who rolls to and fro between two thresholds needs two. */
const choicesKept = 4;

/**
 * Each plan weighs whole plans against each other; by far the most of Apollo's default of 10,000 differ in nothing that
 * matters, and take seconds.
 */
const plansWeighed = 1_000;

/** Apollo's planner for one supergraph, on the thread that calls it. */
export class ApolloPlanner {
  private readonly document: DocumentNode;
  /**
   * By the choice of override labels, the latest last. The planner knows labels itself, but asks a department for an
   * interface's field of an implementation that a label has left with another: it gets the supergraph as they leave it.
   */
  private readonly planners = new Map<string, QueryPlanner>();

  constructor(supergraphSdl: string) {
    this.document = parse(supergraphSdl, { noLocation: true });
  }

  plan({ text, overrides, isInternal }: ApolloPlanRequest): QueryPlan {
    const planner = this.plannerFor(overrides);
    const { supergraph } = planner;
    const schema = isInternal ? supergraph.schema : supergraph.apiSchema();
    const operation = operationFromDocument(schema, parse(text), { validate: false });
    const plan = planner.buildQueryPlan(operation);
    // The plan's nodes have no cycles and no methods that matter, but come with class instances that a thread cannot hand over.
    return JSON.parse(JSON.stringify(plan)) as QueryPlan;
  }

  private plannerFor(overrides: ApolloPlanRequest['overrides']): QueryPlanner {
    const choice = JSON.stringify(overrides);
    const planner =
      this.planners.get(choice) ?? buildPlanner(settleOverrides(this.document, new Map(overrides)));
    this.planners.delete(choice);
    this.planners.set(choice, planner);
    const [oldest] = this.planners.keys();
    if (this.planners.size > choicesKept && oldest !== undefined) this.planners.delete(oldest);
    return planner;
  }
}

function buildPlanner(document: DocumentNode): QueryPlanner {
  const supportedFeatures = new Set([
    ...DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES,
    ...ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  ]);
  const supergraph = Supergraph.build(document, { supportedFeatures, validateSupergraph: false });
  return new QueryPlanner(supergraph, {
    incrementalDelivery: { enableDefer: true },
    debug: { maxEvaluatedPlans: plansWeighed },
  });
}
