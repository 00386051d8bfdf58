import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import type { Random } from '../differential/random';

/** Answers that no server should give, each in another way. */
const answers: ReadonlyArray<(random: Random) => Buffer | string> = [
  (random) => Buffer.from(Array.from({ length: 600 }, () => random.int(256))),
  () => 'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 24\r\n\r\n<html>Welcome back</html>',
  () => 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 400\r\n\r\n{"data":{"program',
  () => 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 11\r\n\r\n{"data":[]}',
  () => 'HTTP/1.1 500 Internal Server Error\r\ncontent-length: 5\r\n\r\npanic',
  () => 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
  () => 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 4\r\n\r\nnull',
];

/** A server that answers whatever it is sent with garbage, and hangs up after some of it. */
export interface GarbageServer {
  readonly address: string;
  stop(): void;
}

/** Starts it on a free port. */
export async function startGarbageServer(random: Random): Promise<GarbageServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket)).on('error', () => undefined);
    socket.on('data', () => {
      if (!socket.writable) return;
      socket.write(random.pick(answers)(random));
      if (random.chance(0.6)) socket.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
