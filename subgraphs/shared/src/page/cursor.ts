import { createHash } from 'node:crypto';
import { codedError } from '@lien-thong/schema';

/** The position of a row in its order: the values of the sort fields, then the id. */
export type Position = readonly (string | number | null)[];

/** A short hash of what a list was asked with; a cursor carries it, so that it is refused under another filter. */
export function listFingerprint(parts: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(parts) ?? '')
    .digest('base64url')
    .slice(0, 10);
}

/** An opaque cursor: the fingerprint of the list and the position of a row in it. */
export function encodeCursor(fingerprint: string, position: Position): string {
  return Buffer.from(JSON.stringify([fingerprint, ...position])).toString('base64url');
}

function refuse(message: string): never {
  throw codedError('INVALID_CURSOR', { message });
}

/** The position that a cursor holds. Throws INVALID_CURSOR for a malformed one and for one of another list. */
export function decodeCursor(cursor: string, fingerprint: string, length: number): Position {
  let decoded: unknown;
  try {
    decoded = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    refuse('This is not a cursor of this API. Send a cursor as pageInfo.endCursor gave it, or none.');
  }
  if (!Array.isArray(decoded) || decoded.length !== length + 1) {
    refuse('This is not a cursor of this list. Send a cursor as pageInfo.endCursor gave it, or none.');
  }
  const [given, ...position] = decoded;
  if (given !== fingerprint) {
    refuse('The cursor belongs to another filter or order. Start again without a cursor.');
  }
  const scalar = (value: unknown) => value === null || typeof value === 'string' || typeof value === 'number';
  if (!position.every(scalar)) refuse('The cursor is damaged. Start again without a cursor.');
  return position;
}
