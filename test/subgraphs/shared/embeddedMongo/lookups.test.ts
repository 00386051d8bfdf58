import { type Collection, Long, MongoClient } from 'mongodb';
import { startTestMongo, type TestMongo } from '../../../helpers/startTestMongo';

interface Thing {
  _id: string;
  code: unknown;
  deep?: unknown;
  list?: unknown;
  kind?: unknown;
  n: number;
}

/** Values that an index on JSON text could take for one another, and such as are no text at all. */
const codes: readonly unknown[] = [
  'a',
  'A',
  'a ',
  '',
  '[a]',
  '["a"]',
  '"a"',
  'a"b',
  'a\\b',
  '<&>',
  'MẪU-Đ/QĐ',
  '\u2028',
  'null',
  '1',
  1,
  1.5,
  true,
  null,
  ['a', 'b'],
  ['<&>', 'MẪU-Đ/QĐ', 'a"b', 'a\\b', '\u2028', '', '[a]'],
  [1, 'null', 1.5],
  [],
  { a: 'a' },
  [{ a: 'a' }],
  new Date(0),
];

let mongo: TestMongo;
let client: MongoClient;
let things: Collection<Thing>;

beforeAll(async () => {
  mongo = await startTestMongo('lookups');
  client = await new MongoClient(mongo.uri).connect();
  things = client.db().collection<Thing>('things');
  await things.createIndex({ code: 1, _id: 1 });
  await things.insertMany(
    codes.map((code, n) => ({
      _id: `thing:${n}@1`,
      code,
      kind: n % 2 ? 'odd' : 'even',
      n,
      deep: { code },
      list: [{ code }, { other: 1 }],
    })),
  );
  await things.insertOne({ _id: 'without', n: 99 } as Thing);
}, 120_000);
afterAll(async () => {
  await client.close();
  await mongo.stop();
});

/** The places of the codes that are equal to one of the texts, or are an array that holds one, as MongoDB defines it. */
function equalTo(...texts: readonly unknown[]): number[] {
  return codes.flatMap((code, n) =>
    texts.includes(code) || (Array.isArray(code) && code.some((item) => texts.includes(item))) ? [n] : [],
  );
}

async function placesOf(filter: object): Promise<number[]> {
  const found = await things.find(filter).project<{ n: number }>({ n: 1 }).sort({ n: 1 }).toArray();
  return found.map(({ n }) => n);
}

describe('a look-up by index finds what a look-up without one does', () => {
  const texts = codes.filter((code): code is string => typeof code === 'string');

  it.each(texts.map((text) => [JSON.stringify(text), text] as const))('for %s', async (_name, text) => {
    const expected = equalTo(text);
    expect(await placesOf({ code: text })).toEqual(expected);
    expect(await placesOf({ code: { $in: [text, 'unknown'] } })).toEqual(expected);
    expect(await placesOf({ $and: [{ code: text }, { n: { $gte: 0 } }] })).toEqual(expected);
    expect(await placesOf({ code: text, kind: 'odd' })).toEqual(expected.filter((n) => n % 2 === 1));
    expect(await things.countDocuments({ code: text })).toBe(expected.length);
  });

  it('for lists, lists with other values, and no list', async () => {
    expect(await placesOf({ code: { $in: ['a', '<&>'] } })).toEqual(equalTo('a', '<&>'));
    expect(await placesOf({ code: { $in: ['a', 1] } })).toEqual(equalTo('a', 1));
    expect(await placesOf({ code: { $in: [] } })).toEqual([]);
    expect(await placesOf({ code: { $in: ['a'], $ne: 'a' } })).toEqual([]);
    expect(await placesOf({ code: { $ne: 'a' } })).toHaveLength(codes.length + 1 - equalTo('a').length);
    expect(await placesOf({ code: null })).toEqual([...equalTo(null), 99]);
    expect(await placesOf({ $or: [{ code: 'a' }, { n: 99 }] })).toEqual([...equalTo('a'), 99]);
    expect(await placesOf({ 'code.a': 'a' })).toHaveLength(2);
  });

  it('for ids, with and without further conditions', async () => {
    expect(await placesOf({ _id: 'thing:3@1' })).toEqual([3]);
    expect(await placesOf({ _id: 'thing:3@1', n: { $lt: 3 } })).toEqual([]);
    expect(await placesOf({ _id: { $in: ['thing:3@1', 'thing:5@1', 'none'] } })).toEqual([3, 5]);
  });

  it.each(texts.map((text) => [JSON.stringify(text), text] as const))(
    'below a dotted path for %s',
    async (_name, text) => {
      expect(await placesOf({ 'deep.code': text })).toEqual(equalTo(text));
      expect(await placesOf({ 'list.code': text })).toEqual(equalTo(text));
      expect(await placesOf({ 'list.code': { $in: [text, 'unknown'] }, kind: 'even' })).toEqual(
        equalTo(text).filter((n) => n % 2 === 0),
      );
      expect(await things.aggregate([{ $match: { 'deep.code': text } }]).toArray()).toHaveLength(
        equalTo(text).length,
      );
    },
  );

  it('for numbers, whatever their type, and for times', async () => {
    expect(await placesOf({ code: 1 })).toEqual(equalTo(1));
    expect(await placesOf({ code: Long.fromNumber(1) })).toEqual(equalTo(1));
    expect(await placesOf({ 'deep.code': 1.5 })).toEqual(equalTo(1.5));
    expect(await placesOf({ code: { $in: [1, 1.5] } })).toEqual(equalTo(1, 1.5));
    expect(await placesOf({ code: new Date(0) })).toEqual([codes.findIndex((code) => code instanceof Date)]);
    expect(await placesOf({ code: { $lte: new Date(0) } })).toEqual([
      codes.findIndex((code) => code instanceof Date),
    ]);
  });

  it('for ranges of texts and of numbers, each within its own type', async () => {
    const inRange = (holds: (value: unknown) => boolean) =>
      codes.flatMap((code, n) => (holds(code) || (Array.isArray(code) && code.some(holds)) ? [n] : []));
    const isText = (value: unknown): value is string => typeof value === 'string';
    const isNumber = (value: unknown): value is number => typeof value === 'number';
    for (const path of ['code', 'deep.code', 'list.code']) {
      expect(await placesOf({ [path]: { $gt: 'a' } })).toEqual(
        inRange((value) => isText(value) && value > 'a'),
      );
      expect(await placesOf({ [path]: { $lt: 'a', $gte: 'A' } })).toEqual(
        inRange((value) => isText(value) && value < 'a' && value >= 'A'),
      );
      expect(await placesOf({ [path]: { $lte: 1 } })).toEqual(
        inRange((value) => isNumber(value) && value <= 1),
      );
      expect(await placesOf({ [path]: { $gt: 1 } })).toEqual(
        inRange((value) => isNumber(value) && value > 1),
      );
    }
  });

  it('for updates and deletes', async () => {
    const guarded = await things.replaceOne({ _id: 'thing:3@1', n: { $lt: 3 } }, { code: 'x', n: 3 });
    expect(guarded.matchedCount).toBe(0);
    await things.insertOne({ _id: 'gone', code: 'gone', n: 50 });
    expect((await things.updateOne({ code: 'gone' }, { $set: { kind: 'set' } })).modifiedCount).toBe(1);
    expect((await things.deleteMany({ code: { $in: ['gone'] }, kind: 'set' })).deletedCount).toBe(1);
  });
});
