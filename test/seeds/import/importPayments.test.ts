import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runImport } from '@lien-thong/seeds';
import { callerKeyFiles, createCallerKeyFiles } from '@lien-thong/subgraph-kit';
import { freePort } from '../../helpers/freePort';
import { runProcess, startProcess } from '../../helpers/startProcess';
import { type FakeOwners, startFakeOwners } from '../../subgraphs/finance/fakeOwners';
import { startFinance, type TestFinance } from '../../subgraphs/finance/startFinance';
import { csvOf, mistakes, type PaymentLine, paymentLines, worldOf } from './paymentFile';

/** Rows of the file that is loaded; `IMPORT_TEST_ROWS=1000` loads as many as are checked. */
const loadedRows = Number(process.env.IMPORT_TEST_ROWS ?? 120);
const commitments = 20;

let finance: TestFinance;
let owners: FakeOwners;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lien-thong-import-'));
  const keys = await createCallerKeyFiles();
  await writeFile(join(folder, callerKeyFiles.private), keys.private);
  await writeFile(join(folder, callerKeyFiles.public), keys.public);
  owners = await startFakeOwners();
  for (let at = 0; at < commitments; at += 1) {
    const id = `ctr-${at}`;
    const base = { status: 'ACTIVE', version: 1, value: 1_000_000_000, unitPriceStatus: 'APPROVED' };
    owners.contracts.set(id, { ...base, id, acceptedValue: 1_000_000_000 });
    owners.acceptances.set(`acc-${at}`, id);
  }
  owners.acceptances.set('x-acc-1', 'x-ctr-1');
  finance = await startFinance({ departmentUrl: (name) => owners.url(name) });
  await finance.load(worldOf(commitments));
  finance.caller = { subject: 'import', department: 'finance', role: 'officer' };
}, 120_000);
afterAll(async () => {
  await finance.stop();
  await owners.stop();
  await rm(folder, { recursive: true });
});

async function fileOf(name: string, lines: readonly PaymentLine[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, csvOf(lines));
  return path;
}

const wordsFor = (file: string, ...more: string[]) => [
  ...['--department', 'finance', '--kind', 'payments', '--file', file, '--url', finance.url],
  ...more,
];
const settings = () => ({
  KEYS: folder,
  IMPORT_LEDGERS: join(folder, 'ledgers'),
  ICT_URL: owners.url('ict'),
});

/** Runs the import in this process; answers its exit code and what it printed. */
async function imported(words: readonly string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const code = await runImport({
    env: { ...process.env, ...settings() },
    words,
    print: (line) => lines.push(line),
    keysFolder: folder,
    ledgersFolder: join(folder, 'ledgers'),
  });
  return { code, lines };
}

const asProcess = (...words: string[]) => ({
  file: 'seeds/dist/import/main.js',
  args: words,
  env: settings(),
});

async function imports(): Promise<number> {
  const { data } = await finance.ask('{ payments(filter: { factStatus: [OPERATIONAL] }) { totalCount } }');
  return data.payments.totalCount;
}

describe('1,000 payments of which 37 are broken', () => {
  const broken = new Map(
    Array.from({ length: 37 }, (_, at) => {
      const line = 41 + at * 25;
      const mistake = mistakes[at % mistakes.length];
      if (!mistake) throw new Error('no mistake to plant');
      return [line, mistake] as const;
    }),
  );
  const lines = paymentLines(1_000, commitments).map((line, at) => ({ ...line, ...broken.get(at)?.change }));

  it('are reported row by row, exactly those, and nothing is loaded', async () => {
    const { code, lines: printed } = await imported(wordsFor(await fileOf('broken.csv', lines)));
    const head = printed.findIndex((line) => /^row +column +reason$/.test(line));
    const table = printed.slice(head + 1, -1).map((line) => line.trim().split(/ {2,}/));
    // Row 1 is the header, as a spreadsheet counts.
    expect(table.map(([row, column]) => [Number(row), column])).toEqual(
      [...broken].map(([at, { column }]) => [at + 2, column]),
    );
    for (const [at, { reason }] of [...broken.values()].entries()) {
      expect(table[at]?.[2]).toMatch(reason);
    }
    expect(printed.at(-1)).toBe('INVALID_INPUT: 37 mistake(s) in 37 row(s); nothing was loaded');
    expect(code).toBe(1);
    expect(await imports()).toBe(0);
  });

  it('are right once they are mended, and a dry run loads nothing', async () => {
    const file = await fileOf('mended.csv', paymentLines(1_000, commitments));
    const { code, lines: printed } = await imported(wordsFor(file, '--dry-run'));
    expect(printed).toEqual([
      'mended.csv: 1,000 rows',
      'dry run: all 1,000 rows are right; nothing was loaded',
    ]);
    expect(code).toBe(0);
    expect(await imports()).toBe(0);
  });
});

