import { setImmediate } from 'node:timers/promises';
import type { GatewayExecutionResult } from '@apollo/server-gateway-interface';
import { noCosts } from '../demand/CostTable';
import { createEngine, type EngineRequest, type EngineResponse } from '../engine';
import type { Supergraph } from '../plan/Supergraph';
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
  for (const operation of previous?.hotOperations(plannedAhead) ?? []) {
    await engine.prepare(operation);
    // Validating and compiling one takes milliseconds; requests under way are not to wait for all of them.
    await setImmediate();
  }
  const keepsAnswers = options.departments.stale !== undefined;
  const answer = (execution: LiveExecution): Promise<EngineResponse> =>
    engine.execute(
      requestOf(execution, {
        reader: keepsAnswers ? readerOf(execution.context) : undefined,
        timeoutMs,
        explain: options.explainsPlans && execution.explain === true,
      }),
    );
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
      subscribe: (execution) => engine.subscribe(requestOf(execution, {})),
    },
    hotOperations: (limit) => engine.hotOperations(limit),
    stats: () => engine.stats(),
    dispose: () => engine.dispose(),
  };
}

type OwnParts = Pick<EngineRequest, 'reader' | 'timeoutMs' | 'explain'>;

/** The engine's request. Written out member by member: this runs for every request, and copying objects costs more. */
function requestOf(execution: LiveExecution, { reader, timeoutMs, explain }: OwnParts): EngineRequest {
  const { context } = execution;
  const { caller, departmentsAsked } = context;
  return {
    document: execution.document,
    operationName: execution.operationName,
    variables: execution.variables,
    incremental: execution.incremental,
    headers: context.callerHeaders,
    traceHeaders: { 'x-request-id': context.requestId },
    rights: caller,
    caller: caller
      ? JSON.stringify([caller.subject, caller.department, caller.role, caller.scopes])
      : undefined,
    signal: context.signal,
    watch: context.watch,
    onAsk: (name: string) => void departmentsAsked.add(name),
    reader,
    timeoutMs,
    explain,
  };
}
