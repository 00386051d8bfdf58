import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How many requests one connection may have sent without waiting for an answer, beside the one that is answered. */
const sentAhead = 32;

/** Counts requests that a client sends without waiting: the parser hands over all that fit into one packet at once. */
export class Pipelining {
  readonly #waitingBySocket = new WeakMap<Socket, number>();

  /** Whether the connection may go on; one that may not is closed. Costs nothing for a client that waits. */
  admits({ socket }: IncomingMessage, response: ServerResponse): boolean {
    // The answer that is to be sent next has the connection already.
    if (response.socket !== null) return true;
    const waiting = (this.#waitingBySocket.get(socket) ?? 0) + 1;
    if (waiting > sentAhead) {
      socket.destroy();
      return false;
    }
    this.#waitingBySocket.set(socket, waiting);
    response.once('close', () => {
      this.#waitingBySocket.set(socket, (this.#waitingBySocket.get(socket) ?? 1) - 1);
    });
    return true;
  }
}
