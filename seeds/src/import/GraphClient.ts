import { setTimeout as wait } from 'node:timers/promises';
import type { SignRequest } from '@lien-thong/subgraph-kit';

/** A department's GraphQL endpoint. */
export interface GraphClient {
  readonly department: string;
  /**
   * The data of an operation. Rejects with DepartmentSilentError where no usable answer comes after four tries, and
   * with RequestRefusedError where the answer is an error of the request itself.
   */
  ask<T>(query: string, variables?: Readonly<Record<string, unknown>>): Promise<T>;
}

/** No answer from a department: nothing can be said about what it did; the same may be asked again. */
export class DepartmentSilentError extends Error {
  /** Code of the registry. */
  readonly code = 'UPSTREAM_UNAVAILABLE';
}

/** A department refused the request as such: the caller is not known, the operation is not valid. */
export class RequestRefusedError extends Error {
  constructor(
    /** Code of the registry. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** How a client reaches its department. */
export interface GraphClientOptions {
  readonly department: string;
  readonly url: string;
  /** A token of the caller, for mutations. */
  readonly token?: () => Promise<string>;
  /** Signs each request, for a department that answers signed ones alone. */
  readonly sign?: SignRequest;
  /** How long one answer may take, milliseconds. */
  readonly timeoutMs?: number;
  /** Waits between tries, milliseconds; commands carry idempotency keys, so that trying again is safe. */
  readonly waitsMs?: readonly number[];
}

interface Answer<T> {
  readonly data?: T | null;
  readonly errors?: ReadonlyArray<{
    readonly message: string;
    readonly extensions?: { readonly code?: string };
  }>;
}

/** Errors after which the same request may succeed. */
const passing = new Set([
  'DATABASE_UNAVAILABLE',
  'UPSTREAM_UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
  'NOT_READY',
]);

/** A client of one department's endpoint. */
export function createGraphClient(options: GraphClientOptions): GraphClient {
  const { department, url, token, sign, timeoutMs = 30_000, waitsMs = [500, 2_000, 8_000] } = options;
  const once = async <T>(body: string): Promise<T> => {
    const answer = await post<T>(url, { body, token: await token?.(), sign, timeoutMs });
    const [error] = answer.errors ?? [];
    if (!error && answer.data) return answer.data;
    const code = error?.extensions?.code ?? 'BAD_REQUEST';
    const message = `${department}: ${error?.message ?? 'the answer has no data'}`;
    throw passing.has(code) ? new DepartmentSilentError(message) : new RequestRefusedError(code, message);
  };
  return {
    department,
    async ask<T>(query: string, variables = {}) {
      const body = JSON.stringify({ query, variables });
      for (let attempt = 0; ; attempt += 1) {
        try {
          return await once<T>(body);
        } catch (error) {
          const pause = waitsMs[attempt];
          if (error instanceof RequestRefusedError) throw error;
          if (pause === undefined) throw silent(department, url, error);
          await wait(pause);
        }
      }
    },
  };
}

function silent(department: string, url: string, cause: unknown): DepartmentSilentError {
  if (cause instanceof DepartmentSilentError) return cause;
  return new DepartmentSilentError(`${department} does not answer at ${url}`, { cause });
}

interface Posting extends Pick<GraphClientOptions, 'sign'> {
  readonly body: string;
  readonly token: string | undefined;
  readonly timeoutMs: number;
}

async function post<T>(url: string, { body, token, sign, timeoutMs }: Posting): Promise<Answer<T>> {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    accept: 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const { pathname, search } = new URL(url);
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, ...sign?.({ method: 'POST', target: pathname + search, body, headers }) },
    body,
    signal: AbortSignal.timeout(timeoutMs),
  });
  return (await response.json()) as Answer<T>;
}
