import {
  type Aggregate,
  type Append,
  appendVersion,
  type CollectionDefinition,
  CommandRefused,
  connectMongo,
  createKeyedQueue,
  type DatabaseConnection,
  dongField,
  entryId,
  inputHashOf,
  type JournalEntry,
  type JournalPorts,
  recordAttempt,
  refuse,
  rowFields,
  sweepProjections,
} from '@lien-thong/subgraph-kit';
import { z } from 'zod';
import { startTestMongo, type TestMongo } from '../../../helpers/startTestMongo';

const purseRecord = z.strictObject({ ...rowFields, room: dongField, spent: z.array(z.string()) });
type Purse = z.infer<typeof purseRecord>;

const purses: CollectionDefinition<Purse> = { name: 'purses', schema: purseRecord, indexes: [] };
const purse: Aggregate<Purse> = { type: 'purse', collection: purses };
const caller = { subject: 'an', department: 'finance', role: 'officer' };
const provenance = {
  status: 'OPERATIONAL',
  citations: [],
  recordedBy: 'an',
  recordedAt: new Date(0),
} as const;

let mongo: TestMongo;
let connections: DatabaseConnection[];

beforeAll(async () => {
  mongo = await startTestMongo('journal');
  connections = [1, 2, 3].map(() => connectMongo({ uri: mongo.uri, defaultDatabase: 'journal' }));
});
afterAll(async () => {
  await Promise.all(connections.map((connection) => connection.close()));
  await mongo.stop();
});

/** The ports of process `n`: each has a connection and a queue of its own, as separate processes would. */
function portsOf(n: number): JournalPorts {
  const connection = connections[n % connections.length];
  if (!connection) throw new RangeError('no connection');
  return { db: connection.db, queue: createKeyedQueue(), collections: new Map([[purses.name, purses]]) };
}

function spend(entityId: string, key: string, extra: Partial<Append<Purse>> = {}): Append<Purse> {
  return {
    aggregate: purse,
    entityId,
    command: 'spend',
    key: `${entityId}-${key}`,
    inputHash: inputHashOf({ entityId }),
    caller,
    at: new Date(),
    decide: (current) => {
      if (!current)
        return {
          state: { _id: entityId, room: 9, spent: [key], provenance: { ...provenance, citations: [] } },
        };
      if (current.room < 1) refuse('PAYMENT_EXCEEDS_COMMITMENT', { path: 'amount' });
      return { state: { ...current, room: current.room - 1, spent: [...current.spent, key] } };
    },
    ...extra,
  };
}

async function chainOf(entityId: string): Promise<JournalEntry<Purse>[]> {
  const entries = await portsOf(0).db.collection('journal').find({ entityId }).toArray();
  return (entries as unknown as JournalEntry<Purse>[]).sort((a, b) => a.version - b.version);
}

const outcome = (settled: PromiseSettledResult<unknown>) =>
  settled.status === 'fulfilled'
    ? 'done'
    : settled.reason instanceof CommandRefused
      ? 'refused'
      : settled.reason;

test('fifty callers with one key, in three processes, make one version and forty-nine replays', async () => {
  const ports = [0, 1, 2].map(portsOf);
  const results = await Promise.all(
    Array.from({ length: 50 }, (_, n) => appendVersion(ports[n % 3] ?? portsOf(n), spend('one-key', 'k'))),
  );
  expect(results.filter(({ replayed }) => !replayed)).toHaveLength(1);
  expect(new Set(results.map(({ entry }) => entry._id))).toEqual(new Set(['purse:one-key@1']));
  expect(await chainOf('one-key')).toHaveLength(1);
});

