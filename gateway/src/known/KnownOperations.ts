import type { IncomingHttpHeaders } from 'node:http';
import {
  type DocumentNode,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import { costHeader } from '../demand/useCostAnswers';
import { explainHeader } from '../engines/createOwnGeneration';
import type { Exchange } from '../http/Exchange';
import type { AskedAhead } from '../http/graphqlRoute';
import { contentTypes } from '../http/negotiate';
import type { WholeAnswer } from '../http/sendAnswer';
import { operationLabel } from '../http/useOperationNames';
import type { OperationGuards } from '../limits/createOperationLimits';
import { withoutSchema } from '../limits/hideSchema';
import { type FormatError, formatAnswer } from '../live/formatAnswer';
import { statusOf } from '../live/useEngineAnswers';
import { noteErrors } from '../observe/RequestNotes';
import type { PersistedOperations } from '../persisted/PersistedOperations';
import type { RequestContext } from '../requestContext';
import { stringifyResult } from '../respond/ReadyJson';
import type { SupergraphGateway } from '../supergraph/SupergraphGateway';
import { type RateLimits, rateLimitHeaders } from '../traffic/RateLimits';
import { takePoints } from '../traffic/useRateLimits';
import { type PlainOperation, plainOperation } from './plainOperation';

/** What answers operations that are known. */
export interface KnownOperationsParts {
  readonly supergraph: SupergraphGateway;
  readonly guards: OperationGuards;
  readonly persisted: PersistedOperations;
  readonly rateLimits: RateLimits;
  readonly rateLimitWindowSeconds: number;
  readonly formatError: FormatError;
  /** The status of an answer for a client, where it is another one than its errors say. */
  statusFor(status: number, accept: string | undefined, errors: readonly GraphQLFormattedError[]): number;
}

/** An operation that Apollo Server has let through before. */
interface KnownOperation extends Omit<PlainOperation, 'query'> {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/**
 * Answers operations whose text was parsed and found valid for this schema before, without Apollo Server's way through
 * its hooks: what they would do for such an operation is done here, in their order, by the same functions. Nothing else
 * is: whatever has to be parsed, validated, looked up, refused or explained is left to the server.
 */
export class KnownOperations {
  #answered = 0;

  constructor(private readonly parts: KnownOperationsParts) {}

  /** How many operations were answered here. */
  get answered(): number {
    return this.#answered;
  }

  /**
   * The answer to a POST with that body; null where the server has to look at it, and where the operation may not be
   * executed: then the context says why, for the server to tell.
   */
  async answerAhead(
    { request: { headers } }: Exchange,
    { type, body, context: contextOf }: AskedAhead<RequestContext>,
  ): Promise<WholeAnswer | null> {
    const known = this.#find(headers, body);
    if (!known) return null;
    const context = await contextOf().catch(() => null);
    if (!context) return null;
    try {
      const budget = await this.#admit(known, context);
      const { status, text } = await this.#execute(known, context, headers.accept);
      this.#answered += 1;
      return {
        status,
        outgoing: { 'cache-control': 'no-store', ...budget, 'content-type': contentTypes[type] },
        text,
      };
    } catch (error) {
      // The server notes what was asked once more.
      context.operations.length = 0;
      context.refusal = error;
      return null;
    }
  }

  /** The known operation that a body asks for. Has no effect on anything. */
  #find(headers: IncomingHttpHeaders, body: unknown): KnownOperation | null {
    const sent = plainOperation(body);
    if (!sent || headers[costHeader] !== undefined || headers[explainHeader] !== undefined) return null;
    const { supergraph, guards, persisted } = this.parts;
    const { schema } = supergraph;
    const listed = persisted.resolve({ query: sent.query });
    if (!schema || listed instanceof GraphQLError) return null;
    const query = listed?.query ?? sent.query;
    const document = guards.documents.find(schema, query);
    if (!document || query.includes('@defer')) return null;
    const { operationName, variables } = sent;
    const operation = getOperationAST(document, operationName);
    if (!operation || operation.operation === OperationTypeNode.SUBSCRIPTION) return null;
    return { schema, document, operation, operationName, variables };
  }

  /** Checks and charges; the headers that tell of the charge. Throws what may not be executed. */
  async #admit(known: KnownOperation, context: RequestContext): Promise<Record<string, string> | undefined> {
    const { guards, rateLimits, rateLimitWindowSeconds } = this.parts;
    const { schema, document, operation, variables = {} } = known;
    guards.requests.check({ schema, document, operation, variables, context });
    if (!rateLimits.counts(context)) return undefined;
    const standing = await rateLimits.charge(context, takePoints(context));
    return standing ? Object.fromEntries(rateLimitHeaders(standing, rateLimitWindowSeconds)) : undefined;
  }

  async #execute(known: KnownOperation, context: RequestContext, accept: string | undefined) {
    const { supergraph, formatError, statusFor } = this.parts;
    const { schema, document, operation, operationName, variables } = known;
    context.operations.push(operationLabel(operation));
    const answer = await supergraph.answer({ document, schema, operationName, variables, context });
    if (!answer) throw new Error('Known operations need an engine that answers by itself.');
    const result = formatAnswer(answer, { context, formatError });
    if (result.errors)
      return this.#withErrors(result, context, statusFor(statusOf(answer) ?? 200, accept, result.errors));
    return { status: 200, text: stringifyResult(result) };
  }

  #withErrors(result: FormattedExecutionResult, context: RequestContext, status: number) {
    const { introspection } = this.parts.guards;
    const { errors = [], data, extensions } = result;
    const shown = introspection.allows(context.caller) ? errors : withoutSchema(errors);
    noteErrors(context.notes, shown, data !== undefined && data !== null);
    return { status, text: stringifyResult({ errors: shown, data, extensions }) };
  }
}
