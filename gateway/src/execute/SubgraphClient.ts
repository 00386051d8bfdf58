import { AnswerTooLarge } from './http1/ResponseReader';
import { SocketPool } from './http1/SocketPool';
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
  /** A read, which may be sent again over another socket where a kept one was closed. Never a mutation. */
  readonly repeatable: boolean;
  readonly signal?: AbortSignal;
  /** Shorter than the department's own limit where the client request is about to end. */
  readonly timeoutMs?: number;
}

/** Keeps sockets to one department and posts GraphQL requests over them. Never rejects. */
export class SubgraphClient {
  private readonly pool: SocketPool;
  private readonly head: string;

  constructor(private readonly options: SubgraphClientOptions) {
    const url = new URL(options.url);
    this.head =
      `POST ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\nconnection: keep-alive\r\n` +
      'content-type: application/json\r\naccept: application/graphql-response+json, application/json;q=0.9\r\n';
    this.pool = new SocketPool({
      origin: url,
      connections: options.connections,
      connectTimeoutMs: Math.min(options.timeoutMs, 10_000),
      maxBytes: options.maxBytes,
    });
  }

  post(request: SubgraphRequest): Promise<RawAnswer> {
    return new Promise((resolve) => this.send(request, resolve));
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  private send(request: SubgraphRequest, resolve: (answer: RawAnswer) => void): void {
    const { signal, body } = request;
    if (signal?.aborted) {
      resolve(left);
      return;
    }
    const timeoutMs = Math.min(this.options.timeoutMs, request.timeoutMs ?? this.options.timeoutMs);
    const giveUp = (answer: RawAnswer): void => {
      settle(answer);
      running.cancel();
    };
    const onAbort = (): void => giveUp(left);
    const timer = setTimeout(
      () => giveUp({ reason: 'timeout', detail: `No answer within ${timeoutMs} ms.` }),
      timeoutMs,
    );
    const settle = (answer: RawAnswer): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      resolve(answer);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    const running = this.pool.run({
      message: `${this.head}${headerLines(request.headers)}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      repeatable: request.repeatable,
      done: ({ status, text }) =>
        settle(
          status >= 200 && status < 300
            ? { text }
            : { reason: 'status', detail: `HTTP ${status}: ${text.slice(0, 500)}`, text },
        ),
      failed: (error) => settle(failure(error)),
    });
  }
}

const left: RawAnswer = { reason: 'aborted', detail: 'The client left.' };

/** Headers that this client writes itself, or that belong to one connection. */
const ownHeaders =
  /^(host|connection|content-type|content-length|accept|accept-encoding|transfer-encoding|keep-alive|upgrade|te|trailer|expect)$/i;
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** What would end a header line, and what a header cannot hold, is left out with its header: nobody writes lines of ours but we. */
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;

const linesByHeaders = new WeakMap<Readonly<Record<string, string>>, string>();

/** The headers as lines; one object of headers serves all requests of a client request. */
function headerLines(headers: Readonly<Record<string, string>>): string {
  let lines = linesByHeaders.get(headers);
  if (lines === undefined) {
    lines = '';
    for (const [name, value] of Object.entries(headers)) {
      if (headerName.test(name) && headerValue.test(value) && !ownHeaders.test(name))
        lines += `${name}: ${value}\r\n`;
    }
    linesByHeaders.set(headers, lines);
  }
  return lines;
}

function failure(error: Error): RawAnswer {
  if (error instanceof AnswerTooLarge) return { reason: 'too-large', detail: error.message };
  const timeout = /timeout/i.test(error.message);
  return { reason: timeout ? 'timeout' : 'unreachable', detail: error.message || error.name, cause: error };
}
