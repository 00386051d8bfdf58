import { type Answer, type AnswerError, isObject, type JsonObject } from './Answer';

/** What is sent to the gateway. */
export interface OperationRequest {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: JsonObject;
}

/** The address of the gateway: where the page came from. */
export const endpoint = new URL('/graphql', window.location.origin).href;

/** One error of an answer, read. */
export function readError(raw: unknown): AnswerError {
  const error = isObject(raw) ? raw : {};
  const extensions = isObject(error.extensions) ? error.extensions : {};
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  const sentence = isObject(extensions.sentence) ? extensions.sentence : undefined;
  return {
    message: text(error.message) ?? 'The gateway answered with an error without a message.',
    code: text(extensions.code),
    department: text(extensions.department),
    sentence: sentence && { vi: String(sentence.vi), en: String(sentence.en) },
    path: Array.isArray(error.path) ? error.path : undefined,
  };
}

/** The body of an answer, read. */
export function readAnswer(body: JsonObject, tookMs: number): Answer {
  return {
    data: isObject(body.data) ? body.data : null,
    errors: Array.isArray(body.errors) ? body.errors.map(readError) : [],
    extensions: isObject(body.extensions) ? body.extensions : {},
    answeredAt: new Date().toISOString(),
    tookMs,
  };
}

/**
 * Sends the operation and gives the answer, partial ones included. Throws an Error with a readable message where the
 * gateway cannot be reached or does not answer in JSON, and an AbortError where the signal says so.
 */
export async function runOperation(request: OperationRequest, signal?: AbortSignal): Promise<Answer> {
  const started = performance.now();
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json;q=0.9',
      'graphql-client-name': 'explorer',
    },
    body: JSON.stringify(request),
    signal,
  });
  const text = await response.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Error(`HTTP ${response.status}: ${text.slice(0, 200)}`);
  }
  if (!isObject(body)) throw new Error(`HTTP ${response.status}: ${text.slice(0, 200)}`);
  return readAnswer(body, performance.now() - started);
}
