import { randomUUID } from 'node:crypto';
import { codedError, errorCodes } from '@lien-thong/schema';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { isDatabaseOutage } from './connectMongo';

function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError ? (error.originalError ?? error) : error;
}

function isCoded(formatted: GraphQLFormattedError): boolean {
  const code = formatted.extensions?.code;
  return typeof code === 'string' && code !== 'INTERNAL_SERVER_ERROR' && code in errorCodes;
}

/** Coded errors that arise while a variable is read keep their code: graphql-js wraps them in its own sentence. */
function codedCause(error: unknown): GraphQLError | null {
  const cause = causeOf(error);
  return cause instanceof GraphQLError && typeof cause.extensions.code === 'string' ? cause : null;
}

/**
 * What leaves the process of an error: coded ones as they are; a database outage as DATABASE_UNAVAILABLE; anything
 * else as INTERNAL_SERVER_ERROR with an id under which the log has the cause. No stack, no address.
 */
export function maskError(
  formatted: GraphQLFormattedError,
  error: unknown,
  log: Logger,
): GraphQLFormattedError {
  const at = { path: formatted.path, locations: formatted.locations };
  const coded = codedCause(error);
  if (coded) {
    // `http` tells the server its status; it is no part of the answer.
    const { code, sentence, http: _http, ...rest } = coded.extensions;
    return { ...at, message: formatted.message, extensions: { ...rest, code, sentence } };
  }
  const cause = causeOf(error);
  if (isDatabaseOutage(cause)) {
    log.warn({ err: cause, path: formatted.path }, 'the database does not answer');
    return { ...at, ...formattedOf(codedError('DATABASE_UNAVAILABLE')) };
  }
  if (isCoded(formatted)) return { ...formatted, extensions: { code: formatted.extensions?.code } };
  const errorId = randomUUID();
  log.error({ err: cause, errorId, path: formatted.path }, 'an unexpected error was masked');
  return { ...at, ...formattedOf(codedError('INTERNAL_SERVER_ERROR', { extensions: { errorId } })) };
}

function formattedOf({ message, extensions }: GraphQLError): GraphQLFormattedError {
  return { message, extensions };
}
