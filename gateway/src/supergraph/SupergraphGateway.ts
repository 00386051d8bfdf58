import { setTimeout } from 'node:timers/promises';
import type {
  GatewayExecutionResult,
  GatewayGraphQLRequestContext,
  GatewayInterface,
  GatewayLoadResult,
  GatewaySchemaLoadOrUpdateCallback,
} from '@apollo/server-gateway-interface';
import { codedError } from '@lien-thong/schema';
import { type GraphQLError, type GraphQLSchema, OperationTypeNode } from 'graphql';
import type { Logger } from 'pino';
import type { CostTable } from '../demand/CostTable';
import { translateErrors } from '../departments/translateErrors';
import type { EngineResponse, EngineStats } from '../engine';
import type { ExecutionContext, Generation, LiveExecution } from '../engines/Generation';
import type { LoadedSupergraph } from './loadSupergraph';
import { Tenancy } from './Tenancy';
import { watchFile } from './watchFile';

/** How long a request may be between its validation and its execution, in milliseconds, generously. */
const handoverMs = 1_000;

/** What the gateway of one supergraph file is made with. */
export interface SupergraphGatewayOptions {
  /** The file to watch; null watches nothing. */
  readonly watchedPath: string | null;
  readonly log: Logger;
  /** Reads the supergraph; null where it is still the one of that id. */
  load(knownId: string | null): Promise<LoadedSupergraph | null>;
  /** Makes the engine of a supergraph; `previous` is what it takes the place of. */
  createGeneration(loaded: LoadedSupergraph, previous: Generation | null): Promise<Generation>;
}

/** The supergraph that is served now. */
export interface ServedSupergraph {
  /** The first 12 hexadecimal digits of the SHA-256 of its text. */
  readonly id: string;
  readonly loadedAt: Date;
  readonly urls: ReadonlyMap<string, string>;
}

/** A generation and the requests that run on it. */
interface Tenure {
  readonly generation: Generation;
  readonly tenancy: Tenancy;
}

/**
 * The gateway that Apollo Server runs: loads the supergraph, takes over a changed one, refuses a broken one with its
 * reasons and keeps the old. A request ends on the generation whose schema it was validated against.
 */
export class SupergraphGateway implements GatewayInterface {
  readonly #options: SupergraphGatewayOptions;
  readonly #listeners = new Set<GatewaySchemaLoadOrUpdateCallback>();
  readonly #tenureBySchema = new WeakMap<GraphQLSchema, Tenure>();
  #current: Tenure | null = null;
  #served: ServedSupergraph | null = null;
  /** How many supergraphs were taken over, the first one included, and how many were refused. */
  readonly reloads = { taken: 0, refused: 0 };
  #reloading: Promise<void> = Promise.resolve();
  #unwatch: (() => Promise<void>) | null = null;

  constructor(options: SupergraphGatewayOptions) {
    this.#options = options;
  }

  /** What is served now; null before the first load. */
  get served(): ServedSupergraph | null {
    return this.#served;
  }

  /** What the engine counts; null before the first load, and for an engine that does not. */
  stats(): EngineStats | null {
    return this.#current?.generation.stats() ?? null;
  }

