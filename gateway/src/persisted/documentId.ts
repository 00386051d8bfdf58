import { BodyError } from '../http/readBody';
import { isRecord } from '../isRecord';

/**
 * A body, or an array of them, whose `documentId` (GraphQL over HTTP, "Persisted Documents") stands in its extensions:
 * the server drops what it does not know at the top. Anything else stays as it is. An error where a text comes along.
 */
export function bodyWithDocumentId(body: unknown): unknown {
  if (Array.isArray(body)) {
    const pieces = body.map(bodyWithDocumentId);
    return pieces.find((piece) => piece instanceof BodyError) ?? pieces;
  }
  if (!isRecord(body) || typeof body.documentId !== 'string') return body;
  const { documentId, query, extensions, ...rest } = body;
  if (query !== undefined && query !== null && query !== '') {
    return new BodyError(400, 'An operation is sent by "documentId" or by "query", not by both.');
  }
  const others = isRecord(extensions) ? extensions : {};
  return { ...rest, extensions: { ...others, documentId } };
}

/** The query of an address whose `documentId` stands in its extensions. */
export function searchWithDocumentId(search: string): string {
  if (!search.includes('documentId=')) return search;
  const params = new URLSearchParams(search);
  const documentId = params.get('documentId');
  if (documentId === null || params.has('query')) return search;
  try {
    const extensions: unknown = JSON.parse(params.get('extensions') ?? '{}');
    params.set('extensions', JSON.stringify({ ...(extensions as object), documentId }));
    params.delete('documentId');
    return `?${params}`;
  } catch {
    // Extensions that are no JSON are the server's to refuse.
    return search;
  }
}
