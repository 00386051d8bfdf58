import { connectMongo } from '@lien-thong/subgraph-kit';
import { freePort } from '../helpers/freePort';
import { runProcess } from '../helpers/startProcess';
import { startTestMongo, type TestMongo } from '../helpers/startTestMongo';

const file = 'seeds/dist/main.js';
const finance = ['--department', 'finance'];

describe('npm run seed as a process', () => {
  let mongo: TestMongo;

  beforeAll(async () => {
    mongo = await startTestMongo('finance');
  });
  afterAll(() => mongo.stop());

  it('loads, says what it loaded, and ends with 0', async () => {
    const env = { FINANCE_MONGODB_URI: mongo.uri };
    const end = await runProcess({ file, args: finance, env });
    expect(end.output).toMatch(/finance payments +illustrative +300 +0 +0 +0 +0/);
    expect(end.output).toMatch(/finance allocations\.amount \(facts\): 106,800,000,000/);
    expect(end.output).toMatch(/loaded: packs facts, external, illustrative, tier S, in \d+\.\d s/);
    expect(end.code).toBe(0);
    const { db, close } = connectMongo({ uri: mongo.uri, defaultDatabase: 'finance' });
    expect(await db.collection('payments').countDocuments({})).toBe(300);
    await close();
  });

  it('finds the embedded database that is running for a department without an address', async () => {
    const env = { FINANCE_MONGODB_URI: undefined, FINANCE_MONGODB_PORT: new URL(mongo.uri).port };
    const end = await runProcess({ file, args: [...finance, '--dry-run', '--packs', 'facts'], env });
    expect(end.output).toMatch(/dry run, nothing written: packs facts/);
    expect(end.code).toBe(0);
  });

  it('names every mistake of its words at once and ends with 1', async () => {
    const end = await runProcess({ file, args: ['--tier', 'XXL', '--packs', 'fiction'] });
    expect(end.output).toMatch(/^INVALID_CONFIGURATION: The configuration has 2 mistake\(s\):/);
    expect(end.code).toBe(1);
  });

  it('names the department whose database does not answer and ends with 1', async () => {
    const env = { FINANCE_MONGODB_URI: `mongodb://127.0.0.1:${await freePort()}/finance` };
    const end = await runProcess({ file, args: finance, env });
    expect(end.output).toBe(
      'DATABASE_UNAVAILABLE: the database of finance does not answer. Start it, or correct FINANCE_MONGODB_URI.\n',
    );
    expect(end.code).toBe(1);
  });
});
