import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connectMongo, isDuplicateKey, startEmbeddedMongo } from '@lien-thong/subgraph-kit';
import type { Collection, MongoClient } from 'mongodb';
import { startTestMongo, type TestMongo } from '../../../helpers/startTestMongo';

interface Row {
  _id: string;
  writer?: number;
  number?: number;
}

let mongo: TestMongo;
let clients: MongoClient[] = [];

const openRows = (collection: string): Collection<Row> => {
  const { client, db } = connectMongo({ uri: mongo.uri, defaultDatabase: 'test' });
  clients.push(client);
  return db.collection<Row>(collection);
};
/** Writers with a connection pool each, as separate departments' processes would be. */
const openWriters = (count: number, collection: string): Collection<Row>[] =>
  Array.from({ length: count }, () => openRows(collection));

beforeAll(async () => {
  mongo = await startTestMongo('engine');
}, 180_000);
afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()));
  clients = [];
});
afterAll(() => mongo.stop());

describe('the embedded database', () => {
  test('says its product and the version that go.mod pins', async () => {
    const connection = connectMongo({ uri: mongo.uri, defaultDatabase: 'test' });
    clients.push(connection.client);
    const server = await connection.describe();
    expect(server.version).toMatch(/^v?\d+\.\d+\.\d+$/);
    expect(['FerretDB', 'MongoDB']).toContain(server.engine);
  });

  test('lets exactly one of 200 concurrent inserts of one key win', async () => {
    const writers = openWriters(10, 'race');
    const inserts = Array.from({ length: 200 }, (_, writer) =>
      writers[writer % writers.length]?.insertOne({ _id: 'same', writer }),
    );
    const outcomes = await Promise.allSettled(inserts);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(199);
    expect(refused.every((outcome) => isDuplicateKey(outcome.reason))).toBe(true);
  });

  test('loses no append where 10 writers extend one chain of versions', async () => {
    const writers = openWriters(10, 'chain');
    await Promise.all(
      writers.map(async (rows, writer) => {
        let version = 0;
        for (let appended = 0; appended < 20; version += 1) {
          const won = await rows.insertOne({ _id: `a@${version}`, writer }).then(
            () => true,
            (error: unknown) => {
              if (isDuplicateKey(error)) return false;
              throw error;
            },
          );
          if (won) appended += 1;
        }
      }),
    );
    const rows = openRows('chain');
    expect(await rows.countDocuments()).toBe(200);
    expect(await rows.countDocuments({ _id: 'a@199' })).toBe(1);
  });

  test('enforces a unique index on another field than _id', async () => {
    const rows = openRows('numbers');
    await rows.createIndex({ number: 1 }, { unique: true });
    await rows.insertOne({ _id: 'first', number: 7 });
    const second = rows.insertOne({ _id: 'second', number: 7 });
    await expect(second).rejects.toMatchObject({ code: 11000 });
  });

  test('has every acknowledged insert after a kill -9 in the middle of writing', async () => {
    if (process.env.MONGODB_TEST_URI) return;
    const rows = openRows('crash');
    const acknowledged: string[] = [];
    let killed = false;
    const write = async (writer: number) => {
      for (let number = 0; !killed; number += 1) {
        const _id = `${writer}-${number}`;
        const done = await rows.insertOne({ _id }).catch(() => undefined);
        if (done) acknowledged.push(_id);
      }
    };
    const writing = Promise.all(Array.from({ length: 5 }, (_, writer) => write(writer)));
    while (acknowledged.length <= 200) await delay(20);
    await mongo.kill9();
    killed = true;
    await writing;
    await mongo.restart();

    const after = openRows('crash');
    const found = new Set((await after.find().toArray()).map(({ _id }) => _id));
    expect(acknowledged.length).toBeGreaterThan(50);
    expect(acknowledged.filter((_id) => !found.has(_id))).toEqual([]);
  });
});

describe('a data folder', () => {
  test('serves one server at a time', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'lien-thong-folder-'));
    const options = { port: 0, dataDir, env: process.env, log: () => undefined, restart: false };
    const first = await startEmbeddedMongo(options);
    await expect(startEmbeddedMongo(options)).rejects.toThrow(
      /another server uses the data folder|DBPathInUse/,
    );
    await first.stop();
    const next = await startEmbeddedMongo(options);
    await next.stop();
    await rm(dataDir, { recursive: true });
  });
});
