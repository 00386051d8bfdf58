import { codedError } from '@lien-thong/schema';
import { GraphQLError, type GraphQLSchema, validate } from 'graphql';
import { Gate } from '../authorize/Gate';
import { refuse } from '../authorize/refuse';
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
import type { Supergraph } from '../plan/Supergraph';
import type { CompiledOperation } from './CompiledOperation';
import { expectListeners, firstToEnd } from './Ending';
import { Execution, shareKeyOf } from './Execution';
import { type ExplainedPlan, explainPlan } from './explainPlan';
import { Flights } from './Flights';
import { type PreparedOperation, PreparedOperations, type PrepareInput } from './PreparedOperations';
import { requestVariables } from './requestVariables';
import { Subgraphs } from './Subgraphs';
import { subscribe } from './subscribe';

/** The engine over one supergraph. */
export class GraphEngine implements Engine {
  readonly apiSchema: GraphQLSchema;
  readonly subgraphs: readonly string[];
  private readonly planner: OperationPlanner;
  private readonly overrides: Overrides;
  private readonly prepared: PreparedOperations;
  /** Undefined where the supergraph has no rules for fields. */
  private readonly gate: Gate | undefined;
  private readonly clients: Subgraphs;
  private readonly flights = new Flights<EngineResponse>();
  private epoch = 0;
  private readonly subscriptions = new Set<AbortController>();

  constructor(
    private readonly supergraph: Supergraph,
    private readonly options: EngineOptions,
  ) {
    this.apiSchema = supergraph.apiSchema;
    this.subgraphs = supergraph.subgraphs;
    this.planner = new OperationPlanner(supergraph, {
      preferred: options.planner ?? 'native',
      timeoutMs: options.planTimeoutMs ?? 10_000,
    });
    this.overrides = new Overrides(this.supergraph.overrideLabels);
    if (supergraph.fieldAccess) this.gate = new Gate(supergraph.fieldAccess, options.holdsPolicy);
    this.prepared = new PreparedOperations(
      options.weighsAnswers ? supergraph : { ...supergraph, costs: null },
      this.planner,
      {
        capacity: options.planCacheSize ?? 1_000,
        limitBytes: options.planCacheBytes ?? 134_217_728,
        limits: { ...defaultPlanLimits, ...options.limits },
        gate: this.gate,
      },
    );
    this.clients = new Subgraphs(options);
  }

  async execute(request: EngineRequest): Promise<EngineResponse> {
    try {
      const execution = await this.open(request);
      return execution instanceof Execution ? await this.run(execution) : execution;
    } catch (error) {
      return { errors: [this.asGraphQLError(error)] };
    }
  }

  async subscribe(request: EngineRequest): Promise<AsyncIterableIterator<EngineResponse> | EngineResponse> {
    const ended = new AbortController();
    const signal = request.signal ? firstToEnd(request.signal, ended.signal) : ended.signal;
    try {
      const execution = await this.open({ ...request, signal });
      if (!(execution instanceof Execution)) return execution;
      this.subscriptions.add(ended);
      return endable(this.guarded(subscribe(execution), ended), ended);
    } catch (error) {
      return { errors: [this.asGraphQLError(error)] };
    }
  }

  async explain(request: HotOperation & Pick<EngineRequest, 'overrideLabels'>): Promise<ExplainedPlan[]> {
    const { compiled } = await this.prepared.prepare(this.prepareInput(request));
    return compiled.plans.map(explainPlan);
  }

  async prepare(operation: HotOperation): Promise<void> {
    try {
      // What was valid for another schema need not be for this one.
      if (validate(this.apiSchema, operation.document).length > 0) return;
      const { access, ...whole } = this.prepareInput(operation);
      await this.prepared.prepare(whole);
      if (access) await this.prepared.prepare({ ...whole, access });
    } catch {
      // The first client who asks for it will be told why.
    }
  }

