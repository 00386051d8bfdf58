import type { Caller, PolicyEvaluator } from '@lien-thong/subgraph-kit';
import type { DocumentNode, GraphQLError, GraphQLSchema } from 'graphql';
import type { DepartmentAccess } from './auth/DepartmentAccess';
import type { Authorization } from './authorize/refuse';
import { buildEngine } from './execute/buildEngine';
import type { Signal } from './execute/Ending';
import type { ExplainedPlan } from './execute/explainPlan';
import type { SubscriptionTransport } from './execute/openEvents';
import type { RequestWatch } from './execute/RequestWatch';
import type { SubgraphFailure, SubgraphFailureReason } from './execute/subgraphFailure';
import type { PlanLimits } from './plan/limits';
import type { Supergraph } from './plan/Supergraph';
import type { Departments } from './resilience/Departments';
import type { ReadyJson } from './respond/ReadyJson';

export type { ExplainedPlan, RequestTrace } from './execute/explainPlan';
export type { SubscriptionTransport } from './execute/openEvents';
export type { CallWatch, PlannedOperation, RequestWatch } from './execute/RequestWatch';
export type { SubgraphFailure, SubgraphFailureReason } from './execute/subgraphFailure';
export { defaultPlanLimits, type PlanLimits } from './plan/limits';
export { ReadyJson, stringifyResult } from './respond/ReadyJson';

/** What an engine is made with. Times are milliseconds. */
export interface EngineOptions {
  /** Where a department of the supergraph (its name in `join__Graph`) answers; asked once for each department. */
  subgraphUrl(name: string): string;
  /** As whom departments are asked; unsigned and without certificates where left out. */
  readonly access?: DepartmentAccess;
  /** `native` (default) plans off the event loop; Apollo's takes over by itself for `@defer`, `@context` and where the native one cannot load. */
  readonly planner?: 'native' | 'apollo';
  /** How a department sends the events of subscriptions; by default over SSE at its usual address. */
  subscriptionTransport?(name: string): SubscriptionTransport | undefined;
  /** Reads that are identical (department, text, caller, headers) and in flight at once are asked once. Default true. */
  readonly shareReads?: boolean;
  /** Identical client queries in flight at once are executed once (`--dedupe`). Default false. */
  readonly shareRequests?: boolean;
  /** How many planned operations are kept. Default 1000. */
  readonly planCacheSize?: number;
  /** Memory that they may take, in bytes, estimated. Default 128 MiB. */
  readonly planCacheBytes?: number;
  /** A plan that takes longer is a PLAN_FAILED error. Default 10,000. */
  readonly planTimeoutMs?: number;
  /** The ways to the departments, with the policy of each; without them the engine has its own, with the three figures that follow. */
  readonly departments?: Departments;
  /** A department that takes longer is a DEPARTMENT_UNAVAILABLE error. Default 30,000. */
  readonly subgraphTimeoutMs?: number;
  /** The largest answer that is taken from a department, in bytes. Default 256 MiB. */
  readonly subgraphAnswerBytes?: number;
  /** Sockets kept to one department. Default 64. */
  readonly connectionsPerSubgraph?: number;
  /** What an operation may expand to before it is refused unplanned. */
  readonly limits?: Partial<PlanLimits>;
  /** Errors that departments report reach the client with this much of them: the message and the code, or our sentence alone. Default `message`. */
  readonly subgraphErrors?: 'message' | 'masked';
  /** What asks for more than its caller may see is answered without it, or refused whole. Default `filter`. */
  readonly authorization?: Authorization;
  /** Whether introspection shows what its caller may not see. Default true. */
  readonly introspectWithheld?: boolean;
  /** Decides policies of `@policy`; by default from the department and the role of the caller. */
  readonly holdsPolicy?: PolicyEvaluator;
  /** Whether answers are weighed while they are written: `data.cost` tells. Default false. */
  readonly weighsAnswers?: boolean;
  /** The cause of every failed request to a department, for the log and the counters; it never reaches a client. */
  onSubgraphFailure?(failure: SubgraphFailure): void;
  /** A mistake of the engine's own, for the log; the client gets INTERNAL_SERVER_ERROR. */
  onInternalError?(error: Error): void;
  /** Every answered request to a department, for the counters. */
  onSubgraphRequest?(done: {
    readonly subgraph: string;
    readonly durationMs: number;
    readonly failed: boolean;
    readonly reason?: SubgraphFailureReason;
  }): void;
}

