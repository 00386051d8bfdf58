import { isAscii } from 'node:buffer';

/** A whole response. */
export interface HttpResponse {
  readonly status: number;
  readonly text: string;
  /** Whether the connection can take another request. */
  readonly keepAlive: boolean;
}

/** How the length of a body is known. */
type Framing =
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'close' };

const largestHead = 64 * 1024;
const noBytes = Buffer.alloc(0);

/** Reads one HTTP/1.1 response from the pieces in which it comes. Throws where it is none, or larger than allowed. */
export class ResponseReader {
  private head: Buffer = noBytes;
  private status = 0;
  private keepAlive = true;
  private framing: Framing | undefined;
  private readonly pieces: Buffer[] = [];
  private size = 0;
  private chunks: ChunkedBody | undefined;

  constructor(private readonly maxBytes: number) {}

  /** Whether anything of the response has come. */
  get started(): boolean {
    return this.framing !== undefined || this.head.length > 0;
  }

  /** Takes the next bytes; returns the response once it is whole. */
  read(bytes: Buffer): HttpResponse | undefined {
    if (this.framing) return this.readBody(bytes);
    this.head = this.head.length === 0 ? bytes : Buffer.concat([this.head, bytes]);
    for (;;) {
      const end = this.head.indexOf('\r\n\r\n');
      if (end === -1) {
        if (this.head.length > largestHead) throw new Error('The head of the response is too large.');
        return undefined;
      }
      const text = this.head.toString('latin1', 0, end);
      const rest = this.head.subarray(end + 4);
      this.head = rest;
      this.readHead(text);
      // 100 Continue and its like come before the response itself.
      if (this.status >= 200) return this.readBody(rest);
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
    const lower = text.toLowerCase();
    this.keepAlive =
      headerOf(lower, 'connection') === undefined
        ? text.charCodeAt(7) === 49
        : headerOf(lower, 'connection') !== 'close';
    const length = headerOf(lower, 'content-length');
    if (headerOf(lower, 'transfer-encoding')?.includes('chunked')) {
      this.framing = { kind: 'chunked' };
      this.chunks = new ChunkedBody();
    } else if (length !== undefined) {
      if (!/^\d{1,15}$/.test(length)) throw new Error('The response has no valid content-length.');
      this.framing = { kind: 'length', length: Number(length) };
    } else if (this.status === 204 || this.status === 304) {
      this.framing = { kind: 'length', length: 0 };
    } else {
      this.framing = { kind: 'close' };
    }
    if (this.status < 200) this.framing = undefined;
  }

  private readBody(bytes: Buffer): HttpResponse | undefined {
    const { framing, chunks } = this;
    if (chunks) {
      for (const piece of chunks.read(bytes)) this.add(piece);
      return chunks.done ? this.finish(this.keepAlive) : undefined;
    }
    this.add(bytes);
    return framing?.kind === 'length' && this.size >= framing.length
      ? this.finish(this.keepAlive && this.size === framing.length)
      : undefined;
  }

  private add(piece: Buffer): void {
    if (piece.length === 0) return;
    this.size += piece.length;
    if (this.size > this.maxBytes) throw new AnswerTooLarge(this.maxBytes);
    this.pieces.push(piece);
  }

  private finish(keepAlive: boolean): HttpResponse {
    const body = this.pieces.length === 1 ? (this.pieces[0] as Buffer) : Buffer.concat(this.pieces);
    // Most answers are ASCII, which is copied instead of decoded.
    return { status: this.status, keepAlive, text: body.toString(isAscii(body) ? 'latin1' : 'utf8') };
  }
}

/** A response beyond the allowed size. */
export class AnswerTooLarge extends Error {
  constructor(maxBytes: number) {
    super(`The answer is larger than ${maxBytes} bytes.`);
  }
}

/** The value of a header in a head of small letters. */
function headerOf(head: string, name: string): string | undefined {
  const start = head.indexOf(`\r\n${name}:`);
  if (start === -1) return undefined;
  const from = start + name.length + 3;
  const end = head.indexOf('\r\n', from);
  return head.slice(from, end === -1 ? undefined : end).trim();
}

/** Takes a chunked body apart. */
class ChunkedBody {
  done = false;
  private left = 0;
  private line = '';
  private state: 'size' | 'data' | 'data-end' | 'trailer' = 'size';

  read(bytes: Buffer): Buffer[] {
    const pieces: Buffer[] = [];
    let at = 0;
    while (at < bytes.length && !this.done) {
      if (this.state === 'data') {
        const piece = bytes.subarray(at, at + this.left);
        pieces.push(piece);
        at += piece.length;
        this.left -= piece.length;
        if (this.left === 0) this.state = 'data-end';
      } else {
        at = this.readLine(bytes, at);
      }
    }
    return pieces;
  }

  private readLine(bytes: Buffer, at: number): number {
    const end = bytes.indexOf(10, at);
    this.line += bytes.toString('latin1', at, end === -1 ? bytes.length : end);
    if (this.line.length > largestHead) throw new Error('A line of the chunked response is too large.');
    if (end === -1) return bytes.length;
    this.takeLine(this.line.replace(/\r$/, ''));
    this.line = '';
    return end + 1;
  }

  private takeLine(line: string): void {
    if (this.state === 'data-end') {
      this.state = 'size';
    } else if (this.state === 'trailer') {
      this.done = line === '';
    } else {
      const size = /^[0-9a-f]{1,8}/i.exec(line)?.[0];
      if (size === undefined) throw new Error('The chunked response has no valid chunk size.');
      this.left = Number.parseInt(size, 16);
      this.state = this.left === 0 ? 'trailer' : 'data';
    }
  }
}
