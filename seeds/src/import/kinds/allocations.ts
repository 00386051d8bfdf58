import type { CheckContext, ImportKind, ImportRow } from '../ImportKind';
import type { ImportProblem } from '../ImportTable';
import { beyondRoom, entities, listed, unknownIn, valuesOf, withoutBroken } from '../lookUp';
import { wrongDocuments } from './documents';

const taking = new Set(['REDUCTION', 'TRANSFER_OUT']);
const transfers = new Set(['TRANSFER_IN', 'TRANSFER_OUT']);
const signed = ({ values }: ImportRow) =>
  Number(values.amount_vnd ?? 0) * (taking.has(String(values.kind)) ? -1 : 1);
const lineOf = ({ values }: ImportRow) => String(values.budget_line_id ?? '');

interface Decision {
  readonly id: string;
  readonly headroom: { readonly amount: number } | null;
}

async function check(rows: readonly ImportRow[], context: CheckContext): Promise<ImportProblem[]> {
  const finance = context.graph('finance');
  const fresh = rows.filter((row) => !context.isSent(row));
  const known = await listed<{ id: string }>(finance, 'budgetLines', {
    ids: valuesOf(rows, 'budget_line_id'),
    fields: 'code',
  });
  const pending = await entities<{ id: string; status: string }>(finance, 'Allocation', {
    ids: valuesOf(fresh, 'pending_allocation_id'),
    fields: 'status',
  });
  const decisions = await entities<Decision>(finance, 'Document', {
    ids: valuesOf(fresh, 'decision_document_id'),
    fields: 'headroom { amount }',
  });
  const problems = [
    ...unknownIn(rows, 'budget_line_id', { known, what: 'budget line' }),
    ...unknownIn(fresh, 'pending_allocation_id', { known: pending, what: 'allocation' }),
    ...(await wrongDocuments(rows, 'decision_document_id', { context, mustBeDecision: true })),
  ];
  const beyond = beyondRoom(withoutBroken(fresh, [...context.cellProblems, ...problems]), {
    column: 'amount_vnd',
    // Transfers sum to zero under a decision and take nothing of its ceiling.
    keyOf: ({ values }) => (transfers.has(String(values.kind)) ? null : String(values.decision_document_id)),
    amountOf: signed,
    roomOf: (id) => decisions.get(id)?.headroom?.amount,
    words: (id) => `decision ${id}`,
  });
  return [...problems, ...beyond];
}

interface Payload {
  readonly budgetLine: { readonly version: number } | null;
}

/** Reads the version of a budget line for a command that has to name it. */
export async function lineVersion(row: ImportRow, graph: CheckContext['graph']): Promise<number> {
  const { budgetLine } = await graph('finance').ask<Payload>(
    'query ImportVersion($id: ID!) { budgetLine(id: $id) { version } }',
    { id: lineOf(row) },
  );
  return budgetLine?.version ?? 0;
}

/** Money that decisions give to lines or take from them: `allocateBudget`. */
export const allocations: ImportKind = {
  department: 'finance',
  name: 'allocations',
  asks: ['ict'],
  about: 'Phân bổ kinh phí — what an issued decision gives to a line or takes from it',
  columns: [
    { name: 'budget_line_id', type: 'id', isRequired: true, about: 'the line', example: 'bl-UDCNTT-2019' },
    {
      name: 'decision_document_id',
      type: 'id',
      isRequired: true,
      about: 'issued decision; its ceiling must be recorded',
      example: 'x-doc-0001',
    },
    {
      name: 'kind',
      type: { oneOf: ['INITIAL', 'SUPPLEMENT', 'REDUCTION', 'TRANSFER_IN', 'TRANSFER_OUT'] },
      isRequired: true,
      about: 'what it does to the line',
      example: 'INITIAL',
    },
    {
      name: 'amount_vnd',
      type: 'dong',
      isRequired: true,
      about: 'whole đồng, above zero for every kind',
      example: '5000000000',
    },
    {
      name: 'allocated_on',
      type: 'pastDay',
      isRequired: true,
      about: 'day of effect',
      example: '2019-03-01',
    },
    {
      name: 'pending_allocation_id',
      type: 'id',
      about: 'agreed allocation that this one puts in force',
      example: 'alc-UDCNTT-2019',
    },
  ],
  mutation: { name: 'allocateBudget', input: 'AllocateBudgetInput', selection: 'budgetLine { version }' },
  check,
  // Lines share a decision, and a reduction or a transfer out makes room for what comes after it in the file.
  chainOf: () => '',
  versionsOf: async (row, graph) => ({ expectedVersion: await lineVersion(row, graph) }),
  inputOf: ([{ values }], versions) => ({
    budgetLineId: values.budget_line_id,
    decisionDocumentId: values.decision_document_id,
    kind: values.kind,
    amount: values.amount_vnd,
    allocatedOn: values.allocated_on,
    pendingAllocationId: values.pending_allocation_id,
    ...versions,
  }),
  moneyOf: (row) => ({ of: String(row.values.kind), amount: signed(row) }),
};
