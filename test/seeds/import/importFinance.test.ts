import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runImport } from '@lien-thong/seeds';
import { callerKeyFiles, createCallerKeyFiles } from '@lien-thong/subgraph-kit';
import { type FakeOwners, startFakeOwners } from '../../subgraphs/finance/fakeOwners';
import { sampleRows } from '../../subgraphs/finance/sampleRows';
import { factsRows, startFinance, type TestFinance } from '../../subgraphs/finance/startFinance';

let finance: TestFinance;
let owners: FakeOwners;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lien-thong-import-'));
  const keys = await createCallerKeyFiles();
  await writeFile(join(folder, callerKeyFiles.private), keys.private);
  owners = await startFakeOwners();
  const base = { version: 3, value: 500, acceptedValue: 0, unitPriceStatus: 'NONE' };
  owners.contracts.set('ctr-a', { ...base, id: 'ctr-a', status: 'ACTIVE' });
  owners.contracts.set('ctr-p', { ...base, id: 'ctr-p', status: 'PENDING' });
  owners.documents.set('x-doc-2', 'ISSUED');
  owners.documents.set('x-doc-3', 'DRAFT');
  finance = await startFinance({ departmentUrl: (name) => owners.url(name) });
  await finance.load({ publicBodies: factsRows().publicBodies ?? [], ...sampleRows });
  finance.caller = { subject: 'import', department: 'finance', role: 'officer' };
}, 120_000);
afterAll(async () => {
  await finance.stop();
  await owners.stop();
  await rm(folder, { recursive: true });
});

/** Imports rows in this process; answers exit code, lines, and the mistakes as "row column". */
async function imported(kind: string, rows: readonly string[]) {
  const file = join(folder, `${kind}.csv`);
  await writeFile(file, rows.join('\n'));
  const lines: string[] = [];
  const code = await runImport({
    env: { ...process.env, ICT_URL: owners.url('ict') },
    words: ['--kind', kind, '--file', file, '--url', finance.url],
    print: (line) => lines.push(line),
    keysFolder: folder,
    ledgersFolder: join(folder, 'ledgers'),
  });
  const mistakes = lines.flatMap((line) => /^(\d+) +(\w+) {2}/.exec(line)?.slice(1, 3).join(' ') ?? []);
  return { code, lines, mistakes };
}

const lineNow = async (id: string) => {
  const { data } = await finance.ask(
    'query ($id: ID!) { budgetLine(id: $id) { allocated { amount } committed { amount } } }',
    { id },
  );
  return [data.budgetLine.allocated.amount, data.budgetLine.committed.amount];
};

describe('allocations', () => {
  const head = 'budget_line_id,decision_document_id,kind,amount_vnd,allocated_on,pending_allocation_id';

  it('without room, an issued decision or a line are named, and nothing is loaded', async () => {
    // The decision has 4,000, of which 3,300 are given.
    const { code, mistakes } = await imported('allocations', [
      head,
      'x-line-1,x-doc-2,SUPPLEMENT,600,2019-03-01,',
      'x-line-2,x-doc-2,SUPPLEMENT,101,2019-03-01,',
      'x-line-1,x-doc-3,SUPPLEMENT,5,2019-03-01,',
      'x-line-1,x-doc-9,SUPPLEMENT,5,2019-03-01,',
      'x-line-9,x-doc-2,SUPPLEMENT,5,2019-03-01,',
      'x-line-1,x-doc-2,SUPPLEMENT,5,2019-03-01,alc-none',
    ]);
    expect(mistakes).toEqual([
      '3 amount_vnd',
      '4 decision_document_id',
      '5 decision_document_id',
      '6 budget_line_id',
      '7 pending_allocation_id',
    ]);
    expect(code).toBe(1);
    expect(await lineNow('x-line-1')).toEqual([2_500, 1_900]);
  });

  it('are given in the order of the file, with their sums', async () => {
    const { code, lines } = await imported('allocations', [
      head,
      'x-line-1,x-doc-2,SUPPLEMENT,600,2019-03-01,',
      'x-line-1,x-doc-2,REDUCTION,50,2019-03-02,',
      'x-line-2,x-doc-2,SUPPLEMENT,150,2019-03-02,',
    ]);
    expect(lines).toEqual(
      expect.arrayContaining([
        '  SUPPLEMENT: 2 rows, 750 đồng',
        '  REDUCTION: 1 rows, -50 đồng',
        '  all: 700 đồng',
      ]),
    );
    expect(code).toBe(0);
    expect(await lineNow('x-line-1')).toEqual([3_050, 1_900]);
    expect(await lineNow('x-line-2')).toEqual([950, 0]);
  });
});

describe('commitments', () => {
  const head = 'budget_line_id,contract_id,contract_version,amount_vnd,committed_on';

  it('for other contracts than ACTIVE ones of that version, or without room, are named', async () => {
    const { code, mistakes } = await imported('commitments', [
      head,
      'x-line-2,ctr-a,3,400,2019-03-01',
      'x-line-2,ctr-a,3,101,2019-03-01',
      'x-line-2,ctr-p,3,5,2019-03-01',
      'x-line-2,ctr-a,2,5,2019-03-01',
      'x-line-2,ctr-none,1,5,2019-03-01',
      'x-line-9,ctr-a,3,5,2019-03-01',
    ]);
    expect(mistakes).toEqual([
      '3 amount_vnd',
      '4 contract_id',
      '5 contract_version',
      '6 contract_id',
      '7 budget_line_id',
    ]);
    expect(code).toBe(1);
  });

  it('are made on the version that the contract has where the file names none', async () => {
    const { code, lines } = await imported('commitments', [
      head,
      'x-line-2,ctr-a,3,400,2019-03-01',
      'x-line-2,ctr-a,,100,2019-03-02',
    ]);
    expect(lines).toContain('  committed: 2 rows, 500 đồng');
    expect(code).toBe(0);
    expect(await lineNow('x-line-2')).toEqual([950, 500]);
  });
});

it('a header with missing, unknown and repeated columns is refused, each named', async () => {
  const { code, mistakes } = await imported('commitments', [
    'budget_line_id,contract_id,amount,contract_id,committed_on',
    'a,b,1,b,2019-01-01',
  ]);
  expect(mistakes).toEqual(['1 amount', '1 amount_vnd', '1 contract_id']);
  expect(code).toBe(1);
});
