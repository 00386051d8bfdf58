import type { Server } from 'node:http';
import { Server as TcpServer } from 'node:net';

/** How a server is to end. Times are milliseconds. */
export interface DrainOptions {
  /** How long requests may take to be answered; connections are cut off after it. */
  readonly deadlineMs: number;
  /** How long a connection without a request is kept for the next one; 0 closes it at once. */
  readonly lingerMs?: number;
}

/**
 * Takes no new connection and resolves when all have ended. A connection that is closed while its client is sending the
 * next request loses that request; one that lingers answers it, and is closed by the answer where that says so
 * (`connection: close`, which is the caller's to send).
 */
export function drainServer(server: Server, { deadlineMs, lingerMs = 0 }: DrainOptions): Promise<void> {
  if (!server.listening) return Promise.resolve();
  return new Promise((resolve) => {
    // `close` of an HTTP server closes idle connections as well, that of a TCP server none.
    const linger = setTimeout(() => server.close(), lingerMs);
    const cut = setTimeout(() => server.closeAllConnections(), lingerMs + deadlineMs);
    const ended = () => {
      clearTimeout(linger);
      clearTimeout(cut);
      resolve();
    };
    if (lingerMs === 0) server.close(ended);
    else TcpServer.prototype.close.call(server, ended);
  });
}
