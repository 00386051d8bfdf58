import { Pool } from 'undici';
import type { SubgraphFailureReason } from './subgraphFailure';

/** What a department answered with, or why it did not. */
export type RawAnswer =
  | { readonly text: string }
  | {
      readonly reason: SubgraphFailureReason;
      readonly detail: string;
      readonly cause?: unknown;
      readonly text?: string;
    };

/** How to reach one department. */
export interface SubgraphClientOptions {
  readonly url: string;
  readonly connections: number;
  readonly timeoutMs: number;
  /** Answers beyond so many bytes are refused. */
  readonly maxBytes: number;
}

/** One request to a department. */
export interface SubgraphRequest {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Shorter than the department's own limit where the client request is about to end. */
  readonly timeoutMs?: number;
}

/** Keeps sockets to one department and posts GraphQL requests over them. Never rejects. */
export class SubgraphClient {
  private readonly pool: Pool;
  private readonly path: string;
  private closed = false;

  constructor(private readonly options: SubgraphClientOptions) {
    const { origin, pathname, search } = new URL(options.url);
    this.path = pathname + search;
    this.pool = new Pool(origin, {
      connections: options.connections,
      pipelining: 1,
      headersTimeout: options.timeoutMs,
      bodyTimeout: options.timeoutMs,
      connectTimeout: Math.min(options.timeoutMs, 10_000),
      // A department's idle socket may be closed by it just when it is used again; leave it before that.
      keepAliveTimeout: 4_000,
    });
  }

  post(request: SubgraphRequest): Promise<RawAnswer> {
    return new Promise((resolve) => this.dispatch(request, resolve));
  }

  close(): Promise<void> {
    if (this.closed) return Promise.resolve();
    this.closed = true;
    return this.pool.close();
  }

  private dispatch(request: SubgraphRequest, resolve: (answer: RawAnswer) => void): void {
    const { maxBytes, timeoutMs: own } = this.options;
    const chunks: Buffer[] = [];
    let size = 0;
    let status = 0;
    let stop: ((reason: Error) => void) | undefined;
    const timeoutMs = Math.min(own, request.timeoutMs ?? own);
    const timer = setTimeout(() => {
      end({ reason: 'timeout', detail: `No answer within ${timeoutMs} ms.` });
      stop?.(new Error('timeout'));
    }, timeoutMs);
    const onAbort = (): void => {
      end({ reason: 'aborted', detail: 'The client left.' });
      stop?.(new Error('aborted'));
    };
    const end = (answer: RawAnswer): void => {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', onAbort);
      resolve(answer);
    };
    if (request.signal?.aborted) {
      onAbort();
      return;
    }
    request.signal?.addEventListener('abort', onAbort, { once: true });
    this.pool.dispatch(
      {
        method: 'POST',
        path: this.path,
        headers: { ...baseHeaders, ...request.headers },
        body: request.body,
      },
      {
        onRequestStart(controller) {
          stop = (reason) => controller.abort(reason);
        },
        onResponseStart(_controller, statusCode) {
          status = statusCode;
        },
        onResponseData(controller, chunk) {
          size += chunk.length;
          chunks.push(chunk);
          if (size <= maxBytes) return;
          end({ reason: 'too-large', detail: `The answer is larger than ${maxBytes} bytes.` });
          controller.abort(new Error('too large'));
        },
        onResponseEnd() {
          const text = (chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)).toString('utf8');
          if (status >= 200 && status < 300) end({ text });
          else end({ reason: 'status', detail: `HTTP ${status}: ${text.slice(0, 500)}`, text });
        },
        onResponseError(_controller, error) {
          end(failure(error));
        },
      },
    );
  }
}

const baseHeaders = {
  'content-type': 'application/json',
  accept: 'application/graphql-response+json, application/json;q=0.9',
};

function failure(error: Error): RawAnswer {
  const timeout = /Timeout/i.test(error.name);
  return { reason: timeout ? 'timeout' : 'unreachable', detail: error.message || error.name, cause: error };
}
