import { connect, type Socket } from 'node:net';

/** A connection on which a test writes what no client library would. */
export interface RawConnection {
  readonly socket: Socket;
  /** Everything that came back so far. */
  received(): string;
  write(text: string | Buffer): void;
  /** Resolves with all that came, as soon as the pattern is in it. Rejects after a time, or when the connection ends before. */
  until(pattern: RegExp, timeoutMs?: number): Promise<string>;
  /** Resolves with all that came, as soon as the other side has closed. */
  closed(timeoutMs?: number): Promise<string>;
  destroy(): void;
}

/** Opens a connection to the host and port of that origin. */
export async function rawConnection(origin: string, localAddress?: string): Promise<RawConnection> {
  const { hostname, port } = new URL(origin);
  const socket = connect({ host: hostname, port: Number(port), localAddress });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  let text = '';
  let isClosed = false;
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    text += chunk;
    tell();
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    isClosed = true;
    tell();
  });
  const wait = (holds: () => boolean, what: string, timeoutMs: number) =>
    new Promise<string>((resolve, reject) => {
      const end = (outcome: () => void) => {
        clearTimeout(timer);
        listeners.delete(look);
        outcome();
      };
      const fail = (why: string) =>
        end(() => reject(new Error(`${why} before ${what}: ${text.slice(-2_000)}`)));
      const timer = setTimeout(() => fail(`${timeoutMs} ms passed`), timeoutMs);
      const look = () => {
        if (holds()) end(() => resolve(text));
        else if (isClosed) fail('The connection ended');
      };
      listeners.add(look);
      look();
    });
  return {
    socket,
    received: () => text,
    write: (more) => void socket.write(more),
    until: (pattern, timeoutMs = 60_000) => wait(() => pattern.test(text), String(pattern), timeoutMs),
    closed: (timeoutMs = 60_000) => wait(() => isClosed, 'it was closed', timeoutMs),
    destroy: () => socket.destroy(),
  };
}

/** A POST of JSON as text, to be written whole or in part. */
export function rawPost(body: string, headers: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries({
    host: 'gateway',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST /graphql HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}
