import { connectMongo, type DatabaseConnection, rememberUntilChanged } from '@lien-thong/subgraph-kit';
import { startTestMongo, type TestMongo } from '../../helpers/startTestMongo';

let mongo: TestMongo;
let connection: DatabaseConnection;
beforeAll(async () => {
  mongo = await startTestMongo('remembered');
  connection = connectMongo({ uri: mongo.uri, defaultDatabase: 'remembered' });
  connection.client.on('commandSucceeded', ({ commandName }) => {
    if (commandName === 'find') looks += 1;
  });
});
afterAll(async () => {
  await connection.close();
  await mongo.stop();
});

let entries = 0;
/** What a command does to the journal, as far as it matters here. */
async function change(): Promise<number> {
  entries += 1;
  await connection.db.collection<{ _id: string; at: Date }>('journal').insertOne({
    _id: `contract/1/${entries}`,
    at: new Date(1_700_000_000_000 + entries),
  });
  return entries;
}

/** How often somebody has been told what the newest entry of the journal is. */
let looks = 0;

/** A figure that says how many changes there were when it was begun; each computation ends when it is let go. */
function figure(name: string) {
  const begun: Array<() => void> = [];
  const ask = () =>
    rememberUntilChanged(connection.db, { name }, async () => {
      const seen = entries;
      await new Promise<void>((resolve) => begun.push(resolve));
      return seen;
    });
  const reach = async (count: number) => {
    for (let tries = 0; begun.length < count && tries < 1_000; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(begun).toHaveLength(count);
  };
  return { ask, begun, reach };
}

test('a figure is computed once and given again until something changes', async () => {
  await change();
  const { ask, begun, reach } = figure('again');
  const first = Promise.all([ask(), ask()]);
  await reach(1);
  begun[0]?.();
  expect(await first).toEqual([entries, entries]);
  expect(await ask()).toBe(entries);
  expect(begun).toHaveLength(1);
  const changed = await change();
  const second = ask();
  await reach(2);
  begun[1]?.();
  expect(await second).toBe(changed);
});

test('while it is computed, all who come after changes wait for one next computation, which holds their changes', async () => {
  const { ask, begun, reach } = figure('busy');
  await change();
  const first = ask();
  await reach(1);
  const later: Array<{ wrote: number; got: Promise<number> }> = [];
  const looked = looks;
  for (let times = 0; times < 5; times += 1) later.push({ wrote: await change(), got: ask() });
  // All have come before the first computation ends, however slow the machine.
  while (looks < looked + 5) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(begun).toHaveLength(1);
  const letGo = setInterval(() => {
    for (const end of begun) end();
  }, 20);
  for (const { wrote, got } of later) expect(await got).toBeGreaterThanOrEqual(wrote);
  clearInterval(letGo);
  expect(await first).toBeLessThanOrEqual(later[0]?.wrote ?? 0);
  // Not one for each: one more than the next where somebody was late to look at the journal.
  expect(begun.length).toBeLessThanOrEqual(3);
});

test('a computation that fails is forgotten: the next one is begun', async () => {
  await change();
  const ask = (compute: () => Promise<string>) =>
    rememberUntilChanged(connection.db, { name: 'failing' }, compute);
  await expect(ask(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await ask(async () => 'yes')).toBe('yes');
});
