import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** A server that says byte by byte what the test wants. */
export interface RawServer {
  readonly url: string;
  readonly port: number;
  /** Whole requests that came, in order. */
  readonly requests: string[];
  /** How many connections were made. */
  connections(): number;
  /** Connections that are open now. */
  readonly open: ReadonlySet<Socket>;
  close(): Promise<void>;
}

/** Answers one whole request, the so manieth of the server, on its socket. */
export type RawAnswerer = (socket: Socket, request: string, count: number) => void;

/** Listens at that address, by default on a free port. */
export async function startRawServer(
  answer: RawAnswerer,
  host = '127.0.0.1',
  wanted = 0,
): Promise<RawServer> {
  const open = new Set<Socket>();
  const requests: string[] = [];
  let connections = 0;
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    connections++;
    open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
    socket.on('end', () => socket.end());
    readRequests(socket, (request) => {
      requests.push(request);
      answer(socket, request, requests.length - 1);
    });
  });
  await new Promise<void>((resolve) => server.listen(wanted, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}/graphql`,
    port,
    requests,
    connections: () => connections,
    open,
    close: () => {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function readRequests(socket: Socket, take: (request: string) => void): void {
  let bytes = Buffer.alloc(0);
  socket.on('data', (piece: Buffer) => {
    bytes = Buffer.concat([bytes, piece]);
    for (;;) {
      const end = bytes.indexOf('\r\n\r\n');
      if (end === -1) return;
      const length = Number(/content-length: (\d+)/.exec(bytes.toString('latin1', 0, end))?.[1] ?? 0);
      const whole = end + 4 + length;
      if (bytes.length < whole) return;
      const request = bytes.toString('utf8', 0, whole);
      bytes = bytes.subarray(whole);
      take(request);
    }
  });
}

/** A whole response with a length. */
export function ok(body: string, more = ''): string {
  return `HTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${more}\r\n${body}`;
}

/** A whole response with that status. */
export function status(code: number, body = '', more = ''): string {
  return `HTTP/1.1 ${code} As it is\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${more}\r\n${body}`;
}

/** The body of a request. */
export function bodyOf(request: string): string {
  return request.slice(request.indexOf('\r\n\r\n') + 4);
}
