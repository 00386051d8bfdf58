import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What there is to be read, in the text format of Prometheus. */
export interface MetricsSource {
  readonly contentType: string;
  metrics(): Promise<string>;
}

/** Answers `GET /metrics` on a port of its own, so that what is for operators is not where the clients are. */
export class MetricsServer {
  readonly #server: Server;

  constructor(source: MetricsSource) {
    this.#server = createServer(async (request, response) => {
      if (request.url?.split('?', 1)[0] !== '/metrics') {
        response.writeHead(404, { 'content-type': 'text/plain' }).end('There is /metrics here.\n');
        return;
      }
      try {
        const text = await source.metrics();
        response
          .writeHead(200, { 'content-type': source.contentType, 'cache-control': 'no-store' })
          .end(text);
      } catch {
        response.writeHead(500, { 'content-type': 'text/plain' }).end('The metrics could not be read.\n');
      }
    });
  }

  /** Listens and answers with the port. Rejects with the system's error, as EADDRINUSE. */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject);
        resolve((this.#server.address() as AddressInfo).port);
      });
    });
  }

  /** Closes the port and what is open on it. */
  close(): Promise<void> {
    if (!this.#server.listening) return Promise.resolve();
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}
