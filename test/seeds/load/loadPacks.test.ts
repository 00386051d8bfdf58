import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CollectionReport,
  departmentData,
  InvalidSeedError,
  loadPacks,
  type OpenDepartment,
  type PackSelection,
  seedIfEmpty,
} from '@lien-thong/seeds';
import { connectMongo, type DatabaseConnection, type Row } from '@lien-thong/subgraph-kit';
import type { Db } from 'mongodb';
import { startTestMongo, type TestMongo } from '../../helpers/startTestMongo';

const seeds = join(__dirname, '..', '..', '..', 'seeds');
const everything: PackSelection = { packs: ['facts', 'external', 'illustrative'], tier: 'S', root: seeds };

let mongo: TestMongo;
let connection: DatabaseConnection;
let db: Db;
let finance: OpenDepartment;

beforeAll(async () => {
  mongo = await startTestMongo('finance');
  connection = connectMongo({ uri: mongo.uri, defaultDatabase: 'finance' });
  db = connection.db;
  const data = departmentData.find(({ name }) => name === 'finance');
  if (!data) throw new Error('There is no department finance.');
  // Without the code list of places, which is more than half of the rows and loaded like any other.
  const collections = data.collections.filter(({ name }) => name !== 'publicBodies');
  finance = { data: { ...data, collections }, db };
});
afterAll(async () => {
  await connection.close();
  await mongo.stop();
});
beforeEach(async () => {
  for (const { name } of finance.data.collections) await db.collection(name).drop();
});

function load(selection: Partial<PackSelection> = {}, isDryRun = false): Promise<CollectionReport[]> {
  return loadPacks({ ...everything, ...selection }, [finance], {
    isDryRun,
    onProgress: () => undefined,
    departments: departmentData,
  });
}

type Outcome = 'inserted' | 'updated' | 'unchanged' | 'leftAlone' | 'removed';

function total(reports: readonly CollectionReport[], outcome: Outcome): number {
  return reports.reduce((sum, report) => sum + report[outcome], 0);
}

const rows = (name: string) => db.collection<Row & Record<string, unknown>>(name);

