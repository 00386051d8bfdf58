import { aggregates, definition } from '@lien-thong/planning';
import { sweepProjections } from '@lien-thong/subgraph-kit';
import { type CommandBench, startCommandBench } from './commandBench';
import { observation } from './commandInputs';

let bench: CommandBench;
beforeAll(async () => {
  bench = await startCommandBench();
}, 120_000);
afterAll(() => bench.stop());
beforeEach(() => bench.reset());

const rows = (name: string) => bench.bed.db.collection<{ _id: string }>(name);
const sweep = () =>
  sweepProjections({
    db: bench.bed.db,
    collections: new Map(definition.collections.map((each) => [each.name, each])),
    collectionOfType: new Map(aggregates.map(({ type, collection }) => [type, collection])),
  });
const record = (value: string, reason?: string) =>
  bench.run('recordObservation', { ...observation, value, reason: reason ? { vi: reason } : null });
const series = async () => {
  const { data } = await bench.bed.ask(
    `{ observations(filter: { indicatorId: "ind-HNTT-XA", fromPeriod: "2019", toPeriod: "2019", allVintages: true }) { nodes { value revises { value } } }
       standing: observations(filter: { indicatorId: "ind-HNTT-XA", fromPeriod: "2019", toPeriod: "2019" }) { nodes { value } } }`,
  );
  return [data.observations.nodes, data.standing.nodes];
};

test('what a process left undone between a version and its rows, the sweep does', async () => {
  await record('60');
  const { observation: second } = await record('61', 'Rà soát');
  const whole = await series();
  expect(whole).toEqual([
    [
      { value: '60', revises: null },
      { value: '61', revises: { value: '60' } },
    ],
    [{ value: '61' }],
  ]);

  // As after a kill between the insert of version 2 and the writing of its rows.
  await rows('figures').deleteOne({ _id: second.id });
  await rows('figures').updateOne({ revisedById: second.id } as never, {
    $set: { revisedById: null, version: 1 },
  });
  await rows('figureChains').updateOne({ _id: 'ACTUAL|ind-HNTT-XA|2019|' }, { $set: { version: 1 } });
  expect(await series()).not.toEqual(whole);

  expect((await sweep()).rowsRepaired).toBeGreaterThan(0);
  expect(await series()).toEqual(whole);
  expect((await sweep()).rowsRepaired).toBe(0);
});

test('a command that comes before the sweep revises the newest version all the same', async () => {
  await rows('figureChains').deleteOne({ _id: 'ACTUAL|ind-HNTT-XA|2019|' });
  const payload = await record('62', 'Rà soát lần hai');
  expect(payload).toMatchObject({ errors: [], observation: { value: '62', revises: { value: '61' } } });
});
