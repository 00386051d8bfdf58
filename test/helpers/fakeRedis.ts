import { createServer, type Socket } from 'node:net';
import { freePort } from './freePort';

/** What the limiter of rates needs of a Redis, over the protocol that a real one speaks. */
export interface FakeRedis {
  readonly url: string;
  /** Points by key. */
  readonly counts: Map<string, number>;
  /** Ends the server and all its connections. */
  stop(): Promise<void>;
  /** Serves again at the same address. */
  start(): Promise<void>;
}

/** A server that counts in windows of a minute: INFO, EVALSHA and EVAL of the one script, in RESP. */
export async function startFakeRedis(): Promise<FakeRedis> {
  const port = await freePort();
  const counts = new Map<string, number>();
  const sockets = new Set<Socket>();
  const answer = ([command = '', , , key = '', points = '0']: string[]): string => {
    if (/^(info)$/i.test(command)) return bulk('redis_version:7.2.0\r\nloading:0\r\n');
    if (!/^(eval|evalsha)$/i.test(command)) return '+OK\r\n';
    counts.set(key, (counts.get(key) ?? 0) + Number(points));
    return `*2\r\n:${counts.get(key)}\r\n:60000\r\n`;
  };
  const create = () =>
    createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.once('close', () => sockets.delete(socket));
      let unread = '';
      socket.on('data', (chunk) => {
        const { commands, rest } = readCommands(unread + chunk.toString('latin1'));
        unread = rest;
        for (const command of commands) socket.write(answer(command));
      });
    });
  let server = create();
  const start = () => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    counts,
    start: () => {
      server = create();
      return start();
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

const bulk = (text: string) => `$${text.length}\r\n${text}\r\n`;

/** Whole commands at the beginning of the text: arrays of bulk strings. */
function readCommands(text: string): { readonly commands: string[][]; readonly rest: string } {
  const commands: string[][] = [];
  let rest = text;
  for (;;) {
    const head = /^\*(\d+)\r\n/.exec(rest);
    if (!head) return { commands, rest };
    let at = head[0].length;
    const words: string[] = [];
    for (let left = Number(head[1]); left > 0; left -= 1) {
      const length = /^\$(\d+)\r\n/.exec(rest.slice(at));
      const end = length ? at + length[0].length + Number(length[1]) : Number.POSITIVE_INFINITY;
      if (!length || rest.length < end + 2) return { commands, rest };
      words.push(rest.slice(at + length[0].length, end));
      at = end + 2;
    }
    commands.push(words);
    rest = rest.slice(at);
  }
}
