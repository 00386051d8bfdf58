import { type ContractRecord, collections, type DocumentRecord, type ServiceRecord } from '@lien-thong/ict';
import { searchText } from '@lien-thong/subgraph-kit';
import { type IctFixture, illustrativeRows, startIct } from './ictFixture';

const contracts = illustrativeRows<ContractRecord>('contracts');
const services = illustrativeRows<ServiceRecord>('services');
const documents = illustrativeRows<DocumentRecord>('documents');
const some = <T>(rows: readonly T[]): T => rows[Math.floor(rows.length / 3)] as T;
const one = some(contracts);

type Case<T> = [string, Record<string, unknown>, (row: T) => boolean];

const contractCases: Case<ContractRecord>[] = [
  ['ids', { ids: [one._id] }, (row) => row._id === one._id],
  ['no ids', { ids: [] }, () => false],
  ['programme', { programmeId: one.programmeId }, (row) => row.programmeId === one.programmeId],
  [
    'service',
    { serviceId: one.items[0]?.serviceId },
    (row) => row.items.some(({ serviceId }) => serviceId === one.items[0]?.serviceId),
  ],
  ['provider', { providerId: one.provider._id }, (row) => row.provider._id === one.provider._id],
  ['buyer', { buyerId: 'SO-TTTT' }, (row) => row.buyerId === 'SO-TTTT'],
  ['fiscal year', { fiscalYear: 2018 }, (row) => row.fiscalYear === 2018],
  ['one state', { status: ['ACTIVE'] }, (row) => row.status === 'ACTIVE'],
  [
    'two states',
    { status: ['PENDING', 'TERMINATED'] },
    (row) => ['PENDING', 'TERMINATED'].includes(row.status),
  ],
  ['method', { method: ['OPEN', 'DIRECT'] }, (row) => ['OPEN', 'DIRECT'].includes(row.procurementMethod)],
  [
    'price state',
    { unitPriceStatus: ['NONE', 'PROVISIONAL'] },
    (row) => ['NONE', 'PROVISIONAL'].includes(row.unitPriceStatus),
  ],
  [
    'signing days, both ends included',
    { signed: { from: '2018-01-01', to: one.signedOn ?? '2019-06-30' } },
    ({ signedOn }) =>
      Boolean(signedOn && signedOn >= '2018-01-01' && signedOn <= (one.signedOn ?? '2019-06-30')),
  ],
  [
    'value, both ends included',
    { value: { min: one.value.amount, max: 5_000_000_000 } },
    ({ value }) => value.amount >= one.value.amount && value.amount <= 5_000_000_000,
  ],
  ['fact status', { factStatus: ['DOCUMENT_FACT'] }, () => false],
  [
    'words without accents',
    { text: 'minh hoa 00' },
    (row) => searchText(row.number, row.title.vi, row.title.en, row.provider.legalName).includes('minh hoa'),
  ],
  ['characters of a pattern, read as they are', { text: '.*' }, () => false],
  [
    'several fields at once',
    { status: ['ACTIVE'], fiscalYear: 2019, method: ['OPEN'] },
    (row) => row.status === 'ACTIVE' && row.fiscalYear === 2019 && row.procurementMethod === 'OPEN',
  ],
];

const serviceCases: Case<ServiceRecord>[] = [
  ['category', { category: ['INFRASTRUCTURE'] }, (row) => row.category === 'INFRASTRUCTURE'],
  ['approved price', { hasApprovedUnitPrice: true }, (row) => row.unitPriceStatus === 'APPROVED'],
  ['no approved price', { hasApprovedUnitPrice: false }, (row) => row.unitPriceStatus !== 'APPROVED'],
  [
    'price state',
    { unitPriceStatus: ['PROVISIONAL', 'NONE'] },
    (row) => ['PROVISIONAL', 'NONE'].includes(row.unitPriceStatus),
  ],
  [
    'a day of the lease',
    { activeOn: '2018-12-31' },
    ({ leasePeriod }) =>
      (leasePeriod?.startDate ?? '') <= '2018-12-31' && (leasePeriod?.endDate ?? '9') >= '2018-12-31',
  ],
];

const documentCases: Case<DocumentRecord>[] = [
  ['kind', { kind: ['DECISION', 'PLAN'] }, (row) => ['DECISION', 'PLAN'].includes(row.kind)],
  ['state', { status: ['DRAFT'] }, (row) => row.status === 'DRAFT'],
  ['issuer', { issuerId: 'UBND-TP' }, (row) => row.issuerId === 'UBND-TP'],
  [
    'issue days',
    { issued: { from: '2019-01-01', to: '2019-12-31' } },
    ({ issuedOn }) => Boolean(issuedOn && issuedOn >= '2019-01-01' && issuedOn <= '2019-12-31'),
  ],
  [
    'words',
    { text: 'quyet dinh phan bo' },
    (row) => {
      const text = searchText(row.number, row.title.vi, row.title.en);
      return ['quyet', 'dinh', 'phan', 'bo'].every((word) => text.includes(word));
    },
  ],
];

