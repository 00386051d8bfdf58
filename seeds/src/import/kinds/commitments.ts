import type { CheckContext, ImportKind, ImportRow } from '../ImportKind';
import type { ImportProblem } from '../ImportTable';
import { beyondRoom, entities, listed, unknownIn, valuesOf, withoutBroken } from '../lookUp';
import { lineVersion } from './allocations';

interface Contract {
  readonly id: string;
  readonly status: string;
  readonly version: number;
  readonly value: { readonly amount: number };
}
interface Committed {
  readonly id: string;
  readonly commitments: ReadonlyArray<{ readonly amount: { readonly amount: number } }> | null;
}

const lineOf = ({ values }: ImportRow) => String(values.budget_line_id ?? '');
const contractOf = ({ values }: ImportRow) => String(values.contract_id ?? '');
const amountOf = ({ values }: ImportRow) => Number(values.amount_vnd ?? 0);

function wrongContracts(rows: readonly ImportRow[], known: ReadonlyMap<string, Contract>): ImportProblem[] {
  return rows.flatMap((row): ImportProblem[] => {
    const contract = known.get(contractOf(row));
    if (!contract) return [];
    if (contract.status !== 'ACTIVE') {
      const reason = `funds are committed for ACTIVE contracts; ${contract.id} is ${contract.status}`;
      return [{ row: row.row, column: 'contract_id', reason }];
    }
    const version = row.values.contract_version;
    if (version == null || version === contract.version) return [];
    const reason = `contract ${contract.id} is at version ${contract.version} (found ${version})`;
    return [{ row: row.row, column: 'contract_version', reason }];
  });
}

async function check(rows: readonly ImportRow[], context: CheckContext): Promise<ImportProblem[]> {
  const fresh = rows.filter((row) => !context.isSent(row));
  const finance = context.graph('finance');
  const contractIds = valuesOf(rows, 'contract_id');
  const lines = await listed<{ id: string; available: { amount: number } }>(finance, 'budgetLines', {
    ids: valuesOf(rows, 'budget_line_id'),
    fields: 'available { amount }',
  });
  const contracts = await listed<Contract>(context.graph('ict'), 'contracts', {
    ids: contractIds,
    fields: 'status version value { amount }',
  });
  const committed = await entities<Committed>(finance, 'Contract', {
    ids: contractIds,
    fields: 'commitments { amount { amount } }',
  });
  const leftOf = (id: string) => {
    const used = committed.get(id)?.commitments ?? [];
    const value = contracts.get(id)?.value.amount;
    return value === undefined ? undefined : used.reduce((left, each) => left - each.amount.amount, value);
  };
  const base = { column: 'amount_vnd', amountOf };
  const problems = [
    ...unknownIn(rows, 'budget_line_id', { known: lines, what: 'budget line' }),
    ...unknownIn(rows, 'contract_id', { known: contracts, what: 'contract' }),
    ...wrongContracts(fresh, contracts),
  ];
  const right = withoutBroken(fresh, [...context.cellProblems, ...problems]);
  return [
    ...problems,
    ...beyondRoom(right, {
      ...base,
      keyOf: lineOf,
      roomOf: (id) => lines.get(id)?.available.amount,
      words: (id) => `budget line ${id}`,
    }),
    ...beyondRoom(right, { ...base, keyOf: contractOf, roomOf: leftOf, words: (id) => `contract ${id}` }),
  ];
}

async function contractVersion(row: ImportRow, graph: CheckContext['graph']): Promise<number> {
  const stated = row.values.contract_version;
  if (typeof stated === 'number') return stated;
  const { contract } = await graph('ict').ask<{ contract: { version: number } | null }>(
    'query ImportContractVersion($id: ID!) { contract(id: $id) { version } }',
    { id: contractOf(row) },
  );
  return contract?.version ?? 0;
}

/** Funds reserved for contracts: `commitFunds`. */
export const commitments: ImportKind = {
  department: 'finance',
  name: 'commitments',
  asks: ['ict'],
  about: 'Cam kết chi — what is reserved of a line for an active contract',
  columns: [
    {
      name: 'budget_line_id',
      type: 'id',
      isRequired: true,
      about: 'the line that pays',
      example: 'x-bl-0001',
    },
    {
      name: 'contract_id',
      type: 'id',
      isRequired: true,
      about: 'an ACTIVE contract',
      example: 'x-ctr-2019-0001',
    },
    {
      name: 'contract_version',
      type: 'whole',
      about: 'version of the contract whose value was seen; the one it has at the import where left empty',
      example: '1',
    },
    {
      name: 'amount_vnd',
      type: 'dong',
      isRequired: true,
      about: 'whole đồng, above zero',
      example: '2880000000',
    },
    {
      name: 'committed_on',
      type: 'pastDay',
      isRequired: true,
      about: 'day of the commitment',
      example: '2019-03-05',
    },
  ],
  mutation: {
    name: 'commitFunds',
    input: 'CommitFundsInput',
    selection: 'commitment { budgetLine { version } }',
  },
  check,
  chainOf: lineOf,
  versionsOf: async (row, graph) => ({
    expectedVersion: await lineVersion(row, graph),
    contractVersion: await contractVersion(row, graph),
  }),
  inputOf: ([{ values }], versions) => ({
    budgetLineId: values.budget_line_id,
    contractId: values.contract_id,
    amount: values.amount_vnd,
    committedOn: values.committed_on,
    ...versions,
  }),
  moneyOf: (row) => ({ of: 'committed', amount: amountOf(row) }),
};
