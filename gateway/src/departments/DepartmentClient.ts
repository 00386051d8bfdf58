import type { SignRequest } from '@lien-thong/subgraph-kit';
import { Pool } from 'undici';
import type { DepartmentAccess } from '../auth/DepartmentAccess';
import type { SubgraphFailureReason } from '../execute/subgraphFailure';
import { DepartmentFailure } from './DepartmentFailure';

/** Where a department is and how long it may take. */
export interface DepartmentClientOptions {
  readonly name: string;
  /** The address of its GraphQL endpoint. */
  readonly url: string;
  readonly deadlineMs: number;
  /** The largest answer that is read, in bytes. */
  readonly answerLimitBytes: number;
  /** As whom it is asked. */
  readonly access?: DepartmentAccess;
}

/** One request to a department. */
export interface DepartmentRequest {
  readonly method: 'GET' | 'POST';
  /** The address to ask in place of the GraphQL endpoint, on the same server. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** What a department answered. */
export interface DepartmentAnswer {
  readonly status: number;
  readonly text: string;
}

const connections = 64;

/** Speaks HTTP with one department over its own pool of connections. Every failure is a DepartmentFailure. */
export class DepartmentClient {
  readonly name: string;
  readonly #pool: Pool;
  readonly #path: string;
  readonly #options: DepartmentClientOptions;
  readonly #sign: SignRequest | undefined;

  constructor(options: DepartmentClientOptions) {
    const { origin, pathname, search } = new URL(options.url);
    this.name = options.name;
    this.#path = pathname + search;
    this.#options = options;
    this.#sign = options.access?.sign?.(options.name);
    this.#pool = new Pool(origin, {
      connections,
      pipelining: 1,
      connect: { timeout: options.deadlineMs, ...options.access?.tls },
      maxResponseSize: options.answerLimitBytes,
      // The deadline of the whole request ends these before they could end it.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** Asks once, without a retry. Rejects with a DepartmentFailure when nothing comes back within the deadline. */
  async ask(request: DepartmentRequest, deadlineMs = this.#options.deadlineMs): Promise<DepartmentAnswer> {
    const deadline = AbortSignal.timeout(deadlineMs);
    const signal = request.signal ? AbortSignal.any([request.signal, deadline]) : deadline;
    try {
      const { method, headers = {}, body: sent = '', path = this.#path } = request;
      const signature = this.#sign?.({ method, target: path, body: sent, headers });
      const { statusCode, body } = await this.#pool.request({
        method,
        path,
        headers: { accept: 'application/json', ...headers, ...signature },
        body: request.body,
        signal,
      });
      return { status: statusCode, text: await body.text() };
    } catch (cause) {
      throw this.failure(reasonOf(cause, deadline), `${this.#options.url}: ${String(cause)}`, cause);
    }
  }

  /** The failure of this department with that reason. */
  failure(reason: SubgraphFailureReason, detail: string, cause?: unknown): DepartmentFailure {
    return new DepartmentFailure(this.name, reason, { detail, cause });
  }

  /** Closes the connections once the requests under way have ended. */
  close(): Promise<void> {
    return this.#pool.close();
  }
}

function reasonOf(cause: unknown, deadline: AbortSignal): SubgraphFailureReason {
  const { code, name } = (cause ?? {}) as { code?: unknown; name?: unknown };
  if (deadline.aborted || code === 'UND_ERR_CONNECT_TIMEOUT') return 'timeout';
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return 'too-large';
  return name === 'AbortError' ? 'aborted' : 'unreachable';
}
