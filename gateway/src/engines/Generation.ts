import type { GatewayExecutionResult, GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import type { GraphQLSchema } from 'graphql';
import type { HotOperation } from '../engine';
import type { RequestContext } from '../requestContext';

/** What an execution is given: the operation, parsed and validated, and the request's context. */
export type ExecutionContext = Omit<GatewayGraphQLRequestContext, 'context'> & {
  readonly context: RequestContext;
};

/** One supergraph with the engine that was made for it. Requests end on the generation that they began with. */
export interface Generation {
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  /** Subgraphs by their names. */
  readonly subgraphs: readonly string[];
  /** Executes one operation. Its errors may still hold what only the log may see: `translateErrors` comes after. */
  execute(context: ExecutionContext): Promise<GatewayExecutionResult>;
  /** The operations asked most, most asked first; none where nobody counts. */
  hotOperations(limit: number): HotOperation[];
  /** Closes connections once the requests under way have ended. */
  dispose(): Promise<void>;
}
