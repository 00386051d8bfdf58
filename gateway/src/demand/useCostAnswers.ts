import { type ApolloServerPlugin, type GraphQLRequest, HeaderMap } from '@apollo/server';
import { explainHeader } from '../engines/createOwnGeneration';
import type { RequestContext } from '../requestContext';
import type { Demands } from './Demands';

/** What tells clients of costs. */
export interface CostAnswersOptions {
  readonly demands: Demands;
  /** The highest estimated cost, in points; null where nothing is refused. */
  readonly limit: number | null;
  /** Whether a request may ask for its plan, and so for what it came to. */
  readonly explainsPlans: boolean;
}

/** The header by which a request asks what it would cost, without being executed: `x-lien-thong-cost: estimate`. */
export const costHeader = 'x-lien-thong-cost';

/**
 * Tells costs in `extensions.cost`: of an operation that is not executed, to a request with `x-lien-thong-cost: estimate`;
 * with the actual cost beside it, to one that asks for its plan. It is to come before what executes operations.
 */
export function useCostAnswers({
  demands,
  limit,
  explainsPlans,
}: CostAnswersOptions): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart({ request }) {
      if (asks(request, costHeader, 'estimate')) return estimating(demands, limit);
      return explainsPlans && asks(request, explainHeader, '1') ? telling(limit) : undefined;
    },
  };
}

type Listener = Exclude<
  Awaited<ReturnType<NonNullable<ApolloServerPlugin<RequestContext>['requestDidStart']>>>,
  void
>;

function estimating(demands: Demands, limit: number | null): Listener {
  return {
    async didResolveOperation({ contextValue }) {
      // It is read and checked, no more: what it would cost is not spent.
      const { estimatedCost = 1, cost } = contextValue;
      contextValue.estimatedCost = Math.max(1, estimatedCost - (cost.estimated ?? 0));
    },
    async responseForOperation({ schema, document, operationName, request: { variables } }) {
      const estimated = demands.estimateOf({ schema, document, operationName, variables });
      const singleResult = { data: null, extensions: { cost: { estimated, limit } } };
      return {
        http: { status: undefined, headers: new HeaderMap() },
        body: { kind: 'single', singleResult },
      };
    },
  };
}

function telling(limit: number | null): Listener {
  return {
    async willSendResponse({ contextValue: { cost }, response: { body } }) {
      if (body.kind !== 'single' || cost.estimated === null) return;
      const { extensions } = body.singleResult;
      body.singleResult.extensions = { ...extensions, cost: { ...cost, limit } };
    },
  };
}

function asks({ http }: GraphQLRequest, header: string, value: string): boolean {
  return http?.headers.get(header) === value;
}
