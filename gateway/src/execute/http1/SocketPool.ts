import type { LookupFunction } from 'node:net';
import type { TlsIdentity } from '@lien-thong/subgraph-kit';
import { Connection } from './Connection';
import type { Exchange } from './Exchange';

/** Sockets to one origin. Times are milliseconds. */
export interface SocketPoolOptions {
  readonly origin: URL;
  readonly connections: number;
  readonly connectTimeoutMs: number;
  readonly maxBytes: number;
  /** Shown and believed at an https origin. */
  readonly tls?: TlsIdentity | null;
  /** Finds the addresses of a name; the system's own where left out. */
  readonly lookup?: LookupFunction;
}

/** A kept socket may be closed by the other side just when it is used again; so it is left before that. */
const idleTimeoutMs = 4_000;

/** However busy, a socket is left after so long: the name of the origin may mean another address by now. */
const longestLifeMs = 300_000;

/** How often sockets that nobody uses are looked through, in milliseconds. */
const sweepMs = 1_000;

/**
 * A small HTTP/1.1 client: sockets that are kept, one exchange on each at a time, the next waiting exchange when one is done. It exists
 * because it costs about half of what a general client does, and requests to departments are most of what a gateway does. It sends each
 * exchange once: whether it may be sent again is for others to decide.
 */
export class SocketPool {
  /** Those left longest first. */
  private readonly idle: Connection[] = [];
  private readonly waiting = new Set<Exchange>();
  private readonly all = new Set<Connection>();
  private isClosing = false;
  private closed: () => void = () => {};
  private sweeper: NodeJS.Timeout | undefined;

  constructor(readonly options: SocketPoolOptions) {}

  /** Sockets that are open or being opened, and those of them that nobody uses now. */
  get sockets(): { readonly open: number; readonly idle: number } {
    return { open: this.all.size, idle: this.idle.length };
  }

  /** Sends the exchange over a free socket, or as soon as there is one. */
  run(exchange: Exchange): void {
    const connection = exchange.needsFreshSocket ? this.openFresh() : (this.takeIdle() ?? this.open());
    if (connection) connection.start(exchange);
    else this.waiting.add(exchange);
  }

  /** Gives up an exchange: neither `done` nor `failed` is called any more. */
  cancel(exchange: Exchange): void {
    if (!this.waiting.delete(exchange)) exchange.connection?.drop(exchange);
  }

  /** Ends when exchanges under way have ended. */
  close(): Promise<void> {
    this.isClosing = true;
    clearInterval(this.sweeper);
    for (const connection of [...this.idle]) this.discard(connection);
    if (this.all.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.closed = resolve;
    });
  }

  /** A connection is free again. */
  release(connection: Connection): void {
    const now = performance.now();
    if (this.isClosing || now - connection.openedAt > longestLifeMs) {
      this.discard(connection);
      return;
    }
    const next = this.nextWaiting();
    if (!next) {
      connection.idleSince = now;
      this.idle.push(connection);
      this.sweeper ??= setInterval(() => this.sweep(), sweepMs).unref();
    } else if (next.needsFreshSocket) {
      this.discard(connection, next);
    } else connection.start(next);
  }

  /** A connection is not to be used any more. What waits gets one in its place, `next` first. */
  discard(connection: Connection, next?: Exchange): void {
    connection.destroy();
    if (!this.all.delete(connection)) return;
    const index = this.idle.lastIndexOf(connection);
    if (index !== -1) this.idle.splice(index, 1);
    const heir = next ?? this.nextWaiting();
    if (heir) this.run(heir);
    else if (this.all.size === 0) this.closed();
  }

  private takeIdle(): Connection | undefined {
    const connection = this.idle.pop();
    if (!connection || performance.now() - connection.idleSince < idleLimitOf(connection)) return connection;
    // The others have been idle for longer; but what their servers said of it may differ.
    this.discard(connection);
    return this.takeIdle();
  }

  private nextWaiting(): Exchange | undefined {
    for (const next of this.waiting) {
      this.waiting.delete(next);
      return next;
    }
    return undefined;
  }

  /** A new connection; an idle one makes room for it where there is no other room. */
  private openFresh(): Connection | undefined {
    const [oldest] = this.idle;
    if (oldest && this.all.size >= this.options.connections) this.discard(oldest);
    return this.open();
  }

  private open(): Connection | undefined {
    if (this.all.size >= this.options.connections) return undefined;
    const connection = new Connection(this);
    this.all.add(connection);
    return connection;
  }

  private sweep(): void {
    const now = performance.now();
    const expired = this.idle.filter((connection) => now - connection.idleSince >= idleLimitOf(connection));
    for (const connection of expired) this.discard(connection);
    if (this.idle.length > 0) return;
    clearInterval(this.sweeper);
    this.sweeper = undefined;
  }
}

/** Well before the server would close it, where the server says when that is. */
function idleLimitOf({ keptMs }: Connection): number {
  return keptMs === undefined ? idleTimeoutMs : Math.min(idleTimeoutMs, keptMs / 2);
}
