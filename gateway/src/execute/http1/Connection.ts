import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { encodingOf } from '../../respond/text';
import type { Exchange } from './Exchange';
import { type HttpResponse, ResponseReader } from './ResponseReader';
import type { SocketPool } from './SocketPool';

/** One socket of a pool. */
export class Connection {
  readonly openedAt = performance.now();
  /** When it was last given back, as `performance.now()` says. */
  idleSince = 0;
  /** How long the server keeps it without a request, in milliseconds, where it says so. */
  keptMs: number | undefined;
  private readonly socket: Socket;
  private reader: ResponseReader | undefined;
  private exchange: Exchange | undefined;
  private isOpen = false;
  private isKept = false;

  constructor(private readonly pool: SocketPool) {
    const { connectTimeoutMs } = pool.options;
    const socket = open(pool.options);
    this.socket = socket;
    socket.setNoDelay(true);
    socket.setTimeout(connectTimeoutMs, () =>
      this.fail(new ConnectTimeout(`No connection within ${connectTimeoutMs} ms.`)),
    );
    socket.once(pool.options.origin.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      this.isOpen = true;
      socket.setTimeout(0);
    });
    socket.on('data', (bytes: Buffer) => this.receive(bytes));
    socket.on('error', (error) => this.fail(error));
    // Half closed is closed: what is written from now on might reach nobody.
    socket.on('end', () => this.ended());
    socket.on('close', () => this.ended());
  }

  start(exchange: Exchange): void {
    exchange.connection = this;
    this.exchange = exchange;
    this.reader = new ResponseReader(this.pool.options.maxBytes);
    const { message } = exchange;
    // To be told the encoding spares Node a walk over the pieces of which the text is made.
    this.socket.write(message, encodingOf(message, Buffer.byteLength(message)));
  }

  /** Gives up an exchange; the socket cannot be used again, for its answer is still to come. */
  drop(exchange: Exchange): void {
    if (this.exchange !== exchange) return;
    this.exchange = undefined;
    this.pool.discard(this);
  }

  destroy(): void {
    this.socket.destroy();
  }

  private receive(bytes: Buffer): void {
    if (!this.exchange || !this.reader) {
      // Bytes that nobody asked for: the socket is out of step.
      this.pool.discard(this);
      return;
    }
    try {
      const response = this.reader.read(bytes);
      if (response) this.finish(response);
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private finish(response: HttpResponse): void {
    const { exchange, isKept } = this;
    this.exchange = undefined;
    this.reader = undefined;
    this.isKept = true;
    if (response.keptMs !== undefined) this.keptMs = response.keptMs;
    // Who answers before the request has left us may not read the rest of it.
    if (response.keepAlive && this.socket.writableLength === 0) this.pool.release(this);
    else this.pool.discard(this);
    exchange?.done(response, isKept);
  }

  private fail(error: Error): void {
    const { exchange, reader } = this;
    this.exchange = undefined;
    this.pool.discard(this);
    if (!exchange) return;
    const stage = !this.isOpen ? 'connecting' : this.isKept && !reader?.started ? 'kept' : 'under way';
    exchange.failed(error, stage);
  }

  private ended(): void {
    const response = this.exchange && this.reader?.end();
    if (response) this.finish(response);
    else this.fail(new Error('The connection was closed before the whole answer had come.'));
  }
}

/** No connection in time. */
export class ConnectTimeout extends Error {}

/** Asks for the address anew each time, and tries each that the name has (RFC 8305). */
function open({ origin, tls, lookup }: SocketPool['options']): Socket {
  const host = origin.hostname.replace(/^\[|\]$/g, '');
  if (origin.protocol !== 'https:') return connectTcp({ host, port: Number(origin.port || 80), lookup });
  const servername = isIP(host) ? undefined : host;
  return connectTls({ host, port: Number(origin.port || 443), servername, lookup, ...tls });
}
