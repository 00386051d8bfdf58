import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callerKeyFiles, connectMongo, createCallerKeyFiles } from '@lien-thong/subgraph-kit';
import { type City, startCity } from '../../helpers/startCity';
import { runProcess } from '../../helpers/startProcess';

let city: City;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lien-thong-import-'));
  const keys = await createCallerKeyFiles();
  await writeFile(join(folder, callerKeyFiles.private), keys.private);
  await writeFile(join(folder, callerKeyFiles.public), keys.public);
  const packs = ['facts', 'illustrative'] as const;
  city = await startCity({ packs, departmentEnv: { KEYS: folder }, gatewayEnv: { KEYS: folder } });
}, 180_000);
afterAll(async () => {
  await city.stop();
  await rm(folder, { recursive: true });
});

/** What the graph answers, in the shape that the test reads. */
async function read<T>(query: string, variables?: Record<string, unknown>): Promise<T> {
  return (await city.ask(query, variables)).data as T;
}

const addresses = () => ({
  KEYS: folder,
  IMPORT_LEDGERS: join(folder, 'ledgers'),
  ICT_URL: city.urls.ict,
  FINANCE_URL: city.urls.finance,
  PLANNING_URL: city.urls.planning,
});

/** Writes a file of that kind and imports it, as a user does. */
async function imported(kind: string, rows: readonly string[], ...words: string[]) {
  const file = join(folder, `${kind}.csv`);
  await writeFile(file, `${rows.join('\n')}\n`);
  return runProcess({
    file: 'seeds/dist/import/main.js',
    args: ['--kind', kind, '--file', file, ...words],
    env: addresses(),
  });
}

const reconciled = (...words: string[]) =>
  runProcess({
    file: 'seeds/dist/reconcile/main.js',
    args: ['--url', `${city.origin}/graphql`, ...words],
  });

describe('figures of planning', () => {
  let indicator: string;
  let document: string;

  beforeAll(async () => {
    const data = await read<Record<'indicators' | 'documents', { nodes: [{ id: string }] }>>(`{
      indicators(filter: { stewardId: "SO-TTTT", measure: [PERCENTAGE] }, first: 1) { nodes { id } }
      documents(first: 1) { nodes { id } }
    }`);
    indicator = data.indicators.nodes[0].id;
    document = data.documents.nodes[0].id;
  });

  it('results with a decimal comma are recorded in the name of the steward', async () => {
    const rows = [
      'indicator_id;period;value;numerator;denominator;status;observed_on;reason_vi',
      `${indicator};2015;41,5;83;200;A;2015-12-31;`,
      `${indicator};2015;42;84;200;A;2015-12-31;Kiểm tra lại`,
    ];
    const end = await imported('observations', rows, '--as', 'ict');
    expect(end.output).toContain('a comma in a number is its decimal comma');
    expect(end.output).toContain('planning observations: 2 applied, 0 found applied');
    expect(end.code).toBe(0);
    const data = await read<{ indicator: { latest: { value: string } } }>(
      'query ($id: ID!) { indicator(id: $id) { latest(period: "2015") { value } } }',
      { id: indicator },
    );
    expect(data.indicator.latest.value).toBe('42');
  });

  it('mistakes of results are named with row and column', async () => {
    const rows = [
      'indicator_id,period,value,upper_value,numerator,denominator,status,observed_on,document_id,clause,scope_id',
      `${indicator},2014,101,,,,A,2014-12-31,,,`,
      `${indicator},2014-13,50,,,,A,2014-12-31,,,`,
      `${indicator},2013,50,40,,,A,2013-12-31,,,`,
      `${indicator},2012,,,,,A,2012-12-31,,,`,
      `${indicator},2012,5,,,,L,2012-12-31,,,`,
      `${indicator},2011,50,,1,,A,2011-12-31,,,`,
      `${indicator},2010,50,,,,A,2010-12-31,doc-none,L1,`,
      'ind-none,2010,50,,,,A,2010-12-31,,,',
    ];
    const end = await imported('observations', rows, '--as', 'ict');
    const found = end.output
      .split('\n')
      .flatMap((line) => /^(\d+) +(\w+) {2}/.exec(line)?.slice(1, 3).join(' ') ?? []);
    expect(found).toEqual([
      '2 value',
      '3 period',
      '4 upper_value',
      '5 value',
      '6 reason_vi',
      '6 value',
      '7 denominator',
      '8 document_id',
      '9 indicator_id',
    ]);
    expect(end.code).toBe(1);
  });

  it('a caller who is not the steward is told so before anything is sent', async () => {
    const rows = ['indicator_id,period,value,status,observed_on', `${indicator},2009,5,A,2009-12-31`];
    const end = await imported('observations', rows);
    expect(end.output).toMatch(
      /only SO-TTTT may record results of .*; the caller works for planning \(--as\)/,
    );
    expect(end.code).toBe(1);
  });

  it('targets are set with their document', async () => {
    const rows = [
      'indicator_id,period,value,qualifier,set_on,document_id,clause',
      `${indicator},2025,95.5,AT_LEAST,2019-02-15,${document},L30`,
      `${indicator},2026,97,,2019-02-15,${document},L30`,
    ];
    const end = await imported('targets', rows);
    expect(end.output).toContain('planning targets: 2 applied');
    expect(end.code).toBe(0);
  });
});

