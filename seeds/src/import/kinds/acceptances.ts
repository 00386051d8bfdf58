import type { CheckContext, ImportKind, ImportRow } from '../ImportKind';
import type { ImportProblem } from '../ImportTable';
import { listed, repeatedIn, unknownIn, valuesOf } from '../lookUp';
import { wrongDocuments } from './documents';

interface Contract {
  readonly id: string;
  readonly status: string;
  readonly period: { readonly startDate: string | null; readonly endDate: string | null };
  readonly items: ReadonlyArray<{
    readonly id: string;
    readonly quantity: string;
    readonly acceptedQuantity: string;
  }>;
  readonly acceptances: { readonly nodes: ReadonlyArray<{ readonly number: string }> };
}

const contractOf = ({ values }: ImportRow) => String(values.contract_id ?? '');
/** Columns that are the same in all rows of one record. */
const shared = ['period_start', 'period_end', 'accepted_on', 'document_id'];

function rowMistakes({ row, values }: ImportRow, contract: Contract | undefined): ImportProblem[] {
  const problems: ImportProblem[] = [];
  const add = (column: string, reason: string) => problems.push({ row, column, reason });
  const { period_start: start, period_end: end, quantity, item_id: item } = values;
  if (start !== null && end !== null && String(end) < String(start))
    add('period_end', `the period ends before it begins, ${start}`);
  if (quantity !== null && Number(quantity) <= 0)
    add('quantity', `a quantity is above zero (found ${quantity})`);
  if (!contract) return problems;
  const { status, period, items } = contract;
  if (status !== 'ACTIVE')
    add('contract_id', `deliveries of ACTIVE contracts are accepted; this one is ${status}`);
  if (period.startDate && start !== null && String(start) < period.startDate)
    add('period_start', `the contract begins on ${period.startDate} (found ${start})`);
  if (period.endDate && end !== null && String(end) > period.endDate)
    add('period_end', `the contract ends on ${period.endDate} (found ${end})`);
  if (item !== null && !items.some(({ id }) => id === item))
    add('item_id', `the contract has no item ${item}`);
  return problems;
}

function usedNumbers(rows: readonly ImportRow[], contracts: ReadonlyMap<string, Contract>): ImportProblem[] {
  return rows.flatMap((row): ImportProblem[] => {
    const { number } = row.values;
    const isUsed = contracts.get(contractOf(row))?.acceptances.nodes.some((each) => each.number === number);
    return isUsed
      ? [{ row: row.row, column: 'number', reason: `the contract has a record ${number} already` }]
      : [];
  });
}

/** Σ accepted quantity of an item ≤ its quantity. */
function beyondQuantity(
  rows: readonly ImportRow[],
  contracts: ReadonlyMap<string, Contract>,
): ImportProblem[] {
  const accepted = new Map<string, number>();
  return rows.flatMap((row): ImportProblem[] => {
    const { item_id: itemId, quantity } = row.values;
    const item = contracts.get(contractOf(row))?.items.find(({ id }) => id === itemId);
    if (!item || quantity === null) return [];
    const key = JSON.stringify([contractOf(row), itemId]);
    const before = accepted.get(key) ?? Number(item.acceptedQuantity);
    const after = before + Number(quantity);
    accepted.set(key, after);
    // Binary sums of decimals; the command adds them exactly and has the last word.
    if (after <= Number(item.quantity) * (1 + 1e-12)) return [];
    const reason = `${item.quantity} are contracted and ${before} accepted, so ${quantity} are too many`;
    return [{ row: row.row, column: 'quantity', reason }];
  });
}

function differing(rows: readonly ImportRow[]): ImportProblem[] {
  const first = new Map<string, ImportRow>();
  return rows.flatMap((row) => {
    const key = JSON.stringify([row.values.contract_id, row.values.number]);
    const head = first.get(key) ?? row;
    first.set(key, head);
    return shared
      .filter((column) => row.values[column] !== head.values[column])
      .map((column) => ({
        row: row.row,
        column,
        reason: `record ${row.values.number} has ${head.values[column] ?? 'nothing'} in row ${head.row}`,
      }));
  });
}

async function check(rows: readonly ImportRow[], context: CheckContext): Promise<ImportProblem[]> {
  const fresh = rows.filter((row) => !context.isSent(row));
  const known = await listed<Contract>(context.graph('ict'), 'contracts', {
    ids: valuesOf(rows, 'contract_id'),
    fields:
      'status period { startDate endDate } items { id quantity acceptedQuantity } acceptances(first: 500) { nodes { number } }',
  });
  return [
    ...unknownIn(rows, 'contract_id', { known, what: 'contract' }),
    ...fresh.flatMap((row) => rowMistakes(row, known.get(contractOf(row)))),
    ...usedNumbers(fresh, known),
    ...beyondQuantity(fresh, known),
    ...repeatedIn(rows, ['contract_id', 'number', 'item_id'], 'the item of a record'),
    ...differing(rows),
    ...(await wrongDocuments(rows, 'document_id', { context, mustBeDecision: false })),
  ];
}

interface Payload {
  readonly contract: { readonly version: number } | null;
}

/** Acceptance records, one item a row; rows of one contract and number are one record: `acceptDeliverable`. */
export const acceptances: ImportKind = {
  department: 'ict',
  name: 'acceptances',
  asks: [],
  about: 'Biên bản nghiệm thu — rows of one contract and number are one record with several items',
  columns: [
    {
      name: 'contract_id',
      type: 'id',
      isRequired: true,
      about: 'an ACTIVE contract',
      example: 'x-ctr-2019-0001',
    },
    {
      name: 'number',
      type: 'text',
      isRequired: true,
      about: 'số biên bản, unique within the contract',
      example: 'BBNT-01',
    },
    {
      name: 'period_start',
      type: 'day',
      isRequired: true,
      about: 'first day that is accepted',
      example: '2019-01-01',
    },
    {
      name: 'period_end',
      type: 'day',
      isRequired: true,
      about: 'last day that is accepted',
      example: '2019-03-31',
    },
    {
      name: 'accepted_on',
      type: 'pastDay',
      isRequired: true,
      about: 'day of the record',
      example: '2019-04-05',
    },
    { name: 'item_id', type: 'id', isRequired: true, about: 'item of the contract', example: 'x-itm-1' },
    {
      name: 'quantity',
      type: 'decimal',
      isRequired: true,
      about: 'accepted quantity, above zero',
      example: '3',
    },
    { name: 'document_id', type: 'id', about: 'signed record in the registry', example: 'x-doc-0001' },
  ],
  groupBy: ['contract_id', 'number'],
  mutation: { name: 'acceptDeliverable', input: 'AcceptDeliverableInput', selection: 'contract { version }' },
  check,
  chainOf: contractOf,
  versionsOf: async (row, graph) => {
    const { contract } = await graph('ict').ask<Payload>(
      'query ImportVersion($id: ID!) { contract(id: $id) { version } }',
      { id: contractOf(row) },
    );
    return { expectedVersion: contract?.version ?? 0 };
  },
  versionsAfter: (payload) => {
    const version = (payload as Payload).contract?.version;
    return version === undefined ? null : { expectedVersion: version };
  },
  inputOf: (rows, versions) => {
    const [{ values }] = rows;
    return {
      contractId: values.contract_id,
      number: values.number,
      period: { startDate: values.period_start, endDate: values.period_end },
      acceptedOn: values.accepted_on,
      documentId: values.document_id,
      items: rows.map((row) => ({ itemId: row.values.item_id, quantity: row.values.quantity })),
      ...versions,
    };
  },
};
