import type { IncomingMessage } from 'node:http';
import { codedError } from '@lien-thong/schema';
import { CallerTokenError, callerHeader, createCallerVerifier } from './callerToken';
import type { Caller } from './context';

/**
 * How a department finds out who asks: the gateway's `x-lien-thong-caller`, or a bearer token of the same form from
 * somebody who asks the department itself. No token is an anonymous reader (null). A token that does not verify is
 * UNAUTHENTICATED, never anonymous, and so is every token where the department was given no key.
 */
export async function createVerifyCaller(
  publicKeyFileText: string | null,
): Promise<(request: Pick<IncomingMessage, 'headers'>) => Promise<Caller | null>> {
  const verify = publicKeyFileText === null ? null : await createCallerVerifier(publicKeyFileText);
  return async ({ headers }) => {
    const token = tokenIn(headers);
    if (token === null) return null;
    if (!verify)
      throw unauthenticated('This department was given no key to verify callers with.', 'not-configured');
    try {
      return await verify(token);
    } catch (error) {
      if (!(error instanceof CallerTokenError)) throw error;
      throw unauthenticated(error.message, error.problem);
    }
  };
}

function tokenIn(headers: IncomingMessage['headers']): string | null {
  const passed = headers[callerHeader];
  if (typeof passed === 'string') return passed;
  const { authorization } = headers;
  if (authorization === undefined) return null;
  const bearer = /^bearer +([^\s]+)$/i.exec(authorization.trim());
  if (!bearer?.[1]) throw unauthenticated('The authorization header is not "Bearer <token>".', 'malformed');
  return bearer[1];
}

function unauthenticated(message: string, reason: string): Error {
  return codedError('UNAUTHENTICATED', { message, extensions: { reason, http: { status: 401 } } });
}
