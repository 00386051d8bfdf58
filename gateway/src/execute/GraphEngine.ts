import { codedError } from '@lien-thong/schema';
import { executeSync, GraphQLError, type GraphQLSchema } from 'graphql';
import type {
  Engine,
  EngineOptions,
  EngineRequest,
  EngineResponse,
  EngineStats,
  HotOperation,
} from '../engine';
import { defaultPlanLimits } from '../plan/limits';
import { OperationPlanner } from '../plan/OperationPlanner';
import { readSupergraph, type Supergraph } from '../plan/Supergraph';
import { findProblems } from '../respond/findProblems';
import { ReadyJson } from '../respond/ReadyJson';
import { problemErrors } from './answerErrors';
import type { CompiledOperation } from './CompiledOperation';
import { type FailedPlace, OperationRun } from './OperationRun';
import { type PreparedOperation, PreparedOperations, type PrepareInput } from './PreparedOperations';
import { type RequestVariables, requestVariables } from './requestVariables';
import { type RequestScope, Subgraphs } from './Subgraphs';

/** What a request has gathered. */
interface Gathered {
  readonly data: object;
  readonly errors: GraphQLError[];
  readonly failedPlaces: FailedPlace[];
}

/** The engine over one supergraph. */
export class GraphEngine implements Engine {
  readonly apiSchema: GraphQLSchema;
  readonly subgraphs: readonly string[];
  private readonly supergraph: Supergraph;
  private readonly planner: OperationPlanner;
  private readonly prepared: PreparedOperations;
  private readonly clients: Subgraphs;

  constructor(
    supergraphSdl: string,
    private readonly options: EngineOptions,
  ) {
    this.supergraph = readSupergraph(supergraphSdl);
    this.apiSchema = this.supergraph.apiSchema;
    this.subgraphs = this.supergraph.subgraphs;
    this.planner = new OperationPlanner(this.supergraph, {
      preferred: options.planner ?? 'native',
      timeoutMs: options.planTimeoutMs ?? 10_000,
    });
    this.prepared = new PreparedOperations(this.supergraph, this.planner, {
      capacity: options.planCacheSize ?? 1_000,
      limits: { ...defaultPlanLimits, ...options.limits },
    });
    this.clients = new Subgraphs(options);
  }

  async execute(request: EngineRequest): Promise<EngineResponse> {
    try {
      const input = this.prepareInput(request);
      const prepared = this.prepared.find(input) ?? (await this.prepared.prepare(input));
      const variables = requestVariables(this.apiSchema, prepared.normal, request.variables);
      if ('errors' in variables) return { errors: variables.errors };
      return await this.run(prepared, variables, request);
    } catch (error) {
      return { errors: [this.asGraphQLError(error)] };
    }
  }

  subscribe(_request: EngineRequest): Promise<AsyncIterableIterator<EngineResponse> | EngineResponse> {
    return Promise.resolve({
      errors: [codedError('PLAN_FAILED', { message: 'Subscriptions are not connected yet.' })],
    });
  }

  async explain(request: HotOperation & Pick<EngineRequest, 'overrideLabels'>): Promise<unknown> {
    const { compiled } = await this.prepared.prepare(this.prepareInput(request));
    return compiled.plans.map(({ planner, source, steps }) => ({ planner, steps, source }));
  }

  async prepare(operation: HotOperation): Promise<void> {
    await this.prepared.prepare(this.prepareInput(operation)).catch(() => {});
  }

  hotOperations(_limit: number): HotOperation[] {
    return [];
  }

  stats(): EngineStats {
    const plans = this.prepared.stats();
    return {
      planHits: plans.hits,
      planMisses: plans.misses,
      planFailures: plans.failures,
      planMs: plans.milliseconds,
      plansCached: plans.size,
      subgraphRequests: this.clients.requests,
      readsShared: 0,
      requestsShared: 0,
    };
  }

  async dispose(): Promise<void> {
    await Promise.all([this.planner.dispose(), this.clients.close()]);
  }

  private prepareInput(request: HotOperation & Pick<EngineRequest, 'overrideLabels'>): PrepareInput {
    const { document, operationName, overrideLabels } = request;
    const labels = overrideLabels ?? noLabels;
    const overrides = { labels, roll: 0 };
    return {
      document,
      operationName,
      incremental: false,
      overrides,
      overrideKey: [...labels].sort().join(','),
    };
  }

  private asGraphQLError(error: unknown): GraphQLError {
    if (error instanceof GraphQLError) return error;
    const cause = error instanceof Error ? error : new Error(String(error));
    this.options.onInternalError?.(cause);
    return codedError('INTERNAL_SERVER_ERROR', { cause });
  }

  private async run(
    { compiled }: PreparedOperation,
    variables: RequestVariables,
    request: EngineRequest,
  ): Promise<EngineResponse> {
    const conditions = new Map(
      compiled.conditionNames.map((name) => [name, variables.values[name] === true]),
    );
    const scope: RequestScope = {
      headers: request.headers ?? noHeaders,
      traceHeaders: request.traceHeaders,
      signal: request.signal,
      onAsk: request.onAsk,
      endsAt:
        request.timeoutMs === undefined ? Number.POSITIVE_INFINITY : performance.now() + request.timeoutMs,
    };
    const gathered: Gathered = { data: {}, errors: [], failedPlaces: [] };
    for (const steps of compiled.stages) {
      const run = new OperationRun({
        steps,
        types: this.supergraph.types,
        conditions,
        variableTexts: variables.texts,
        maskErrors: this.options.subgraphErrors === 'masked',
        data: gathered.data,
        send: (step, body) => this.clients.send(step, body, scope),
      });
      await run.run();
      gathered.errors.push(...run.errors);
      gathered.failedPlaces.push(...run.failedPlaces);
    }
    if (compiled.introspection) this.introspect(compiled, variables, gathered);
    return this.respond(compiled, conditions, gathered);
  }

  private introspect(compiled: CompiledOperation, variables: RequestVariables, gathered: Gathered): void {
    if (!compiled.introspection) return;
    const variableValues = Object.fromEntries(
      [...variables.texts].map(([name, text]) => [name, JSON.parse(text) as unknown]),
    );
    const { data, errors } = executeSync({
      schema: this.apiSchema,
      document: compiled.introspection,
      rootValue: {},
      variableValues,
    });
    if (data) Object.assign(gathered.data, data);
    if (errors) gathered.errors.push(...errors);
  }

  private respond(
    compiled: CompiledOperation,
    conditions: ReadonlyMap<string, boolean>,
    gathered: Gathered,
  ): EngineResponse {
    const { write, input } = compiled.writer(conditions);
    const state = { problems: 0 };
    const text = write(gathered.data, state);
    const errors =
      state.problems > 0
        ? [...gathered.errors, ...problemErrors(findProblems(input, gathered.data), gathered)]
        : gathered.errors;
    const data = text === '' ? null : new ReadyJson(text);
    return errors.length === 0 ? { data } : { data, errors };
  }
}

const noLabels: ReadonlySet<string> = new Set();
const noHeaders: Readonly<Record<string, string>> = {};
