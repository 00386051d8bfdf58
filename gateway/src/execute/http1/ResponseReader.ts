import { BodyText } from './BodyText';
import { ChunkedBody } from './ChunkedBody';

/** A whole response. */
export interface HttpResponse {
  readonly status: number;
  readonly text: string;
  /** Whether the connection can take another request. */
  readonly keepAlive: boolean;
  /** How long the server says that it keeps the connection without a request, in milliseconds, where it does. */
  readonly keptMs?: number;
  /** What `retry-after` says, where the status is that of a failure. */
  readonly retryAfter?: string;
}

/** How the length of a body is known. */
type Framing =
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'close' };

const largestHead = 64 * 1024;
/** More answers ahead of the answer than these nobody needs. */
const mostInformational = 10;
const noBytes = Buffer.alloc(0);
const endOfHead = '\r\n\r\n';

/** Reads one HTTP/1.1 response from the pieces in which it comes. Throws where it is none, or larger than allowed. */
export class ResponseReader {
  private head: Buffer = noBytes;
  private status = 0;
  private informational = 0;
  private keepAlive = true;
  private keptMs: number | undefined;
  private retryAfter: string | undefined;
  private framing: Framing | undefined;
  private readonly body = new BodyText();
  private chunks: ChunkedBody | undefined;

  constructor(private readonly maxBytes: number) {}

  /** Whether anything of the response has come. */
  get started(): boolean {
    return this.framing !== undefined || this.head.length > 0 || this.informational > 0;
  }

  /** Takes the next bytes; returns the response once it is whole. */
  read(bytes: Buffer): HttpResponse | undefined {
    if (this.framing) return this.readBody(bytes);
    const known = this.head.length;
    this.head = known === 0 ? bytes : Buffer.concat([this.head, bytes]);
    for (let from = Math.max(0, known - endOfHead.length); ; from = 0) {
      const end = this.head.indexOf(endOfHead, from);
      if (end === -1 ? this.head.length > largestHead : end > largestHead)
        throw new Error('The head of the response is too large.');
      if (end === -1) return undefined;
      const text = this.head.toString('latin1', 0, end);
      const rest = this.head.subarray(end + endOfHead.length);
      this.head = rest;
      this.readHead(text);
      // 100 Continue and its like come before the response itself.
      if (this.status >= 200) return this.readBody(rest);
      if (++this.informational > mostInformational || this.status === 101)
        throw new Error(`The response of status ${this.status} is not followed by an answer.`);
    }
  }

  /** The connection has ended; returns the response where its end was to be told by that. */
  end(): HttpResponse | undefined {
    return this.framing?.kind === 'close' ? this.finish(false) : undefined;
  }

  private readHead(text: string): void {
    if (!/^HTTP\/1\.[01] \d{3}/.test(text))
      throw new Error(`Not an HTTP/1.1 response: ${text.slice(0, 100)}`);
    this.status = Number(text.slice(9, 12));
    if (this.status < 200) return;
    const lower = text.toLowerCase();
    const connection = headerOf(lower, 'connection');
    this.keepAlive =
      connection === undefined ? text.charCodeAt(7) === 49 : !/(^|,)\s*close\s*(,|$)/.test(connection);
    const seconds = /timeout=(\d{1,6})/.exec(headerOf(lower, 'keep-alive') ?? '')?.[1];
    if (seconds !== undefined) this.keptMs = Number(seconds) * 1_000;
    if (this.status >= 400) this.retryAfter = headerOf(lower, 'retry-after');
    this.framing = this.framingIn(lower);
  }

  private framingIn(lower: string): Framing {
    const length = headerOf(lower, 'content-length');
    if (headerOf(lower, 'transfer-encoding')?.includes('chunked')) {
      // Who says both cannot be trusted with what comes after this answer (RFC 9112, 6.3).
      if (length !== undefined) this.keepAlive = false;
      this.chunks = new ChunkedBody();
      return { kind: 'chunked' };
    }
    if (length !== undefined) {
      const other = headerOf(lower, 'content-length', lower.indexOf('\r\ncontent-length:') + 1);
      if (!/^\d{1,15}$/.test(length) || (other !== undefined && other !== length))
        throw new Error('The response has no valid content-length.');
      return { kind: 'length', length: Number(length) };
    }
    if (this.status === 204 || this.status === 304) return { kind: 'length', length: 0 };
    return { kind: 'close' };
  }

  private readBody(bytes: Buffer): HttpResponse | undefined {
    const { framing, chunks } = this;
    if (chunks) {
      for (const piece of chunks.read(bytes)) this.add(piece);
      return chunks.done ? this.finish(this.keepAlive && !chunks.isFollowed) : undefined;
    }
    if (framing?.kind !== 'length') {
      this.add(bytes);
      return undefined;
    }
    const missing = framing.length - this.body.size;
    // What comes after the answer was not asked for: the connection is out of step.
    this.add(bytes.length > missing ? bytes.subarray(0, missing) : bytes);
    return this.body.size === framing.length
      ? this.finish(this.keepAlive && bytes.length <= missing)
      : undefined;
  }

  private add(piece: Buffer): void {
    this.body.add(piece);
    if (this.body.size > this.maxBytes) throw new AnswerTooLarge(this.maxBytes);
  }

  private finish(keepAlive: boolean): HttpResponse {
    const { status, keptMs, retryAfter } = this;
    return { status, keepAlive, keptMs, retryAfter, text: this.body.finish() };
  }
}

/** A response beyond the allowed size. */
export class AnswerTooLarge extends Error {
  constructor(maxBytes: number) {
    super(`The answer is larger than ${maxBytes} bytes.`);
  }
}

/** The value of a header in a head of small letters. */
function headerOf(head: string, name: string, after = 0): string | undefined {
  const start = head.indexOf(`\r\n${name}:`, after);
  if (start === -1) return undefined;
  const from = start + name.length + 3;
  const end = head.indexOf('\r\n', from);
  return head.slice(from, end === -1 ? undefined : end).trim();
}