  /** Loads the first supergraph. Rejects with INVALID_SUPERGRAPH and its reasons. */
  async load(): Promise<GatewayLoadResult> {
    await this.#takeOver();
    const { watchedPath } = this.#options;
    if (watchedPath !== null) this.#unwatch = watchFile(watchedPath, () => void this.reload());
    return { executor: (context) => this.#execute(context) };
  }

  /** Takes over the file as it is now. Never rejects: a broken supergraph is logged with its reasons and not served. */
  reload(): Promise<void> {
    this.#reloading = this.#reloading.then(() => this.#reloadNow());
    return this.#reloading;
  }

  onSchemaLoadOrUpdate(callback: GatewaySchemaLoadOrUpdateCallback): () => void {
    this.#listeners.add(callback);
    return () => this.#listeners.delete(callback);
  }

  async stop(): Promise<void> {
    await this.#unwatch?.();
    await this.#reloading;
    await this.#current?.tenancy.idle();
    await this.#current?.generation.dispose();
  }

  async #reloadNow(): Promise<void> {
    const { log } = this.#options;
    try {
      const changed = await this.#takeOver();
      if (changed) log.info({ supergraph: this.#served?.id }, `supergraph ${this.#served?.id} is served now`);
    } catch (error) {
      this.reloads.refused += 1;
      const { extensions, message } = error as { extensions?: { reasons?: unknown }; message: string };
      log.error(
        { reasons: extensions?.reasons ?? [message] },
        `the changed supergraph is refused, ${this.#served?.id} stays: ${message}`,
      );
    }
  }

  /** Whether another supergraph is served than before. */
  async #takeOver(): Promise<boolean> {
    const loaded = await this.#options.load(this.#served?.id ?? null);
    if (!loaded) return false;
    const { id, urls } = loaded;
    const previous = this.#current;
    const generation = await this.#options.createGeneration(loaded, previous?.generation ?? null);
    this.#current = { generation, tenancy: new Tenancy() };
    this.#tenureBySchema.set(generation.apiSchema, this.#current);
    this.#served = { id, loadedAt: new Date(), urls };
    this.reloads.taken += 1;
    for (const listener of this.#listeners) {
      listener({ apiSchema: generation.apiSchema, coreSupergraphSdl: loaded.supergraph.sdl });
    }
    if (previous) void this.#retire(previous);
    return true;
  }

  /** Closes a generation when the requests that began on it have ended. */
  async #retire({ generation, tenancy }: Tenure): Promise<void> {
    try {
      await setTimeout(handoverMs, undefined, { ref: false });
      await tenancy.idle();
      await generation.dispose();
    } catch (error) {
      this.#options.log.warn({ err: error }, 'the engine of a former supergraph did not close');
    }
  }

  /** Answers a query or a mutation, in parts where the client takes them; null where the engine is one of Apollo's interface. */
  async answer(execution: LiveExecution): Promise<EngineResponse | null> {
    const { generation, tenancy } = this.#tenureOf(execution.schema);
    const { live } = generation;
    if (!live) return null;
    const leave = tenancy.enter();
    const response = await live.answer(execution).catch(leaving(leave));
    if (response.subsequent) return { ...response, subsequent: held(response.subsequent, execution, leave) };
    leave();
    return response;
  }

  /** Answers a subscription: its events, or one answer where it could not be started; null where the engine has none. */
  async subscribe(execution: LiveExecution): Promise<AsyncIterable<EngineResponse> | EngineResponse | null> {
    const { generation, tenancy } = this.#tenureOf(execution.schema);
    const { live } = generation;
    if (!live) return null;
    const leave = tenancy.enter();
    const response = await live.subscribe(execution).catch(leaving(leave));
    if (Symbol.asyncIterator in response) return held(response, execution, leave);
    leave();
    return response;
  }

  /** What fields and types of a served schema cost. */
  costsOf(schema: GraphQLSchema): CostTable {
    return this.#tenureOf(schema).generation.costs;
  }

  /** The schema that a new operation is to be validated against; null before the first load. */
  get schema(): GraphQLSchema | null {
    return this.#current?.generation.apiSchema ?? null;
  }

  async #execute(requestContext: GatewayGraphQLRequestContext): Promise<GatewayExecutionResult> {
    const context = requestContext as ExecutionContext;
    const { generation, tenancy } = this.#tenureOf(context.schema);
    if (context.operation.operation === OperationTypeNode.SUBSCRIPTION) return { errors: [needsEvents()] };
    const result = await tenancy.run(() => generation.execute(context));
    return result.errors ? { ...result, errors: translateErrors(result.errors, context.context) } : result;
  }

  #tenureOf(schema: GraphQLSchema): Tenure {
    const tenure = this.#tenureBySchema.get(schema) ?? this.#current;
    if (!tenure) throw new Error('A request came before the supergraph was loaded.');
    return tenure;
  }
}

function leaving(leave: () => void): (error: unknown) => never {
  return (error) => {
    leave();
    throw error;
  };
}

/** The parts, counted until they have ended or nobody waits for them any more. */
async function* held<T>(
  parts: AsyncIterable<T>,
  execution: LiveExecution,
  leave: () => void,
): AsyncGenerator<T> {
  const { signal } = execution.context;
  // A generator that was never begun would not run its `finally`.
  signal.addEventListener('abort', leave, { once: true });
  try {
    yield* parts;
  } finally {
    signal.removeEventListener('abort', leave);
    leave();
  }
}

function needsEvents(): GraphQLError {
  return codedError('BAD_REQUEST', {
    message: 'A subscription is answered by events: send "accept: text/event-stream", or use a WebSocket.',
  });
}
