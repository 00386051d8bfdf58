import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { DepartmentLink } from '../../../gateway/src/resilience/DepartmentLink';
import { freePort } from '../../helpers/freePort';
import { bodyOf, ok, startRawServer, status } from './rawServer';
import { seeded } from './seeded';
import { policyWith, read, until, withLink, write } from './withLink';

const answersById = (socket: Socket, request: string): void =>
  void socket.write(ok(`{"data":${JSON.stringify(bodyOf(request))}}`));

describe('a department that closes its sockets when it likes', () => {
  /** Closes half of its sockets at some moment after an answer, which is often when the next request is under way. */
  const moody = (random: () => number) => (socket: Socket, request: string) => {
    answersById(socket, request);
    const chance = random();
    if (chance < 0.2) socket.destroySoon();
    else if (chance < 0.5) setTimeout(() => socket.destroy(), random() * 3);
  };

  test('answers every read, each with its own answer', async () => {
    await withLink(
      moody(seeded(7)),
      async ({ link, server }) => {
        let left = 800;
        const reader = async (): Promise<void> => {
          while (left > 0) {
            const body = `{"query":"{a}","variables":{"n":${left--}}}`;
            expect(await link.post(read({ body }))).toEqual({ text: `{"data":${JSON.stringify(body)}}` });
          }
        };
        await Promise.all(Array.from({ length: 12 }, reader));
        expect(server.connections()).toBeGreaterThan(50);
        expect(link.counts.failures).toEqual({});
      },
      { policy: { retries: { most: 5, floorPerSecond: 10_000 } } },
    );
  });

  test('gets every mutation exactly once', async () => {
    await withLink(moody(seeded(11)), async ({ link, server }) => {
      for (let batch = 0; batch < 25; batch++) {
        const ids = Array.from(
          { length: 10 },
          (_, index) => `{"query":"mutation{a}","n":"${batch}-${index}"}`,
        );
        // Reads between them leave kept sockets behind.
        const answers = await Promise.all(
          ids.flatMap((body) => [link.post(write({ body })), link.post(read())]),
        );
        for (const answer of answers) expect(answer).toHaveProperty('text');
      }
      const writes = server.requests.map(bodyOf).filter((body) => body.includes('mutation'));
      expect(writes).toHaveLength(250);
      expect(new Set(writes).size).toBe(250);
    });
  });

  test('and breaks off in the middle of a mutation is not asked to do it again', async () => {
    await withLink(
      (socket) => socket.destroy(),
      async ({ link, server }) => {
        expect(await link.post(write())).toMatchObject({ reason: 'unreachable' });
        expect(server.requests).toHaveLength(1);
        expect(link.counts).toMatchObject({ retries: 0, resends: 0 });
      },
    );
  });
});

describe('a kept socket', () => {
  test('that is closed just when it is used again costs a read nothing but another socket', async () => {
    await withLink(
      (socket, request, count) => (count === 1 ? socket.destroy() : answersById(socket, request)),
      async ({ link, server }) => {
        expect(await link.post(read())).toHaveProperty('text');
        expect(await link.post(read())).toHaveProperty('text');
        expect(server.connections()).toBe(2);
        expect(link.counts).toMatchObject({ resends: 1, retries: 0, attempts: 3 });
      },
      { policy: { retries: { most: 0 } } },
    );
  });

  test('to which the department says that it waited too long is left for another one', async () => {
    await withLink(
      (socket, request, count) =>
        count === 1
          ? void socket.end(status(408, '', 'connection: close\r\n'))
          : answersById(socket, request),
      async ({ link }) => {
        await link.post(read());
        expect(await link.post(read())).toHaveProperty('text');
        expect(link.counts.resends).toBe(1);
      },
    );
  });

  test('that the department has half closed is not used again', async () => {
    await withLink(
      (socket, request, count) => {
        answersById(socket, request);
        // No more will come, though it would still read.
        if (count === 0) socket.end();
      },
      async ({ link, server }) => {
        await link.post(read());
        await until(() => link.standing().sockets.open === 0);
        expect(await link.post(write())).toHaveProperty('text');
        expect(server.connections()).toBe(2);
        expect(link.counts.resends).toBe(0);
      },
    );
  });

  test('over which something comes that nobody asked for is closed', async () => {
    await withLink(
      (socket, request) => {
        answersById(socket, request);
        setTimeout(() => socket.write(ok('{"data":"of somebody else"}')), 5);
      },
      async ({ link }) => {
        await link.post(read());
        await until(() => link.standing().sockets.open === 0);
      },
    );
  });

  test('is left well before the department says that it would close it', async () => {
    const server = createServer({ keepAliveTimeout: 1_000 }, (request, response) => {
      request.resume().on('end', () => response.end('{"data":{}}'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
    const link = new DepartmentLink({ department: 'finance', url, policy: policyWith({}) });
    await link.post(read());
    expect(link.standing().sockets).toEqual({ open: 1, idle: 1 });
    const startedAt = performance.now();
    await until(() => link.standing().sockets.open === 0);
    // The sockets are looked through once a second; Node itself would close it after two.
    expect(performance.now() - startedAt).toBeGreaterThan(500);
    await link.close();
    await new Promise((resolve) => server.close(resolve));
  });

  test('serves as many as come one after the other', async () => {
    await withLink(answersById, async ({ link, server }) => {
      for (let count = 0; count < 50; count++) await link.post(read());
      expect(server.connections()).toBe(1);
    });
  });
});

describe('a name with several addresses', () => {
  type Addresses = readonly { readonly address: string; readonly family: 4 | 6 }[];

  /** The way to a server by a name whose addresses the test decides on. */
  async function linkByName(addresses: () => Addresses, port: number): Promise<DepartmentLink> {
    return new DepartmentLink(
      { department: 'finance', url: `http://finance.test:${port}/graphql`, policy: policyWith({}) },
      { lookup: (_name, _options, done) => done(null, [...addresses()]) },
    );
  }

  test('is reached at that which answers', async () => {
    // A port that nobody else has at the other addresses.
    const server = await startRawServer(answersById, '127.0.0.2', await freePort());
    const link = await linkByName(
      () => [
        { address: '::1', family: 6 },
        { address: '127.0.0.1', family: 4 },
        { address: '127.0.0.2', family: 4 },
      ],
      server.port,
    );
    expect(await link.post(read())).toHaveProperty('text');
    expect(link.counts.retries).toBe(0);
    await server.close();
    await link.close();
  });

  test('is found at another one as soon as a new connection is made', async () => {
    let address = '127.0.0.2';
    const former = await startRawServer(answersById, address, await freePort());
    const link = await linkByName(() => [{ address, family: 4 }], former.port);
    await link.post(read());
    expect(former.requests).toHaveLength(1);
    const moved = await startRawServer(answersById, '127.0.0.3', former.port);
    address = '127.0.0.3';
    await link.post(write());
    expect([former.requests.length, moved.requests.length]).toEqual([1, 1]);
    await Promise.all([former.close(), moved.close()]);
    await link.close();
  });
});