describe('an import that is killed in the middle', () => {
  const lines = paymentLines(loadedRows, commitments);

  async function storedLines() {
    const { data } = await finance.ask(
      `query ($vouchers: [String!]!, $first: Int!) {
        payments(filter: { voucherNos: $vouchers }, first: $first) {
          totalCount total { amount }
          nodes { voucherNo kind paidOn amount { amount } commitment { id } acceptance { id } }
        }
      }`,
      { vouchers: lines.map(({ voucher_no }) => voucher_no), first: Math.min(500, lines.length) },
    );
    return data.payments;
  }

  it('goes on where it was, and ends with the rows of the file, each once', async () => {
    const file = await fileOf('payments.csv', lines);
    const started = await startProcess({
      ...asProcess(...wordsFor(file)),
      ready: /payments\.csv: .* rows/,
    });
    while ((await imports()) < loadedRows / 4) await new Promise((resolve) => setTimeout(resolve, 100));
    await started.kill('SIGKILL');
    const before = await imports();
    expect(before).toBeGreaterThanOrEqual(loadedRows / 4);
    expect(before).toBeLessThan(loadedRows);

    const resumed = await runProcess(asProcess(...wordsFor(file, '--resume')));
    expect(resumed.output).toMatch(/rows were sent by an earlier run/);
    expect(resumed.output).toMatch(/0 refused, 0 not sent, of/);
    expect(resumed.code).toBe(0);

    const { totalCount, total, nodes } = await storedLines();
    const signOf = (kind: string | undefined) => (kind === 'ADVANCE_RECOVERY' ? -1 : 1);
    expect(totalCount).toBe(loadedRows);
    expect(await imports()).toBe(loadedRows);
    const sum = lines.reduce((all, { kind, amount_vnd }) => all + signOf(kind) * Number(amount_vnd), 0);
    expect(total.amount).toBe(sum);
    expect(resumed.output).toContain(`all: ${sum.toLocaleString('vi-VN')} đồng`);
    const expected = new Map(lines.map((line) => [line.voucher_no, line]));
    for (const node of nodes) {
      const line = expected.get(node.voucherNo);
      expect([node.kind, node.commitment.id, node.paidOn, node.acceptance?.id ?? '']).toEqual([
        line?.kind,
        line?.commitment_id,
        line?.paid_on,
        line?.acceptance_id,
      ]);
      expect(node.amount.amount).toBe(signOf(line?.kind) * Number(line?.amount_vnd));
    }
  }, 240_000);

  it('does nothing when it is run once more', async () => {
    const { code, lines: printed } = await imported(wordsFor(join(folder, 'payments.csv')));
    const count = loadedRows.toLocaleString('en-US');
    expect(printed).toContain(
      `finance payments: 0 applied, 0 found applied, ${count} applied by an earlier run, 0 refused, 0 not sent, of ${count} rows`,
    );
    expect(code).toBe(0);
    expect(await imports()).toBe(loadedRows);
  });

  it('is another file when it was changed: --resume refuses it, and its vouchers are taken', async () => {
    const file = await fileOf('changed.csv', lines.slice(0, 3));
    const resumed = await imported(wordsFor(file, '--resume'));
    expect(resumed.lines.at(-1)).toMatch(/--resume: nothing of .*changed\.csv was sent before as it is now/);
    const anew = await imported(wordsFor(file));
    expect(anew.lines.at(-1)).toBe('INVALID_INPUT: 3 mistake(s) in 3 row(s); nothing was loaded');
    expect([resumed.code, anew.code]).toEqual([1, 1]);
    expect(await imports()).toBe(loadedRows);
  });
});

