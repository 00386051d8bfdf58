import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type HttpResponse, ResponseReader } from './ResponseReader';

/** Sockets to one origin. Times are milliseconds. */
export interface SocketPoolOptions {
  readonly origin: URL;
  readonly connections: number;
  readonly connectTimeoutMs: number;
  readonly maxBytes: number;
}

/** One exchange over a socket of the pool. */
export interface Exchange {
  /** Head and body, ready for the wire. */
  readonly message: string;
  /** May be sent a second time where a kept socket turns out to be closed. */
  readonly repeatable: boolean;
  done(response: HttpResponse): void;
  failed(error: Error): void;
}

/** An exchange that can be given up. */
export interface RunningExchange {
  cancel(): void;
}

interface Ticket extends Omit<Exchange, 'repeatable'> {
  repeatable: boolean;
  cancelled: boolean;
  connection?: Connection;
}

/** A kept socket may be closed by the other side just when it is used again; so it is left before that. */
const idleTimeoutMs = 4_000;

/**
 * A small HTTP/1.1 client: sockets that are kept, one exchange on each at a time, the next waiting exchange when one is done. It exists
 * because it costs about half of what a general client does, and requests to departments are most of what a gateway does.
 */
export class SocketPool {
  private readonly idle: Connection[] = [];
  private readonly waiting: Ticket[] = [];
  private readonly all = new Set<Connection>();
  private closing: (() => void) | undefined;

  constructor(readonly options: SocketPoolOptions) {}

  run(exchange: Exchange): RunningExchange {
    const ticket: Ticket = { ...exchange, cancelled: false };
    this.assign(ticket);
    return {
      cancel: () => {
        ticket.cancelled = true;
        ticket.connection?.drop(ticket);
      },
    };
  }

  /** Ends when exchanges under way have ended. */
  close(): Promise<void> {
    for (const connection of this.idle.splice(0)) connection.destroy();
    if (this.all.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.closing = resolve;
    });
  }

  /** A connection is free again. */
  release(connection: Connection): void {
    const next = this.nextWaiting();
    if (next) connection.start(next);
    else if (this.closing) connection.destroy();
    else this.idle.push(connection);
  }

  /** A connection is gone. */
  remove(connection: Connection): void {
    this.all.delete(connection);
    const index = this.idle.indexOf(connection);
    if (index !== -1) this.idle.splice(index, 1);
    const next = this.nextWaiting();
    if (next) this.assign(next);
    else if (this.all.size === 0) this.closing?.();
  }

  /** Sends an exchange again, over a new socket. */
  repeat(ticket: Ticket): void {
    ticket.repeatable = false;
    this.open().start(ticket);
  }

  private assign(ticket: Ticket): void {
    const connection =
      this.idle.pop() ?? (this.all.size < this.options.connections ? this.open() : undefined);
    if (connection) connection.start(ticket);
    else this.waiting.push(ticket);
  }

  private nextWaiting(): Ticket | undefined {
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) if (!next.cancelled) return next;
    return undefined;
  }

  private open(): Connection {
    const connection = new Connection(this);
    this.all.add(connection);
    return connection;
  }
}

class Connection {
  private readonly socket: Socket;
  private reader: ResponseReader | undefined;
  private ticket: Ticket | undefined;
  private used = false;

  constructor(private readonly pool: SocketPool) {
    const { origin, connectTimeoutMs } = pool.options;
    const host = origin.hostname.replace(/^\[|\]$/g, '');
    this.socket =
      origin.protocol === 'https:'
        ? connectTls({ host, port: Number(origin.port || 443), servername: host })
        : connectTcp({ host, port: Number(origin.port || 80) });
    this.socket.setNoDelay(true);
    this.socket.setTimeout(connectTimeoutMs, () =>
      this.socket.destroy(this.ticket ? new Error('connect timeout') : undefined),
    );
    this.socket.once('connect', () => this.socket.setTimeout(0));
    this.socket.on('data', (bytes: Buffer) => this.receive(bytes));
    this.socket.on('error', (error) => this.fail(error));
    this.socket.on('close', () => this.closed());
  }

  start(ticket: Ticket): void {
    if (this.used) this.socket.setTimeout(0);
    ticket.connection = this;
    this.ticket = ticket;
    this.reader = new ResponseReader(this.pool.options.maxBytes);
    this.socket.write(ticket.message);
  }

  /** Gives up an exchange; the socket cannot be used again, for its answer is still to come. */
  drop(ticket: Ticket): void {
    if (this.ticket !== ticket) return;
    this.ticket = undefined;
    this.destroy();
  }

  destroy(): void {
    this.socket.destroy();
  }

  private receive(bytes: Buffer): void {
    if (!this.ticket || !this.reader) {
      // Bytes that nobody asked for: the socket is out of step.
      this.destroy();
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
    const { ticket } = this;
    this.ticket = undefined;
    this.reader = undefined;
    this.used = true;
    if (response.keepAlive) {
      this.socket.setTimeout(idleTimeoutMs);
      this.pool.release(this);
    } else {
      this.destroy();
    }
    ticket?.done(response);
  }

  private fail(error: Error): void {
    const { ticket, reader } = this;
    this.ticket = undefined;
    this.destroy();
    if (!ticket || ticket.cancelled) return;
    // A kept socket that was closed before it answered anything: the department has not seen the request.
    if (this.used && ticket.repeatable && !reader?.started) this.pool.repeat(ticket);
    else ticket.failed(error);
  }

  private closed(): void {
    const response = this.reader?.end();
    if (response && this.ticket) this.finish(response);
    this.fail(new Error('The connection was closed before the whole answer had come.'));
    this.pool.remove(this);
  }
}
