import type { IncomingMessage } from 'node:http';
import { bodyWithDocumentId } from '../persisted/documentId';
import { BodyError, readBody } from './readBody';

/** How large a body may be. */
export interface BodyLimits {
  readonly bodyLimitBytes: number;
  /** How many operations an array may carry; 0 leaves arrays to Apollo Server, which refuses them. */
  readonly batchLimit: number;
}

/**
 * The JSON of a POST, or a BodyError that says why it cannot be had; undefined for a GET and for another media type
 * than application/json, which Apollo Server refuses as a POST without a body.
 */
export async function readGraphQLBody(request: IncomingMessage, limits: BodyLimits): Promise<unknown> {
  if (request.method !== 'POST') return undefined;
  try {
    const charset = charsetOf(request.headers['content-type']);
    if (charset !== 'utf-8') throw new BodyError(415, `The charset "${charset}" is not taken: send utf-8.`);
    const text = await readBody(request, limits.bodyLimitBytes);
    if (mediaType(request.headers['content-type']) !== 'application/json' || text === '') return undefined;
    const body: unknown = JSON.parse(text);
    return batchError(body, limits.batchLimit) ?? bodyWithDocumentId(body);
  } catch (error) {
    return asBodyError(error);
  }
}

function batchError(body: unknown, batchLimit: number): BodyError | undefined {
  if (batchLimit === 0 || !Array.isArray(body) || body.length <= batchLimit) return undefined;
  return new BodyError(400, `The array holds ${body.length} operations; at most ${batchLimit} are taken.`);
}

function asBodyError(error: unknown): BodyError {
  if (error instanceof BodyError) return error;
  if (error instanceof SyntaxError) {
    return new BodyError(400, 'Invalid JSON in the body: send one JSON object.');
  }
  const { code } = error as { code?: unknown };
  const isZlib = typeof code === 'string' && code.startsWith('Z_');
  if (isZlib) return new BodyError(400, 'The body cannot be unpacked.');
  throw error;
}

/** JSON is UTF-8, and a name that says otherwise means that somebody on the way may read it otherwise. */
function charsetOf(contentType: string | undefined): string {
  const [, charset = 'utf-8'] = /;\s*charset="?([^";\s]+)/i.exec(contentType ?? '') ?? [];
  return charset.toLowerCase();
}

function mediaType(contentType: string | undefined): string | undefined {
  return contentType?.split(';', 1)[0]?.trim().toLowerCase();
}
