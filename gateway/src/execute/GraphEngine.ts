import { codedError } from '@lien-thong/schema';
import { GraphQLError, type GraphQLSchema } from 'graphql';
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
import { Overrides } from '../plan/Overrides';
import { readSupergraph, type Supergraph } from '../plan/Supergraph';
import { Execution } from './Execution';
import { PreparedOperations, type PrepareInput } from './PreparedOperations';
import { requestVariables } from './requestVariables';
import { Subgraphs } from './Subgraphs';
import { subscribe } from './subscribe';

/** The engine over one supergraph. */
export class GraphEngine implements Engine {
  readonly apiSchema: GraphQLSchema;
  readonly subgraphs: readonly string[];
  private readonly supergraph: Supergraph;
  private readonly planner: OperationPlanner;
  private readonly overrides: Overrides;
  private readonly prepared: PreparedOperations;
  private readonly clients: Subgraphs;
  private readonly subscriptions = new Set<AbortController>();

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
    this.overrides = new Overrides(this.supergraph.overrideLabels);
    this.prepared = new PreparedOperations(this.supergraph, this.planner, {
      capacity: options.planCacheSize ?? 1_000,
      limits: { ...defaultPlanLimits, ...options.limits },
    });
    this.clients = new Subgraphs(options);
  }

  async execute(request: EngineRequest): Promise<EngineResponse> {
    try {
      const execution = await this.open(request);
      return execution instanceof Execution ? await execution.run() : execution;
    } catch (error) {
      return { errors: [this.asGraphQLError(error)] };
    }
  }

  async subscribe(request: EngineRequest): Promise<AsyncIterableIterator<EngineResponse> | EngineResponse> {
    const ended = new AbortController();
    const signal = request.signal ? AbortSignal.any([request.signal, ended.signal]) : ended.signal;
    try {
      const execution = await this.open({ ...request, signal });
      if (!(execution instanceof Execution)) return execution;
      this.subscriptions.add(ended);
      return endable(this.guarded(subscribe(execution), ended), ended);
    } catch (error) {
      return { errors: [this.asGraphQLError(error)] };
    }
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
    for (const subscription of this.subscriptions) subscription.abort();
    await Promise.all([this.planner.dispose(), this.clients.close()]);
  }

  /** Prepares the operation and checks the variables; an answer where the variables are wrong. Rejects with a coded error. */
  private async open(request: EngineRequest): Promise<Execution | EngineResponse> {
    const input = this.prepareInput(request, request.incremental);
    const { compiled, normal } = this.prepared.find(input) ?? (await this.prepared.prepare(input));
    const variables = requestVariables(this.apiSchema, normal, request.variables);
    if ('errors' in variables) return { errors: variables.errors };
    const { supergraph, options } = this;
    return new Execution({
      compiled,
      normal,
      variables,
      request,
      supergraph,
      subgraphs: this.clients,
      options,
    });
  }

  private async *guarded(
    events: AsyncIterableIterator<EngineResponse>,
    ended: AbortController,
  ): AsyncGenerator<EngineResponse, undefined, undefined> {
    try {
      yield* events;
    } catch (error) {
      yield { errors: [this.asGraphQLError(error)] };
    } finally {
      this.subscriptions.delete(ended);
      ended.abort();
    }
  }

  private prepareInput(
    request: HotOperation & Pick<EngineRequest, 'overrideLabels'>,
    incremental = false,
  ): PrepareInput {
    const { document, operationName, overrideLabels } = request;
    const chosen = this.overrides.choose(overrideLabels ?? noLabels, Math.random() * 100);
    return { document, operationName, incremental, ...chosen };
  }

  private asGraphQLError(error: unknown): GraphQLError {
    if (error instanceof GraphQLError) return error;
    const cause = error instanceof Error ? error : new Error(String(error));
    this.options.onInternalError?.(cause);
    return codedError('INTERNAL_SERVER_ERROR', { cause });
  }
}

/** `return` of a generator waits for the event under way, which may never come: end the source first. */
function endable(
  events: AsyncGenerator<EngineResponse, undefined, undefined>,
  ended: AbortController,
): AsyncIterableIterator<EngineResponse> {
  return {
    next: () => events.next(),
    return() {
      ended.abort();
      return events.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

const noLabels: ReadonlySet<string> = new Set();