const idsOf = (rows: ReadonlyArray<{ _id: string }>) => rows.map(({ _id }) => _id).sort();

describe('filters of lists', () => {
  let ict: IctFixture;
  beforeAll(async () => {
    ict = await startIct({ packs: [], tier: 'S' });
  });
  afterAll(() => ict.stop());

  const listed = async (field: string, type: string, filter: unknown) => {
    const { data, errors } = await ict.ask(
      `query ($filter: ${type}) { list: ${field}(filter: $filter, first: 500) { totalCount nodes { id } } }`,
      { filter },
    );
    expect(errors).toBeUndefined();
    expect(data.list.totalCount).toBe(data.list.nodes.length);
    return data.list.nodes.map(({ id }: { id: string }) => id).sort();
  };

  test.each(contractCases)('contracts by %s', async (_, filter, matches) => {
    expect(await listed('contracts', 'ContractFilter', filter)).toEqual(idsOf(contracts.filter(matches)));
  });

  test.each(serviceCases)('services by %s', async (_, filter, matches) => {
    expect(await listed('services', 'ServiceFilter', filter)).toEqual(idsOf(services.filter(matches)));
  });

  test.each(documentCases)('documents by %s', async (_, filter, matches) => {
    expect(await listed('documents', 'DocumentFilter', filter)).toEqual(idsOf(documents.filter(matches)));
  });

  test('totals are those of all contracts that match, by fact status', async () => {
    const active = contracts.filter(({ status }) => status === 'ACTIVE');
    const value = active.reduce((sum, row) => sum + row.value.amount, 0);
    const { data } = await ict.ask(
      '{ contracts(filter: { status: [ACTIVE] }, first: 2) { totalCount totalValue { amount qualifier } factBreakdown { status count amount { amount } } } }',
    );
    expect(data.contracts).toEqual({
      totalCount: active.length,
      totalValue: { amount: value, qualifier: 'EXACT' },
      factBreakdown: [{ status: 'ILLUSTRATIVE', count: active.length, amount: { amount: value } }],
    });
  });

  test('every filter and every order begins an index of its collection', async () => {
    const firstFields = new Map(
      collections.map(({ name, indexes }) => [
        name as string,
        new Set(['_id', ...indexes.map(({ key }) => Object.keys(key)[0])]),
      ]),
    );
    const commands = await ict.commandsDuring(async () => {
      for (const [, filter] of contractCases) await listed('contracts', 'ContractFilter', filter);
      for (const [, filter] of serviceCases) await listed('services', 'ServiceFilter', filter);
      for (const [, filter] of documentCases) await listed('documents', 'DocumentFilter', filter);
      for (const field of ['SIGNED_ON', 'VALUE', 'NUMBER'])
        await ict.ask(`{ contracts(orderBy: [{ field: ${field} }]) { nodes { id } } }`);
      for (const field of ['CODE', 'NAME', 'UNIT_PRICE_STATUS'])
        await ict.ask(`{ services(orderBy: [{ field: ${field} }]) { nodes { id } } }`);
      await ict.ask(
        '{ documents(orderBy: [{ field: NUMBER }]) { nodes { id } } providers { nodes { id } } }',
      );
    });
    expect(commands.length).toBeGreaterThan(60);
    for (const { commandName, command } of commands) {
      const known = firstFields.get(command[commandName]);
      const sorted = Object.keys(command.sort ?? {})[0];
      const filtered = fieldsOf(command.filter ?? command.query ?? command.pipeline?.[0]?.$match ?? {});
      const uncovered = [...filtered, ...(sorted ? [sorted] : [])].filter((field) => !known?.has(field));
      expect({ collection: command[commandName], uncovered }).toEqual({
        collection: command[commandName],
        uncovered: [],
      });
    }
  });
});

/** The fields that a condition reads; of an interval over two fields the first one needs the index. */
function fieldsOf(condition: Record<string, unknown>): string[] {
  return Object.entries(condition)
    .flatMap(([key, value]) =>
      key.startsWith('$') ? (value as Record<string, unknown>[]).flatMap(fieldsOf) : [key],
    )
    .filter((field) => field !== 'leasePeriod.endDate');
}
