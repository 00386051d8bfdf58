import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/**
 * Below the ports that systems give to outgoing connections and to whoever asks for any port, as nearly all are set up
 * (Linux 32768, others 49152): what is free there stays free until it is used. Whole numbers, the second excluded.
 */
const quietPorts = [12_000, 27_000] as const;

/** A TCP port on the loopback interface that nobody listens on at the moment, and that nobody is given by chance. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const port = await listened(randomInt(...quietPorts)).catch(() => null);
    if (port !== null) return port;
  }
  return listened(0);
}

/** The port, 0 for any, once it has been listened on and been closed again. Rejects where it is taken. */
async function listened(wanted: number): Promise<number> {
  const server = createServer().listen(wanted, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