test('fifty keys meet at a purse with room for ten: ten succeed, each once, and forty are refused', async () => {
  const ports = [0, 1, 2].map(portsOf);
  const settled = await Promise.allSettled(
    Array.from({ length: 50 }, (_, n) => appendVersion(ports[n % 3] ?? portsOf(n), spend('ten', `k${n}`))),
  );
  expect(settled.map(outcome).sort()).toEqual([...Array(10).fill('done'), ...Array(40).fill('refused')]);
  const chain = await chainOf('ten');
  expect(chain.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(new Set(chain.at(-1)?.state.spent).size).toBe(10);
});

test('a key used with another input is refused and writes nothing', async () => {
  await appendVersion(portsOf(0), spend('mismatch', 'k'));
  const other = appendVersion(
    portsOf(1),
    spend('mismatch', 'k', { inputHash: inputHashOf({ other: true }) }),
  );
  await expect(other).rejects.toMatchObject({ errors: [{ code: 'IDEMPOTENCY_MISMATCH' }] });
  expect(await chainOf('mismatch')).toHaveLength(1);
});

test('another version than the one expected is a conflict that names both', async () => {
  await appendVersion(portsOf(0), spend('version', 'k1'));
  const late = appendVersion(portsOf(0), spend('version', 'k2', { expectedVersion: 7 }));
  await expect(late).rejects.toMatchObject({
    errors: [
      {
        code: 'VERSION_CONFLICT',
        path: ['expectedVersion'],
        message: { en: expect.stringContaining('version 1, not 7') },
      },
    ],
  });
});

test('a command that died after its attempt lands once when it is run again', async () => {
  const append = spend('died-early', 'k');
  const target = entryId('purse', 'died-early', 1);
  await recordAttempt(portsOf(0).db, {
    key: 'spend/died-early-k',
    number: 1,
    inputHash: append.inputHash,
    target,
    at: new Date(),
  });
  const [first, second] = [await appendVersion(portsOf(1), append), await appendVersion(portsOf(2), append)];
  expect([first.replayed, second.replayed]).toEqual([false, true]);
  expect(await chainOf('died-early')).toHaveLength(1);
});

test('a command whose place was taken while it was dead moves on to the next version, once', async () => {
  const dead = spend('moved', 'dead');
  const target = entryId('purse', 'moved', 1);
  await recordAttempt(portsOf(0).db, {
    key: 'spend/moved-dead',
    number: 1,
    inputHash: dead.inputHash,
    target,
    at: new Date(),
  });
  await appendVersion(portsOf(0), spend('moved', 'other'));
  const both = await Promise.all([appendVersion(portsOf(1), dead), appendVersion(portsOf(2), dead)]);
  expect(both.map(({ entry }) => entry._id)).toEqual(['purse:moved@2', 'purse:moved@2']);
  expect((await chainOf('moved')).map(({ key }) => key)).toEqual(['spend/moved-other', 'spend/moved-dead']);
});

test('a version that was inserted but not projected is repaired by the sweep and by the next command', async () => {
  await appendVersion(portsOf(0), spend('lagging', 'k1'));
  const { db, collections } = portsOf(0);
  await db.collection('purses').deleteOne({ _id: 'lagging' as never });
  const collectionOfType = new Map([['purse', purses]]);
  expect((await sweepProjections({ db, collections, collectionOfType })).rowsRepaired).toBeGreaterThanOrEqual(
    1,
  );
  expect(await db.collection('purses').findOne({ _id: 'lagging' as never })).toMatchObject({ version: 1 });
  await db.collection('purses').deleteOne({ _id: 'lagging' as never });
  const next = await appendVersion(portsOf(0), spend('lagging', 'k2'));
  expect(next.entry.version).toBe(2);
});

test('a version says what changed, by whom and by which command', async () => {
  await appendVersion(portsOf(0), spend('told', 'k1'));
  const { entry } = await appendVersion(portsOf(0), spend('told', 'k2'));
  expect(entry).toMatchObject({ command: 'spend', caller, version: 2 });
  expect(entry.changes).toEqual([
    { path: 'room', before: '9', after: '8' },
    { path: 'spent.1', before: null, after: '"k2"' },
  ]);
});
