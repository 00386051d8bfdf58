import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { departmentData, InvalidSeedError, readCheckedPacks } from '@lien-thong/seeds';

const seeds = join(__dirname, '..', '..', '..', 'seeds');

type Row = Record<string, unknown>;

describe('the packs that are files', () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'lien-thong-packs-'));
    await cp(join(seeds, 'facts'), join(root, 'facts'), { recursive: true });
    await cp(join(seeds, 'external'), join(root, 'external'), { recursive: true });
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const check = () => readCheckedPacks({ packs: ['facts', 'external'], tier: 'S', root }, departmentData);

  async function problems(): Promise<string[]> {
    const error = await check().then(
      () => null,
      (reason: unknown) => reason,
    );
    if (!(error instanceof InvalidSeedError))
      throw new Error(`No InvalidSeedError came, but: ${String(error)}`);
    expect(error.code).toBe('INVALID_SEED');
    return error.message.split('\n').slice(1);
  }

  async function edit(file: string, change: (rows: Row[]) => void): Promise<void> {
    const path = join(root, file);
    const rows = JSON.parse(await readFile(path, 'utf8')) as Row[];
    change(rows);
    await writeFile(path, JSON.stringify(rows));
  }

  it('are whole as they are committed', async () => {
    const checked = await check();
    const rows = (collection: string) =>
      checked
        .filter((each) => each.collection === collection)
        .map((each) => [each.pack, each.department, each.rows.length]);
    expect(rows('allocations')).toEqual([['facts', 'finance', 1]]);
    expect(rows('publicBodies').map(([, department, count]) => [department, count])).toEqual([
      ['ict', 12],
      ['finance', 12],
      ['planning', 12],
    ]);
  });

  it('name file, row, column and reason of a broken row', async () => {
    await edit('facts/finance/allocations.json', ([row]) => {
      if (row) row.amount = { amount: 12.5, qualifier: 'EXACT' };
    });
    expect(await problems()).toEqual([
      expect.stringMatching(
        /^ {2}- seeds\/facts\/finance\/allocations\.json, row 1 \(alc-UDCNTT-2019\), column amount\.amount: an amount is a whole number of đồng, at most 2\^53-1 \(found 12\.5\)$/,
      ),
    ]);
  });

  it('name all mistakes of all files at once', async () => {
    await edit('facts/finance/allocations.json', ([row]) => {
      if (row) delete row.kind;
    });
    await edit('facts/ict/services.json', ([first, second]) => {
      if (first && second) second._id = first._id;
      if (first) first.colour = 'red';
    });
    await edit('facts/planning/tasks.json', ([row]) => {
      if (row) row.dueIn = '2019-Q7';
    });
    const found = await problems();
    expect(found).toHaveLength(3);
    expect(found).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/allocations\.json, row 1 .*column kind: .*nothing stands there/),
        expect.stringMatching(/services\.json, row 1 .*column colour: there is no such column/),
        expect.stringMatching(
          /tasks\.json, row 1 .*column dueIn: a period is written 2019, 2019-Q1, .*found "2019-Q7"/,
        ),
      ]),
    );
  });

  it('refuse the same id twice', async () => {
    await edit('facts/planning/tasks.json', (rows) => {
      const [first, , third] = rows;
      if (first && third) third._id = first._id;
    });
    expect(await problems()).toEqual([
      expect.stringMatching(
        /tasks\.json, row 3.*column _id: ".*" stands already in seeds\/facts\/planning\/tasks\.json, row 1\./,
      ),
    ]);
  });

  it('refuse a status that is not of the pack, and ids of illustrative rows', async () => {
    await edit('external/ict/documents.json', ([row]) => {
      if (!row) return;
      row._id = 'x-doc-1';
      (row.provenance as Row).status = 'ILLUSTRATIVE';
    });
    const found = await problems();
    expect(found).toEqual([
      expect.stringMatching(
        /column provenance\.status: "ILLUSTRATIVE" does not belong in the pack external\. Allowed: EXTERNAL_FACT, DERIVED\./,
      ),
      expect.stringMatching(/column _id: ids that begin with x- are those of illustrative rows\./),
    ]);
  });

  it('refuse a file that is no list, no JSON, or of no collection', async () => {
    await writeFile(join(root, 'facts', 'finance', 'allocations.json'), '{"rows": []}');
    await writeFile(join(root, 'facts', 'ict', 'services.json'), '[{"_id": ]');
    await writeFile(join(root, 'facts', 'ict', 'servicez.json'), '[]');
    await writeFile(join(root, 'facts', 'notes.json'), '[]');
    expect(await problems()).toEqual([
      expect.stringMatching(
        /finance\/allocations\.json: the file holds no list\. Write it as a JSON array of rows\./,
      ),
      expect.stringMatching(/ict\/services\.json: the file is not JSON: /),
      expect.stringMatching(
        /ict\/servicez\.json: there is no collection "servicez" of the department ict\. Known: publicBodies, documents, /,
      ),
      expect.stringMatching(
        /facts\/notes\.json: there is no collection "notes" of all departments\. Known: publicBodies\./,
      ),
    ]);
  });
});