it('rows that the department refuses are named with its code, and the others are loaded', async () => {
  const [first, second] = paymentLines(2, commitments);
  // Within the commitment, but above the half of it that may be advanced.
  const lines = [
    { ...first, voucher_no: 'UNC-R-1', amount_vnd: '700000000' },
    { ...second, voucher_no: 'UNC-R-2', amount_vnd: '1000' },
  ] as PaymentLine[];
  const before = await imports();
  const { code, lines: printed } = await imported(wordsFor(await fileOf('refused.csv', lines)));
  expect(printed.join('\n')).toMatch(/\n2 +amount +ADVANCE_EXCEEDS_LIMIT: /);
  expect(printed.join('\n')).toMatch(/1 applied, 0 found applied, 0 applied by an earlier run, 1 refused/);
  expect(code).toBe(1);
  expect(await imports()).toBe(before + 1);
});

it('a caller of another department is refused before anything is loaded', async () => {
  finance.caller = { subject: 'import', department: 'ict', role: 'officer' };
  const lines = paymentLines(1, commitments).map((line) => ({ ...line, voucher_no: 'UNC-F-1' }));
  const { code, lines: printed } = await imported(
    wordsFor(await fileOf('forbidden.csv', lines), '--as', 'ict'),
  );
  finance.caller = { subject: 'import', department: 'finance', role: 'officer' };
  expect(printed.at(-1)).toMatch(/^FORBIDDEN: Only officer of finance may do this/);
  expect(code).toBe(1);
});

it('an owner that does not answer keeps everything from being loaded', async () => {
  owners.isDown = true;
  const lines = [{ ...paymentLines(1, commitments)[0], voucher_no: 'UNC-D-1', acceptance_id: 'acc-0' }];
  const { code, lines: printed } = await imported(wordsFor(await fileOf('down.csv', lines as PaymentLine[])));
  owners.isDown = false;
  expect(printed.at(-1)).toBe(`UPSTREAM_UNAVAILABLE: ict does not answer at ${owners.url('ict')}`);
  expect(code).toBe(1);
});

it('a department that does not run is started for the import, on its database', async () => {
  const before = await imports();
  const lines = paymentLines(1, commitments).map((line) => ({ ...line, voucher_no: 'UNC-S-1' }));
  const file = await fileOf('started.csv', lines);
  const printed: string[] = [];
  const code = await runImport({
    env: {
      ...process.env,
      ...settings(),
      FINANCE_PORT: String(await freePort()),
      FINANCE_MONGODB_URI: finance.mongo.uri,
    },
    words: ['--department', 'finance', '--kind', 'payments', '--file', file],
    print: (line) => printed.push(line),
    keysFolder: folder,
    ledgersFolder: join(folder, 'ledgers'),
  });
  expect(printed[1]).toMatch(/^finance does not answer at .*; it is started for this import$/);
  expect(printed).toContain('  ADVANCE: 1 rows, 1.000.000 đồng');
  expect(code).toBe(0);
  expect(await imports()).toBe(before + 1);
});

it('an address that is no department is refused', async () => {
  const file = await fileOf('nowhere.csv', paymentLines(1, commitments));
  const words = ['--kind', 'payments', '--file', file, '--url', 'http://127.0.0.1:9/graphql'];
  const { code, lines: printed } = await imported(words);
  expect(printed.at(-1)).toMatch(/finance does not answer there\. Give the address of the department itself/);
  expect(code).toBe(1);
});
