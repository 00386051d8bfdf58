import type { LookupFunction } from 'node:net';
import type { SignRequest, TlsIdentity } from '@lien-thong/subgraph-kit';
import type { Signal } from './Ending';
import type { Exchange } from './http1/Exchange';
import { SocketPool } from './http1/SocketPool';
import type { SubgraphFailureReason } from './subgraphFailure';

/** What a department answered with, or why it did not. */
export type RawAnswer = { readonly text: string } | FailedAnswer;

/** Why a department did not answer, or not well. */
export interface FailedAnswer {
  readonly reason: SubgraphFailureReason;
  /** For the log alone. */
  readonly detail: string;
  readonly cause?: unknown;
  readonly text?: string;
  /** The HTTP status, where one came that is that of a failure. */
  readonly status?: number;
  /** What came along in `retry-after`. */
  readonly retryAfter?: string;
  /** Nothing was sent, or it went over a kept connection that was closed before anything came. */
  readonly stage?: 'connecting' | 'kept';
}

/** How to reach one department. */
export interface SubgraphClientOptions {
  readonly url: string;
  readonly connections: number;
  readonly connectTimeoutMs: number;
  /** Answers beyond so many bytes are refused. */
  readonly maxBytes: number;
  /** Signs each request anew. */
  readonly sign?: SignRequest;
  readonly tls?: TlsIdentity | null;
  /** Finds the addresses of a name; the system's own where left out. */
  readonly lookup?: LookupFunction;
}

/** One request to a department. */
export interface SubgraphRequest {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A read, which may be sent again. Never a mutation. */
  readonly repeatable: boolean;
  readonly signal?: Signal;
  /** Shorter than the department's own limit where the client request is about to end. */
  readonly timeoutMs?: number;
}

/** Keeps sockets to one department and writes GraphQL requests for them. */
export class SubgraphClient {
  private readonly pool: SocketPool;
  private readonly head: string;
  private readonly target: string;
  private readonly sign: SignRequest | undefined;

  constructor(options: SubgraphClientOptions) {
    const url = new URL(options.url);
    this.target = url.pathname + url.search;
    this.sign = options.sign;
    this.head =
      `POST ${this.target} HTTP/1.1\r\nhost: ${url.host}\r\nconnection: keep-alive\r\n` +
      'content-type: application/json\r\naccept: application/graphql-response+json, application/json;q=0.9\r\n';
    this.pool = new SocketPool({ ...options, origin: url });
  }

  /** Sockets that are open or being opened, and those of them that nobody uses now. */
  get sockets(): SocketPool['sockets'] {
    return this.pool.sockets;
  }

  /** The request as it goes over the wire: once, for it is signed anew each time. */
  message(body: string, headers: Readonly<Record<string, string>>): string {
    const signature = this.sign ? this.signatureLines(body, headers) : '';
    return `${this.head}${headerLines(headers)}${signature}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  }

  private signatureLines(body: string, headers: Readonly<Record<string, string>>): string {
    const signed = this.sign?.({ method: 'POST', target: this.target, body, headers });
    if (!signed) return '';
    return `content-digest: ${signed['content-digest']}\r\nsignature-input: ${signed['signature-input']}\r\nsignature: ${signed.signature}\r\n`;
  }

  /** Sends an exchange over a socket of this department. */
  run(exchange: Exchange): void {
    this.pool.run(exchange);
  }

  /** Gives an exchange up; it is told nothing more. */
  cancel(exchange: Exchange): void {
    this.pool.cancel(exchange);
  }

  /** Ends when exchanges under way have ended. */
  close(): Promise<void> {
    return this.pool.close();
  }
}

/** Headers that this client writes itself, or that belong to one connection. */
const ownHeaders =
  /^(host|connection|content-type|content-length|accept|accept-encoding|transfer-encoding|keep-alive|upgrade|te|trailer|expect)$/i;
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** What would end a header line, and what a header cannot hold, is left out with its header: nobody writes lines of ours but we. */
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/** The headers as lines. Written anew each time: to remember them costs more, since each request has its own. */
function headerLines(headers: Readonly<Record<string, string>>): string {
  let lines = '';
  for (const [name, value] of Object.entries(headers)) {
    if (headerName.test(name) && headerValue.test(value) && !ownHeaders.test(name))
      lines += `${name}: ${value}\r\n`;
  }
  return lines;
}