  hotOperations(limit: number): HotOperation[] {
    return this.prepared.hottest(limit);
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
      readsShared: this.clients.shared,
      requestsShared: this.flights.joined,
    };
  }

  async dispose(): Promise<void> {
    for (const subscription of this.subscriptions) subscription.abort();
    await Promise.all([this.planner.dispose(), this.clients.close()]);
  }

  private async run(execution: Execution): Promise<EngineResponse> {
    const { normal, options, request } = execution.input;
    const shares = options.shareRequests === true || options.shareReads !== false;
    if (normal.kind === 'query' && shares && normal.deferred.length === 0 && !request.explain)
      return this.runShared(execution);
    if (normal.kind !== 'mutation') return execution.run();
    // Readers who come from now on may not join what was read before the change, nor what is read while it is made.
    this.forgetReads(request);
    return execution.run().finally(() => this.forgetReads(request));
  }

  private forgetReads({ reader }: EngineRequest): void {
    this.epoch++;
    this.clients.forgetReads(reader);
  }

  /**
   * Identical requests share one execution: all that are under way, or (where reads alone are shared) those that come while every read of
   * the first one is still in flight. Such a request would join each of those reads, now or later, and so would come to the same answer.
   */
  private runShared({ input }: Execution): Promise<EngineResponse> {
    const { request, compiled, variables } = input;
    const texts = [...variables.texts].map(([name, text]) => `${name}:${text}`).join();
    const key = `${compiled.id} ${this.epoch} ${request.timeoutMs} ${shareKeyOf(request)}\n${texts}`;
    const left = (): EngineResponse => ({
      errors: [codedError('REQUEST_TIMEOUT', { message: 'The request ended before it was answered.' })],
    });
    const { signal, watch } = request;
    return this.flights.join(key, { signal, left, watch }, ({ signal, close }) => {
      const onFirstAnswer = this.options.shareRequests === true ? undefined : close;
      return new Execution({ ...input, request: { ...request, signal }, onFirstAnswer }).run();
    });
  }

  /** Prepares the operation and checks the variables; an answer where the variables are wrong. Rejects with a coded error. */
  private async open(request: EngineRequest): Promise<Execution | EngineResponse> {
    expectListeners(request.signal);
    const input = this.prepareInput(request, request.incremental);
    const refused = this.gate && this.refusal(input, request);
    if (refused) return refused;
    const { compiled, normal } = this.prepared.find(input) ?? (await this.prepareWatched(input, request));
    request.watch?.planned?.(compiled);
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
      introspected: this.introspected(compiled, input),
    });
  }

  private async prepareWatched(input: PrepareInput, { watch }: EngineRequest): Promise<PreparedOperation> {
    const planned = watch?.planning?.();
    try {
      return await this.prepared.prepare(input);
    } finally {
      planned?.();
    }
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

  /** Before anything is planned for it: whether the caller may not see so much of it that nothing is asked. */
  private refusal(input: PrepareInput, { variables }: EngineRequest): EngineResponse | null {
    const { authorization = 'filter' } = this.options;
    const rules = { authorization, schema: this.apiSchema };
    return refuse(this.prepared.normal(input), variables, rules);
  }

  private introspected(
    { introspection }: CompiledOperation,
    { access }: PrepareInput,
  ): GraphQLSchema | undefined {
    const isHidden = introspection && access && this.options.introspectWithheld === false;
    return isHidden ? this.gate?.visibleSchema(this.apiSchema, access) : undefined;
  }

  private prepareInput(
    request: HotOperation & Pick<EngineRequest, 'overrideLabels' | 'rights'>,
    incremental = false,
  ): PrepareInput {
    const { document, operationName, overrideLabels } = request;
    const chosen = this.overrides.choose(overrideLabels ?? noLabels, Math.random() * 100);
    const access = this.gate?.accessOf(request.rights ?? null);
    return { document, operationName, incremental, access, ...chosen };
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
