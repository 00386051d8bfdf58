import type { ApolloServer } from '@apollo/server';
import { codedError } from '@lien-thong/schema';
import {
  type DocumentNode,
  type FormattedExecutionResult,
  type GraphQLError,
  getOperationAST,
  OperationTypeNode,
  parse,
  validate,
} from 'graphql';
import type { RequestContext } from '../requestContext';
import type { SupergraphGateway } from '../supergraph/SupergraphGateway';
import { type FormatError, formatAnswer } from './formatAnswer';

/** What a client asks over a connection that stays open. */
export interface OperationParams {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Record<string, unknown> | null;
}

/** What operations run on. */
export interface LiveOperationsOptions {
  readonly server: ApolloServer<RequestContext>;
  readonly supergraph: SupergraphGateway;
  readonly formatError: FormatError;
  /** How many subscriptions may be open at once. */
  readonly limit: number;
}

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
    const { supergraph, formatError, limit } = this.#options;
    const { schema } = supergraph;
    const document = schema && parsed(params.query);
    const operation = document && getOperationAST(document, params.operationName);
    const isEventful = operation?.operation === OperationTypeNode.SUBSCRIPTION;
    if (!schema || !document || !isEventful || validate(schema, document).length > 0) {
      yield await this.#answerOnce(params, context);
      return;
    }
    context.operations.push(`subscription ${operation.name?.value ?? '(unnamed)'}`);
    if (this.#stops.size > limit) {
      yield formatAnswer({ errors: [tooMany(limit)] }, { context, formatError });
      return;
    }
    const { operationName, variables } = params;
    const execution = { document, schema, operationName, variables: variables ?? {}, context };
    const answer = await supergraph.subscribe(execution);
    if (!answer) {
      yield formatAnswer({ errors: [noEvents()] }, { context, formatError });
    } else if (Symbol.asyncIterator in answer) {
      for await (const event of answer) yield formatAnswer(event, { context, formatError });
    } else yield formatAnswer(answer, { context, formatError });
  }

  /** Counts an open connection until the function that comes back is called; `stop` ends it when the gateway ends. */
  register(stop: () => void): () => void {
    this.#stops.add(stop);
    return () => this.#stops.delete(stop);
  }

  /** Ends everything that is open. */
  stop(): void {
    for (const stop of this.#stops) stop();
  }

  async #answerOnce(
    { query, operationName, variables }: OperationParams,
    contextValue: RequestContext,
  ): Promise<FormattedExecutionResult> {
    const { body } = await this.#options.server.executeOperation(
      { query, operationName: operationName ?? undefined, variables: variables ?? undefined },
      { contextValue },
    );
    if (body.kind === 'single') return body.singleResult;
    throw new Error('An operation without an HTTP request has one answer.');
  }
}

function parsed(query: string): DocumentNode | null {
  try {
    return parse(query);
  } catch {
    return null;
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