describe('acceptances of ict', () => {
  interface Candidate {
    readonly id: string;
    readonly period: { readonly startDate: string; readonly endDate: string };
    readonly items: ReadonlyArray<{
      readonly id: string;
      readonly quantity: string;
      readonly acceptedQuantity: string;
    }>;
    readonly acceptances: {
      readonly nodes: ReadonlyArray<{ readonly period: { readonly endDate: string } }>;
    };
  }
  let contract: Candidate;

  beforeAll(async () => {
    const { contracts } = await read<{
      contracts: { nodes: Candidate[] };
    }>(`{ contracts(filter: { status: [ACTIVE] }, first: 100) { nodes {
      id period { startDate endDate } items { id quantity acceptedQuantity }
      acceptances(first: 100) { nodes { period { endDate } } }
    } } }`);
    const isOpen = ({ period, items, acceptances }: Candidate) =>
      items.length >= 2 &&
      items.slice(0, 2).every((item) => Number(item.quantity) - Number(item.acceptedQuantity) > 0.01) &&
      acceptances.nodes.every((each) => each.period.endDate < period.endDate);
    const found = contracts.nodes.find(isOpen);
    if (!found) throw new Error('no contract has anything left to accept');
    contract = found;
  });

  it('rows of one number are one record with several items', async () => {
    const { id, period, items } = contract;
    const head = 'contract_id,number,period_start,period_end,accepted_on,item_id,quantity';
    const row = (item: string | undefined, quantity: string) =>
      `${id},BBNT-NHAP-1,${period.endDate},${period.endDate},2021-01-05,${item},${quantity}`;
    const rows = [head, row(items[0]?.id, '0.01'), row(items[1]?.id, '0.01')];
    const end = await imported('acceptances', rows);
    expect(end.output).toContain('ict acceptances: 2 applied');
    expect(end.code).toBe(0);
    const again = await imported('acceptances', [...rows, '']);
    expect(again.output).toContain(`the contract has a record BBNT-NHAP-1 already`);
    expect(again.code).toBe(1);
  });

  it('what is beyond the contract is named with row and column', async () => {
    const { id, period, items } = contract;
    const rows = [
      'contract_id,number,period_start,period_end,accepted_on,item_id,quantity',
      `${id},B-1,2001-01-01,${period.endDate},2021-01-05,${items[0]?.id},0.01`,
      `${id},B-2,${period.endDate},${period.endDate},2021-01-05,itm-none,1`,
      `${id},B-3,${period.endDate},${period.endDate},2021-01-05,${items[0]?.id},999999`,
      `ctr-none,B-4,2019-01-01,2019-01-31,2021-01-05,${items[0]?.id},1`,
    ];
    const end = await imported('acceptances', rows);
    const found = end.output
      .split('\n')
      .flatMap((line) => /^(\d+) +(\w+) {2}/.exec(line)?.slice(1, 3).join(' ') ?? []);
    expect(found).toEqual(['2 period_start', '3 item_id', '4 quantity', '5 contract_id']);
  });
});

describe('npm run reconcile', () => {
  it('finds no drift in what was loaded and imported, and ends with 0', async () => {
    const end = await reconciled();
    expect(end.output).toMatch(/^[\d,]+ rows compared, 0 drifts\n$/);
    expect(end.code).toBe(0);
  });

  it('prints a drift with its rows and ends with 1', async () => {
    const uri = city.databases.finance.uri;
    const { db, close } = connectMongo({ uri, defaultDatabase: 'finance' });
    const commitment = await db.collection<{ _id: string; contractId: string }>('commitments').findOne({});
    const id = commitment?._id ?? '';
    await db
      .collection<{ _id: string }>('commitments')
      .updateOne({ _id: id }, { $set: { contractVersion: 99 } });
    const end = await reconciled('--lang', 'vi');
    await db
      .collection<{ _id: string }>('commitments')
      .updateOne({ _id: id }, { $set: { contractVersion: 1 } });
    await close();
    expect(end.output).toMatch(/^kind +departments +owner says +copy says +rows +in words\n/);
    expect(end.output).toContain(`Commitment ${id}, Contract ${commitment?.contractId}`);
    expect(end.output).toContain(`Cam kết chi ${id} ghi phiên bản 99 của hợp đồng`);
    expect(end.output).toMatch(/CONTRACT_VERSION_AHEAD: 1\n[\d,]+ rows compared, 1 drifts\n$/);
    expect(end.code).toBe(1);
  });

  it('cannot tell while a department is down, says which, and ends with 2', async () => {
    await city.processes.ict.stop();
    const end = await reconciled();
    expect(end.output).toMatch(/^UPSTREAM_UNAVAILABLE: .*ict had to be asked and did not answer in time/);
    expect(end.code).toBe(2);
    await city.restart('ict');
  });
});