/** One client request, parsed and validated against `apiSchema`. */
export interface EngineRequest {
  readonly document: DocumentNode;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Headers that every request to a department carries; part of every sharing key. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers that go along without being part of any sharing key, as the request's id; a shared read has those of the first. */
  readonly traceHeaders?: Readonly<Record<string, string>>;
  /** Called with each department that is asked for this request, for its line in the log. */
  onAsk?(subgraph: string): void;
  /** Looks on, for traces and for what is slow. */
  readonly watch?: RequestWatch;
  /** Who asks (e.g. the subject of the token); part of every sharing key. */
  readonly caller?: string;
  /** Whose rights count where the supergraph has rules for fields; without one an anonymous caller's. */
  readonly rights?: Caller | null;
  /**
   * Who asks, with everything that bears on what may be seen: where `departments` keep good answers for when a department fails, this request
   * gets those that a reader of the same name was given. Without it nothing is kept for this request and nothing kept is used.
   */
  readonly reader?: string;
  /** Labels of progressive `@override` that hold for this request; `percent(n)` labels are rolled by the engine. */
  readonly overrideLabels?: ReadonlySet<string>;
  /** Ends the work for this request, also at the departments. */
  readonly signal?: Signal;
  /** After so many milliseconds the request is a REQUEST_TIMEOUT. */
  readonly timeoutMs?: number;
  /** The client reads incremental answers, so `@defer` of queries holds; without it everything comes at once. */
  readonly incremental?: boolean;
  /** Adds `extensions.plan`: the plans (`ExplainedPlan`) and the requests made (`RequestTrace`). */
  readonly explain?: boolean;
}

/** One answer. `data` is text already; `stringifyResult` puts it on the wire as it is. */
export interface EngineResponse {
  readonly data?: ReadyJson | null;
  readonly errors?: readonly GraphQLError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** For `@defer`: what follows, in the form of the 2022-08-24 draft (`incremental: [{ data, path, label }]`). */
  readonly subsequent?: AsyncIterable<IncrementalPayload>;
}

/** What follows the first part of a deferred answer. */
export interface IncrementalPayload {
  readonly incremental?: readonly {
    readonly data: ReadyJson | null;
    readonly path: readonly (string | number)[];
    readonly label?: string;
    readonly errors?: readonly GraphQLError[];
  }[];
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly hasNext: boolean;
}

/** Counts since the engine was made. */
export interface EngineStats {
  readonly planHits: number;
  readonly planMisses: number;
  readonly planFailures: number;
  /** Sum over all plans made. */
  readonly planMs: number;
  readonly plansCached: number;
  readonly subgraphRequests: number;
  readonly readsShared: number;
  readonly requestsShared: number;
}

/** An operation worth planning before the first request asks for it. */
export interface HotOperation {
  readonly document: DocumentNode;
  readonly operationName?: string | null;
}

/** Plans and executes operations over one supergraph. Engines share nothing with each other. */
export interface Engine {
  /** What clients see; validate documents against it. */
  readonly apiSchema: GraphQLSchema;
  /** Departments by their names in the supergraph. */
  readonly subgraphs: readonly string[];
  /** Answers a query or a mutation. Never throws: what went wrong is in `errors`, with codes of the registry. */
  execute(request: EngineRequest): Promise<EngineResponse>;
  /** Answers a subscription: the events, or one answer with errors where it could not be started. */
  subscribe(request: EngineRequest): Promise<AsyncIterableIterator<EngineResponse> | EngineResponse>;
  /** The plans in words and as JSON, without executing them: one, or for mutations as many as are run one after the other. */
  explain(request: HotOperation & Pick<EngineRequest, 'overrideLabels'>): Promise<ExplainedPlan[]>;
  /** Plans an operation so that the next request for it finds the plan made. Never throws. */
  prepare(operation: HotOperation): Promise<void>;
  /** The most used operations, most used first; hand them to `prepare` of the next engine. */
  hotOperations(limit: number): HotOperation[];
  stats(): EngineStats;
  /** Closes sockets once requests under way have ended. */
  dispose(): Promise<void>;
}

/** Makes an engine of a supergraph's text, or of one that was read. Throws INVALID_SUPERGRAPH, with the reasons, where the text is none. */
export function createEngine(supergraph: string | Supergraph, options: EngineOptions): Promise<Engine> {
  return buildEngine(supergraph, options);
}