describe('loading packs', () => {
  it('writes every row with the mark of its pack, and the indexes of its collection', async () => {
    const reports = await load();
    expect(total(reports, 'inserted')).toBeGreaterThan(400);
    expect(await rows('payments').countDocuments({ 'seed.pack': 'illustrative', 'seed.tier': 'S' })).toBe(
      300,
    );
    expect(await rows('allocations').countDocuments({ 'seed.pack': 'facts' })).toBe(1);
    const indexes = await rows('payments').indexes();
    expect(indexes.length).toBeGreaterThan(5);
  });

  it('answers counts and sums of what was loaded', async () => {
    const reports = await load();
    const facts = reports.find(({ collection, pack }) => collection === 'allocations' && pack === 'facts');
    expect(facts).toMatchObject({ inserted: 1, sums: { amount: 106_800_000_000 } });
  });

  it('changes nothing when it is repeated', async () => {
    const first = await load();
    const again = await load();
    expect(total(again, 'unchanged')).toBe(total(first, 'inserted'));
    for (const outcome of ['inserted', 'updated', 'leftAlone', 'removed'] as const) {
      expect(total(again, outcome)).toBe(0);
    }
  });

  it('puts right a row that differs although no command has changed it', async () => {
    await load();
    await rows('payments').updateOne({ _id: 'x-pay-2019-0001' }, { $set: { voucherNo: 'spoilt' } });
    expect(total(await load(), 'updated')).toBe(1);
    expect(await rows('payments').findOne({ _id: 'x-pay-2019-0001' })).toMatchObject({
      voucherNo: 'MẪU-UNC-0001-01',
    });
  });

  it('leaves alone and counts a row that a command has changed since', async () => {
    await load();
    await rows('payments').updateOne(
      { _id: 'x-pay-2019-0001' },
      { $set: { version: 2, voucherNo: 'changed' } },
    );
    const reports = await load();
    expect(total(reports, 'leftAlone')).toBe(1);
    expect(total(reports, 'updated')).toBe(0);
    expect(await rows('payments').findOne({ _id: 'x-pay-2019-0001' })).toMatchObject({
      voucherNo: 'changed',
    });
  });

  it('leaves alone rows that no pack wrote, even under the id of a seeded row', async () => {
    const own = { _id: 'x-pay-2019-0001', version: 1, voucherNo: 'own' };
    await rows('payments').insertOne(own as never);
    await rows('payments').insertOne({ ...own, _id: 'pay-own' } as never);
    const reports = await load();
    expect(total(reports, 'leftAlone')).toBe(1);
    expect(await rows('payments').findOne({ _id: 'pay-own' })).toMatchObject({ voucherNo: 'own' });
    expect(await rows('payments').findOne({ _id: 'x-pay-2019-0001' })).toMatchObject({ voucherNo: 'own' });
  });

  it('removes its own rows that are no longer in the pack, and no others', async () => {
    const root = await mkdtemp(join(tmpdir(), 'lien-thong-load-'));
    await cp(join(seeds, 'facts'), join(root, 'facts'), { recursive: true });
    const path = join(root, 'facts', 'finance', 'budgetLines.json');
    const [line] = JSON.parse(await readFile(path, 'utf8')) as [Row];
    const facts: Partial<PackSelection> = { packs: ['facts'], root };
    await writeFile(path, JSON.stringify([line, { ...line, _id: 'bl-obsolete', code: 'OBSOLETE' }]));
    await load(facts);
    await rows('budgetLines').insertOne({ _id: 'bl-own', version: 1, code: 'OWN' } as never);
    await writeFile(path, JSON.stringify([line]));
    expect(total(await load(facts), 'removed')).toBe(1);
    const left = await rows('budgetLines').find({}).toArray();
    expect(left.map(({ _id }) => _id).toSorted()).toEqual(['bl-own', line._id].toSorted());
    await rm(root, { recursive: true });
  });

  it('keeps a removed row that a command has changed', async () => {
    const illustrative: Partial<PackSelection> = { packs: ['illustrative'] };
    await load(illustrative);
    const stray = { _id: 'x-pay-9999', version: 2, seed: { pack: 'illustrative', tier: 'S' } };
    await rows('payments').insertOne(stray as never);
    const reports = await load(illustrative);
    expect([total(reports, 'removed'), total(reports, 'leftAlone')]).toEqual([0, 1]);
  });

  it('touches no other pack than the ones that are named', async () => {
    await load();
    const reports = await load({ packs: ['facts'] });
    expect(new Set(reports.map(({ pack }) => pack))).toEqual(new Set(['facts']));
    expect(await rows('payments').countDocuments({})).toBe(300);
  });

  it('writes nothing in a dry run, and says what it would do', async () => {
    const dry = await load({}, true);
    expect(await rows('payments').countDocuments({})).toBe(0);
    expect(total(await load(), 'inserted')).toBe(total(dry, 'inserted'));
  });

  it('loads nothing when one row of one file is broken', async () => {
    const root = await mkdtemp(join(tmpdir(), 'lien-thong-load-'));
    await cp(join(seeds, 'facts'), join(root, 'facts'), { recursive: true });
    await writeFile(join(root, 'facts', 'planning', 'tasks.json'), '[{}]');
    await expect(load({ packs: ['facts', 'illustrative'], root })).rejects.toThrow(InvalidSeedError);
    for (const { name } of finance.data.collections) expect(await rows(name).countDocuments({})).toBe(0);
    await rm(root, { recursive: true });
  });

  it('stores amounts as 64-bit integers', async () => {
    await load({ packs: ['facts'] });
    expect(await rows('allocations').countDocuments({ 'amount.amount': { $type: 'long' } })).toBe(1);
  });

  it('makes a larger tier of a smaller one by adding rows, and the smaller one again by removing them', async () => {
    const lines = finance.data.collections.filter(({ name }) => name === 'budgetLines');
    const target = { data: { ...finance.data, collections: lines }, db };
    const loadLines = async (tier: 'S' | 'M') => {
      const options = { isDryRun: false, onProgress: () => undefined, departments: departmentData };
      const [report] = await loadPacks({ ...everything, packs: ['illustrative'], tier }, [target], options);
      return report;
    };
    expect(await loadLines('S')).toMatchObject({ inserted: 40 });
    expect(await loadLines('M')).toMatchObject({ inserted: 360, unchanged: 40, updated: 0, removed: 0 });
    expect(await rows('budgetLines').countDocuments({ 'seed.tier': 'S' })).toBe(40);
    expect(await loadLines('S')).toMatchObject({ inserted: 0, unchanged: 40, removed: 360 });
    expect(await rows('budgetLines').countDocuments({})).toBe(40);
  });
});

describe('seeding empty departments', () => {
  const options = { isDryRun: false, onProgress: () => undefined, departments: departmentData };

  it('loads into a department without rows', async () => {
    expect(total(await seedIfEmpty(everything, [finance], options), 'inserted')).toBeGreaterThan(400);
  });

  it('leaves a department with any row as it is', async () => {
    await rows('budgetLines').insertOne({ _id: 'bl-own', version: 1 } as never);
    expect(await seedIfEmpty(everything, [finance], options)).toEqual([]);
    expect(await rows('payments').countDocuments({})).toBe(0);
  });
});
