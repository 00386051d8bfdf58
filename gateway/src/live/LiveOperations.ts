import type { ApolloServer } from '@apollo/server';
import { codedError } from '@lien-thong/schema';
import { type FormattedExecutionResult, GraphQLError, getOperationAST, OperationTypeNode } from 'graphql';
import type { EngineResponse } from '../engine';
import type { OperationGuards } from '../limits/createOperationLimits';
import type { PersistedOperations } from '../persisted/PersistedOperations';
import type { RequestContext } from '../requestContext';
import type { SupergraphGateway } from '../supergraph/SupergraphGateway';
import type { Admission } from '../traffic/Admission';
import type { RateLimits } from '../traffic/RateLimits';
import { takePoints } from '../traffic/useRateLimits';
import { type FormatError, formatAnswer } from './formatAnswer';

/** What a client asks over a connection that stays open. */
export interface OperationParams {
  /** Empty where the operation is asked by its id. */
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Record<string, unknown> | null;
  readonly extensions?: Record<string, unknown> | null;
}

/** What operations run on. */
export interface LiveOperationsOptions {
  readonly server: ApolloServer<RequestContext>;
  readonly supergraph: SupergraphGateway;
  readonly formatError: FormatError;
  readonly guards: OperationGuards;
  readonly persisted: PersistedOperations;
  readonly admission: Admission;
  readonly rateLimits: RateLimits;
  /** How many subscriptions may be open at once. */
  readonly limit: number;
}

/** The events of a subscription, or the one answer to anything else. */
type Begun = AsyncIterable<EngineResponse> | FormattedExecutionResult;

/**
 * Answers operations over connections that stay open: a subscription by its events, anything else, and what is not
 * valid, as over HTTP, by one answer. `data` of an answer is text that `stringifyResult` knows and JSON.stringify too.
 */
export class LiveOperations {
  readonly #options: LiveOperationsOptions;
  readonly #stops = new Set<() => void>();

  constructor(options: LiveOperationsOptions) {
    this.#options = options;
  }

  /** The answers to one operation, in order. Its context's signal ends them. */
  async *answers(params: OperationParams, context: RequestContext): AsyncGenerator<FormattedExecutionResult> {
    const { admission, formatError } = this.#options;
    // What was begun and only waits for events takes no room from others.
    const begun = await admission.run(context.address, () => this.#begin(params, context));
    if (!begun) yield this.#refused(codedError('OVERLOADED'), context);
    else if (Symbol.asyncIterator in begun) {
      for await (const event of begun) yield formatAnswer(event, { context, formatError });
    } else yield begun;
  }

  /** Counts an open connection until the function that comes back is called; `stop` ends it when the gateway ends. */
  register(stop: () => void): () => void {
    this.#stops.add(stop);
    return () => this.#stops.delete(stop);
  }

  /** How many connections are open. */
  get open(): number {
    return this.#stops.size;
  }

  /** Ends everything that is open. */
  stop(): void {
    for (const stop of this.#stops) stop();
  }

  /** Whether it is a mutation that is asked; what cannot be read is none. */
  async isMutation({ query, operationName, extensions }: OperationParams): Promise<boolean> {
    const { supergraph, guards, persisted } = this.#options;
    const { schema } = supergraph;
    const text = await persisted.textOf({ query, extensions: extensions ?? undefined });
    const document = schema && text !== null ? guards.documents.read(schema, text) : null;
    return (
      document !== null && getOperationAST(document, operationName)?.operation === OperationTypeNode.MUTATION
    );
  }

  async #begin(params: OperationParams, context: RequestContext): Promise<Begun> {
    const { supergraph, guards, persisted, rateLimits, limit } = this.#options;
    const { schema } = supergraph;
    const query = await persisted.textOf({ query: params.query, extensions: params.extensions ?? undefined });
    const document = schema && query !== null ? guards.documents.read(schema, query) : null;
    const operation = document && getOperationAST(document, params.operationName);
    const isEventful = operation?.operation === OperationTypeNode.SUBSCRIPTION;
    const isValid = schema && document && query !== null && guards.documents.isValid(schema, query, document);
    if (!isEventful || !isValid) {
      return this.#answerOnce(params, context);
    }
    context.operations.push(`subscription ${operation.name?.value ?? '(unnamed)'}`);
    if (this.#stops.size > limit) return this.#refused(tooMany(limit), context);
    const { operationName } = params;
    const variables = params.variables ?? {};
    try {
      guards.requests.check({ schema, document, operation, variables, context });
      await rateLimits.charge(context, takePoints(context));
    } catch (error) {
      if (error instanceof GraphQLError) return this.#refused(error, context);
      throw error;
    }
    const execution = { document, schema, operationName, variables, context };
    const answer = await supergraph.subscribe(execution);
    if (!answer) return this.#refused(noEvents(), context);
    return Symbol.asyncIterator in answer
      ? answer
      : formatAnswer(answer, { context, formatError: this.#options.formatError });
  }

  #refused(error: GraphQLError, context: RequestContext): FormattedExecutionResult {
    const { http: _http, ...extensions } = error.extensions;
    const shown = new GraphQLError(error.message, { extensions });
    return formatAnswer({ errors: [shown] }, { context, formatError: this.#options.formatError });
  }

  async #answerOnce(
    { query, operationName, variables, extensions }: OperationParams,
    contextValue: RequestContext,
  ): Promise<FormattedExecutionResult> {
    const request = {
      query: query || undefined,
      operationName: operationName ?? undefined,
      variables: variables ?? undefined,
      extensions: extensions ?? undefined,
    };
    const { body } = await this.#options.server.executeOperation(request, { contextValue });
    if (body.kind === 'single') return body.singleResult;
    throw new Error('An operation without an HTTP request has one answer.');
  }
}

function tooMany(limit: number): GraphQLError {
  return codedError('NOT_READY', {
    message: `${limit} subscriptions are open, and no more are taken. Try again later.`,
  });
}

function noEvents(): GraphQLError {
  return codedError('PLAN_FAILED', {
    message: 'The stock executor has no subscriptions: run with --engine own.',
  });
}
