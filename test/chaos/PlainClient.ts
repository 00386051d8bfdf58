import { Agent, type OutgoingHttpHeaders, request } from 'node:http';

/** An answer over HTTP. */
export interface PlainAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * A client that keeps connections, closes those that the server asks to close, and never sends anything twice: whatever
 * goes wrong is seen.
 */
export class PlainClient {
  readonly #agent: Agent;

  constructor(
    private readonly url: string,
    { connections = 64 }: { readonly connections?: number } = {},
  ) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: 'fifo' });
  }

  /** Posts JSON. Rejects where the connection breaks, or after `timeoutMs` milliseconds without an answer. */
  post(body: string, headers: OutgoingHttpHeaders = {}, timeoutMs = 60_000): Promise<PlainAnswer> {
    return new Promise((resolve, reject) => {
      const sent = request(this.url, {
        method: 'POST',
        agent: this.#agent,
        timeout: timeoutMs,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          ...headers,
        },
      });
      sent.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, body: text });
        });
        response.on('error', reject);
      });
      sent.on('timeout', () => sent.destroy(new Error(`no answer in ${timeoutMs} ms`)));
      sent.on('error', reject);
      sent.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
