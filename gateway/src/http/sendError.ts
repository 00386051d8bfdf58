import { codedError, type ErrorCode, errorCodes } from '@lien-thong/schema';
import { GraphQLError } from 'graphql';
import { noteErrors } from '../observe/RequestNotes';
import type { Exchange } from './Exchange';
import { answerType } from './negotiate';

/** An error that is the whole answer. */
export interface WholeError {
  readonly code: ErrorCode;
  /** The registry's where it is left out. */
  readonly status?: number;
  /** The registry's sentence where it is left out. */
  readonly message?: string;
}

/** Sends one coded error as a GraphQL answer in the client's media type. */
export function sendError(exchange: Exchange, { code, status, message }: WholeError): void {
  sendGraphQLError(exchange, codedError(code, { message }), status ?? errorCodes[code].httpStatus);
}

/** Sends an error that was thrown: a coded one with its status, anything else is thrown on. */
export function sendThrown(exchange: Exchange, error: unknown): void {
  const code = error instanceof GraphQLError ? error.extensions.code : undefined;
  if (!(error instanceof GraphQLError) || typeof code !== 'string' || !(code in errorCodes)) throw error;
  sendGraphQLError(exchange, error, errorCodes[code as ErrorCode].httpStatus);
}

function sendGraphQLError(exchange: Exchange, { message, extensions }: GraphQLError, status: number): void {
  noteErrors(exchange.notes, [{ extensions }], false);
  const type = answerType(exchange.request.headers.accept) ?? 'application/json';
  // Unread bytes of a body that was refused would be taken for the next request.
  if (!exchange.request.complete && !exchange.isOver) exchange.response.setHeader('connection', 'close');
  const { http, ...rest } = extensions as { http?: { headers?: Iterable<[string, string]> } };
  const headers = {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
    ...Object.fromEntries(http?.headers ?? []),
  };
  exchange.end(status, headers, JSON.stringify({ errors: [{ message, extensions: rest }] }));
}
