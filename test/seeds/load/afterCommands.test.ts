import { join } from 'node:path';
import { type CollectionReport, departmentData, loadPacks } from '@lien-thong/seeds';
import { connectMongo, type DatabaseConnection, type Row } from '@lien-thong/subgraph-kit';
import { startTestMongo, type TestMongo } from '../../helpers/startTestMongo';

const root = join(__dirname, '..', '..', '..', 'seeds');

type LooseRow = Row & Record<string, unknown>;

let mongo: TestMongo;
let connection: DatabaseConnection;

beforeAll(async () => {
  mongo = await startTestMongo('ict');
  connection = connectMongo({ uri: mongo.uri, defaultDatabase: 'ict' });
});
afterAll(async () => {
  await connection.close();
  await mongo.stop();
});

function loadIct(): Promise<CollectionReport[]> {
  const targets = departmentData
    .filter(({ name }) => name === 'ict')
    .map((data) => ({
      data: { ...data, collections: data.collections.filter(({ name }) => name !== 'publicBodies') },
      db: connection.db,
    }));
  const selection = { packs: ['facts', 'illustrative'] as const, tier: 'S' as const, root };
  return loadPacks(selection, targets, {
    isDryRun: false,
    onProgress: () => undefined,
    departments: departmentData,
  });
}

const rows = (name: string) => connection.db.collection<LooseRow>(name);

describe('loading again after commands', () => {
  beforeAll(loadIct, 60_000);

  it('keeps a price that was approved meanwhile, and what its service and its contracts show of it', async () => {
    const price = await rows('unitPrices').findOne({ status: 'PROVISIONAL', _id: /^x-/ } as never);
    if (!price) throw new Error('There is no provisional price.');
    const changed = { version: 2, status: 'APPROVED', 'provenance.status': 'OPERATIONAL' };
    await rows('unitPrices').updateOne({ _id: price._id }, { $set: changed as never, $unset: { seed: '' } });
    await connection.db
      .collection('journal')
      .insertOne({ type: 'unitPrice', entityId: price._id, version: 2, at: new Date('2020-01-01') });
    const reports = await loadIct();
    expect(
      reports.find(({ collection, pack }) => collection === 'unitPrices' && pack === 'illustrative'),
    ).toMatchObject({ leftAlone: 1, updated: 0 });
    expect(await rows('unitPrices').findOne({ _id: price._id })).toMatchObject({ status: 'APPROVED' });
    expect(await rows('services').findOne({ _id: String(price.serviceId) })).toMatchObject({
      unitPriceStatus: 'APPROVED',
    });
    await loadIct();
    expect(await rows('services').findOne({ _id: String(price.serviceId) })).toMatchObject({
      unitPriceStatus: 'APPROVED',
    });
  });

  it('keeps a row that a command made after a seeded one, even with its mark', async () => {
    const original = await rows('acceptances').findOne({ _id: 'x-acc-2019-0001' });
    if (!original) throw new Error('There is no first acceptance.');
    const provenance = { ...original.provenance, status: 'OPERATIONAL' as const };
    await rows('acceptances').insertOne({ ...original, _id: 'acc-made', number: 'made', provenance });
    const reports = await loadIct();
    expect(reports.reduce((sum, { removed }) => sum + removed, 0)).toBe(0);
    expect(await rows('acceptances').countDocuments({ _id: 'acc-made' })).toBe(1);
  });
});
