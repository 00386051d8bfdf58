import { createServer } from 'node:net';

/** Whether a process can listen on this TCP port; on all addresses, so that a listener on any single one is noticed. */
export function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '0.0.0.0', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
