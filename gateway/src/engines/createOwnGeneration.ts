import type { GatewayExecutionResult } from '@apollo/server-gateway-interface';
import { noCosts } from '../demand/CostTable';
import { createEngine, type EngineRequest, type EngineResponse } from '../engine';
import type { Supergraph } from '../plan/Supergraph';
import type { RequestContext } from '../requestContext';
import type { ExecutionContext, Generation, LiveExecution } from './Generation';
import type { GenerationOptions } from './GenerationOptions';
import { readerOf } from './readerOf';

/** How many operations of the former supergraph are planned before a new one is served. */
const plannedAhead = 200;

/** The header by which a request asks for its plan. */
export const explainHeader = 'x-lien-thong-explain';

/** Our engine over one supergraph. What its predecessor was asked most is planned before the first request. */
export async function createOwnGeneration(
  supergraph: Supergraph,
  options: GenerationOptions,
  previous: Generation | null,
): Promise<Generation> {
  const { log, requestDeadlineMs } = options;
  const engine = await createEngine(supergraph, {
    subgraphUrl: options.subgraphUrl,
    access: options.access,
    departments: options.departments,
    planTimeoutMs: requestDeadlineMs,
    shareReads: options.shareReads,
    shareRequests: options.dedupe,
    authorization: options.authorization,
    introspectWithheld: options.introspectWithheld,
    planCacheBytes: options.planCacheBytes,
    weighsAnswers: options.demandControl !== 'off',
    onSubgraphFailure: ({ subgraph, reason, detail }) => {
      options.onDepartmentFailure?.(subgraph, reason);
      log.warn({ department: subgraph, reason, detail }, 'a department failed');
    },
    onSubgraphRequest: options.onDepartmentRequest,
    onInternalError: (error) => log.error({ err: error }, 'the engine made a mistake'),
  });
  // A little before the whole request is given up, so that what is known by then is still an answer.
  const timeoutMs = Math.ceil(requestDeadlineMs * 0.95);
  for (const operation of previous?.hotOperations(plannedAhead) ?? []) await engine.prepare(operation);
  const keepsAnswers = options.departments.stale !== undefined;
  const answer = ({ context, explain, ...operation }: LiveExecution): Promise<EngineResponse> =>
    engine.execute({
      ...operation,
      ...scopeOf(context),
      reader: keepsAnswers ? readerOf(context) : undefined,
      timeoutMs,
      explain: options.explainsPlans && explain === true,
    });
  return {
    apiSchema: engine.apiSchema,
    costs: supergraph.costs ?? noCosts,
    subgraphs: engine.subgraphs,
    execute: async ({ document, schema, request, context }: ExecutionContext) => {
      const { operationName, variables } = request;
      const explain = request.http?.headers.get(explainHeader) === '1';
      const response = await answer({ document, schema, operationName, variables, context, explain });
      // `data` is text; `stringifyResult` knows it.
      return response as unknown as GatewayExecutionResult;
    },
    live: {
      answer,
      subscribe: ({ context, ...operation }) => engine.subscribe({ ...operation, ...scopeOf(context) }),
    },
    hotOperations: (limit) => engine.hotOperations(limit),
    stats: () => engine.stats(),
    dispose: () => engine.dispose(),
  };
}

/** What goes along with every operation of one request. */
function scopeOf(context: RequestContext) {
  const { requestId, caller, callerHeaders, signal, departmentsAsked, watch } = context;
  return {
    headers: callerHeaders,
    traceHeaders: { 'x-request-id': requestId },
    rights: caller,
    caller: caller
      ? JSON.stringify([caller.subject, caller.department, caller.role, caller.scopes])
      : undefined,
    signal,
    watch,
    onAsk: (name: string) => void departmentsAsked.add(name),
  } satisfies Partial<EngineRequest>;
}
