import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { requestIdOf } from '@lien-thong/subgraph-kit';
import type { Logger } from 'pino';
import type { RequestWatch } from '../engine';
import { newNotes } from '../observe/RequestNotes';
import { sharedText } from '../respond/SharedText';
import { encodingOf } from '../respond/text';
import { SendBuffers } from './SendBuffers';
import { apiHeaders } from './securityHeaders';

const sendBuffers = new SendBuffers();

/** What the log says of one exchange: before the status and after the time, and facts for machines. */
export interface Summary {
  readonly before: string;
  readonly after: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** One HTTP request and the answer to it. */
export class Exchange {
  /** The path without its query. */
  readonly path: string;
  /** The query with its question mark; empty where there is none. */
  readonly search: string;
  readonly requestId: string;
  /** Says, once the answer is sent, what the log shall say of it; null for the method and the path. */
  summary: (() => Summary) | null = null;
  readonly notes = newNotes();
  private ownLog: Logger | undefined = undefined;
  /** The client's address; empty until the server has found it out. */
  address = '';
  /** Whether the log tells of it at `debug` alone, as of one of many that were refused. */
  isQuiet = false;
  watch: RequestWatch | undefined;
  /** Told, once the answer is sent or nobody is left to take it, of its status (499 where the client is gone) and its milliseconds. */
  ended: ((status: number, ms: number) => void) | null = null;
  /** Sent with every answer on this exchange, as for another origin's page. */
  readonly extraHeaders: OutgoingHttpHeaders = {};

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    private readonly commonLog: Logger,
  ) {
    const url = request.url ?? '/';
    const query = url.indexOf('?');
    this.path = query < 0 ? url : url.slice(0, query);
    this.search = query < 0 ? '' : url.slice(query);
    this.requestId = requestIdOf(request.headers['x-request-id']);
  }

  /** A log whose lines have this request's id. Made when it is wanted: of most requests that are refused nothing is said. */
  get log(): Logger {
    this.ownLog ??= this.commonLog.child({ requestId: this.requestId });
    return this.ownLog;
  }

  /** Whether lines of that level are written. */
  logs(level: string): boolean {
    return this.commonLog.isLevelEnabled(level);
  }

  /** Whether an answer has begun or can no more be sent. */
  get isOver(): boolean {
    return this.response.headersSent || this.response.destroyed;
  }

  /** Begins the answer: status, the security headers of an API, and these, which win over them. */
  begin(status: number, headers: OutgoingHttpHeaders): void {
    const { extraHeaders } = this;
    // Member by member: to spread several objects into one costs more, with every answer.
    const all: OutgoingHttpHeaders = { ...apiHeaders, 'x-request-id': this.requestId };
    for (const name in extraHeaders) all[name] = extraHeaders[name];
    for (const name in headers) all[name] = headers[name];
    this.response.writeHead(status, all);
  }

  /** Sends the whole answer; a HEAD request gets the same headers and no body. */
  end(status: number, headers: OutgoingHttpHeaders, body: string | Buffer): void {
    if (this.isOver) return;
    const known = typeof body === 'string' ? (sharedText.bytesOf(body) ?? body) : body;
    const bytes = Buffer.byteLength(known);
    this.begin(status, { ...headers, 'content-length': bytes });
    const { response } = this;
    if (this.request.method === 'HEAD') {
      response.end();
      return;
    }
    const lent = typeof known === 'string' ? sendBuffers.encode(known, bytes) : null;
    // What is not sent to its end may still be on its way: its memory is left to the garbage.
    if (lent) response.once('finish', () => sendBuffers.giveBack(lent));
    // Head and body go out in one write, but as two pieces: a string of both would be another copy of the body.
    const { socket } = response;
    socket?.cork();
    response.flushHeaders();
    if (lent || typeof known !== 'string') response.end(lent ?? known);
    else response.end(known, encodingOf(known, bytes));
    socket?.uncork();
  }

  /** Sends the whole answer, whose body comes in pieces; not for a HEAD request. */
  endPieces(status: number, headers: OutgoingHttpHeaders, pieces: readonly Buffer[]): void {
    if (this.isOver) return;
    const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
    this.begin(status, { ...headers, 'content-length': bytes });
    const { response } = this;
    response.cork();
    for (const piece of pieces) response.write(piece);
    response.end();
    response.uncork();
  }

  /** Sends JSON that is made for this answer alone and may not be kept by caches. */
  endJson(status: number, value: unknown): void {
    const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
    this.end(status, headers, JSON.stringify(value));
  }

  /** Sends a line of plain text. */
  endText(status: number, text: string, headers: OutgoingHttpHeaders = {}): void {
    this.end(
      status,
      { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers },
      text,
    );
  }
}
