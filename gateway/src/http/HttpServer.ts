import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type DrainOptions, drainServer } from '@lien-thong/subgraph-kit';
import type { Logger } from 'pino';
import type { RequestNotes } from '../observe/RequestNotes';
import { type ConnectionLimits, serverOptions } from '../traffic/ConnectionLimits';
import type { AddressOf } from '../traffic/clientAddress';
import { Pipelining } from '../traffic/Pipelining';
import type { SlowReaders } from '../traffic/SlowReaders';
import { ambiguity } from './ambiguity';
import { Exchange, type Summary } from './Exchange';

/** What the HTTP server is made with. */
export interface HttpServerOptions {
  readonly log: Logger;
  readonly limits: ConnectionLimits;
  readonly slowReaders: SlowReaders;
  readonly addressOf: AddressOf;
  answer(exchange: Exchange): Promise<void>;
  /** Takes over a connection that asks for another protocol. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** How many connections may wait to be taken; the system's limit may be lower. One without a place tries again only after seconds. */
const connectionBacklog = 16_384;

/** Listens, makes an exchange of each request, logs each with one line, and ends without losing what is in flight. */
export class HttpServer {
  readonly #server: Server;
  readonly #options: HttpServerOptions;
  readonly #pipelining = new Pipelining();
  #isDraining = false;
  #inFlight = 0;

  constructor(options: HttpServerOptions) {
    this.#options = options;
    this.#server = createServer(
      serverOptions(options.limits),
      (request, response) => void this.#handle(request, response),
    );
    this.#server.maxConnections = options.limits.connectionLimit;
    this.#server.on('upgrade', (request, socket, head) => {
      // Without a listener an error of the connection would end the process.
      socket.on('error', (error) => options.log.debug({ err: error }, 'an upgraded connection broke off'));
      options.upgrade(request, socket, head);
    });
  }

  /** Listens and answers with the port. Rejects with the system's error, as EADDRINUSE. */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ port, host, backlog: connectionBacklog }, () => {
        this.#server.off('error', reject);
        resolve((this.#server.address() as AddressInfo).port);
      });
    });
  }

  /** Requests that are being answered. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** How many connections of clients are open. */
  connections(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
    });
  }

  /** From now on each answer asks its client to close the connection. */
  startDraining(): void {
    this.#isDraining = true;
  }

  /** Takes no new connection and resolves when all have ended, as `drainServer` says. */
  close(options: DrainOptions): Promise<void> {
    this.startDraining();
    return drainServer(this.#server, options);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.#pipelining.admits(request, response)) return;
    const startedAt = performance.now();
    const exchange = new Exchange(request, response, this.#options.log);
    exchange.address = this.#options.addressOf(request);
    if (this.#isDraining) response.setHeader('connection', 'close');
    this.#inFlight += 1;
    response.once('close', () => {
      this.#inFlight -= 1;
      const ms = performance.now() - startedAt;
      const isSent = response.writableFinished && !this.#options.slowReaders.hasCutOff(response);
      const status = isSent ? response.statusCode : 499;
      logExchange(exchange, status, ms);
      exchange.ended?.(status, ms);
    });
    try {
      const ambiguous = ambiguity(request);
      if (ambiguous) exchange.endText(400, `${ambiguous}\n`, { connection: 'close' });
      else await this.#options.answer(exchange);
      this.#options.slowReaders.watch(response);
    } catch (error) {
      exchange.log.error({ err: error }, 'a request failed unexpectedly');
      if (response.headersSent) response.destroy();
      else
        exchange.endText(
          500,
          `Something unexpected went wrong; the log has it under ${exchange.requestId}.\n`,
        );
    }
  }
}

/** One line for each request; those of probes and files only where the level is debug. */
function logExchange(exchange: Exchange, status: number, elapsedMs: number): void {
  const { request, path, summary, notes, isQuiet } = exchange;
  const loud = status >= 500 ? 'error' : summary || status >= 400 ? 'info' : 'debug';
  const level = isQuiet ? 'debug' : loud;
  if (!exchange.logs(level)) return;
  const { log } = exchange;
  const ms = Math.round(elapsedMs * 10) / 10;
  const { method } = request;
  const { before, after, facts } = summary?.() ?? plainSummary(`${method} ${path}`, notes);
  const end = status === 499 ? 'client gone' : status;
  log[level]({ method, path, status, ms, ...facts }, `${before} ${end} ${ms} ms ${after}`.trimEnd());
}

/** What the log says of a request that did not come as far as an operation. */
function plainSummary(before: string, { errorCodes }: RequestNotes): Summary {
  return { before, after: errorCodes.join(','), facts: errorCodes.length > 0 ? { errorCodes } : {} };
}
