import type { GatewayExecutionResult, GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { CostTable } from '../demand/CostTable';
import type { EngineResponse, EngineStats, HotOperation } from '../engine';
import type { RequestContext } from '../requestContext';

/** What an execution is given: the operation, parsed and validated, and the request's context. */
export type ExecutionContext = Omit<GatewayGraphQLRequestContext, 'context'> & {
  readonly context: RequestContext;
};

/** An operation for an engine of our own: parsed and validated, with the request's context. */
export interface LiveExecution {
  readonly document: DocumentNode;
  readonly schema: GraphQLSchema;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
  /** Whether the client takes an answer in parts. */
  readonly incremental?: boolean;
  /** Whether the client asks for the plan; it gets it where the configuration lets it. */
  readonly explain?: boolean;
}

/** What answers by itself, not through the gateway interface of Apollo Server: also in several parts. */
export interface LiveEngine {
  /** Answers a query or a mutation; what is deferred comes in `subsequent`. */
  answer(execution: LiveExecution): Promise<EngineResponse>;
  /** Answers a subscription: its events, or one answer with errors where it could not be started. */
  subscribe(execution: LiveExecution): Promise<AsyncIterableIterator<EngineResponse> | EngineResponse>;
}

/** One supergraph with the engine that was made for it. Requests end on the generation that they began with. */
export interface Generation {
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  /** What fields and types cost. */
  readonly costs: CostTable;
  /** Subgraphs by their names. */
  readonly subgraphs: readonly string[];
  /** Executes one operation. Its errors may still hold what only the log may see: `translateErrors` comes after. */
  execute(context: ExecutionContext): Promise<GatewayExecutionResult>;
  /** Null for an engine that speaks the gateway interface of Apollo Server and no more. */
  readonly live: LiveEngine | null;
  /** The operations asked most, most asked first; none where nobody counts. */
  hotOperations(limit: number): HotOperation[];
  /** What the engine counts; null for one that does not. */
  stats(): EngineStats | null;
  /** Closes connections once the requests under way have ended. */
  dispose(): Promise<void>;
}
