import type { CheckContext, ImportKind, ImportRow } from '../ImportKind';
import type { ImportProblem } from '../ImportTable';
import { beyondRoom, entities, listed, repeatedIn, unknownIn, valuesOf, withoutBroken } from '../lookUp';

interface Commitment {
  readonly id: string;
  readonly remaining: { readonly amount: number };
  readonly contract: { readonly id: string } | null;
}
interface Planned {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly commitment: { readonly id: string };
}

const returning = new Set(['ADVANCE_RECOVERY', 'REFUND']);
const signed = ({ values }: ImportRow) =>
  Number(values.amount_vnd ?? 0) * (returning.has(String(values.kind)) ? -1 : 1);
const commitmentOf = ({ values }: ImportRow) => String(values.commitment_id ?? '');

async function usedVouchers(rows: readonly ImportRow[], context: CheckContext): Promise<ImportProblem[]> {
  const vouchers = valuesOf(rows, 'voucher_no');
  const paid = await findVouchers(context, vouchers);
  return rows.flatMap(({ row, values }) => {
    const id = paid.get(String(values.voucher_no));
    if (id === undefined) return [];
    const reason = `the voucher number ${values.voucher_no} is used by payment ${id} already`;
    return [{ row, column: 'voucher_no', reason }];
  });
}

/** Ids of payments by voucher number, for the numbers that are in use. */
async function findVouchers(
  { graph }: CheckContext,
  vouchers: readonly string[],
): Promise<Map<string, string>> {
  const query = `query ImportVouchers($vouchers: [String!]!, $first: Int!) {
    payments(filter: { voucherNos: $vouchers }, first: $first) { nodes { id voucherNo } }
  }`;
  const used = new Map<string, string>();
  for (let from = 0; from < vouchers.length; from += 200) {
    const batch = vouchers.slice(from, from + 200);
    const { payments } = await graph('finance').ask<{
      payments: { nodes: Array<{ id: string; voucherNo: string }> };
    }>(query, { vouchers: batch, first: batch.length });
    for (const { id, voucherNo } of payments.nodes) used.set(voucherNo, id);
  }
  return used;
}

async function wrongAcceptances(
  rows: readonly ImportRow[],
  { graph }: CheckContext,
  commitments: ReadonlyMap<string, Commitment>,
): Promise<ImportProblem[]> {
  const column = 'acceptance_id';
  const ids = valuesOf(rows, column);
  if (ids.length === 0) return [];
  const known = await entities<{ id: string; contract: { id: string } }>(graph('ict'), 'Acceptance', {
    ids,
    fields: 'contract { id }',
  });
  const foreign = rows.flatMap((row): ImportProblem[] => {
    const acceptance = known.get(String(row.values[column]));
    const contract = commitments.get(commitmentOf(row))?.contract?.id;
    if (!acceptance || !contract || acceptance.contract.id === contract) return [];
    const reason = `the acceptance is of contract ${acceptance.contract.id}, the commitment of ${contract}`;
    return [{ row: row.row, column, reason }];
  });
  return [...unknownIn(rows, column, { known, what: 'acceptance' }), ...foreign];
}

async function wrongPlans(rows: readonly ImportRow[], { graph }: CheckContext): Promise<ImportProblem[]> {
  const column = 'payment_id';
  const ids = valuesOf(rows, column);
  if (ids.length === 0) return [];
  const known = await listed<Planned>(graph('finance'), 'payments', {
    ids,
    fields: 'kind status commitment { id }',
  });
  const unfit = rows.flatMap((row): ImportProblem[] => {
    const planned = known.get(String(row.values[column]));
    if (!planned) return [];
    const { kind, status, commitment } = planned;
    const isWaiting = status === 'PLANNED' || status === 'APPROVED';
    if (isWaiting && kind === row.values.kind && commitment.id === commitmentOf(row)) return [];
    const reason = `the payment is ${kind}, ${status}, of commitment ${commitment.id}; only a planned one of the same kind and commitment can be made`;
    return [{ row: row.row, column, reason }];
  });
  return [
    ...unknownIn(rows, column, { known, what: 'payment' }),
    ...unfit,
    ...repeatedIn(rows, [column], 'payment'),
  ];
}

async function check(rows: readonly ImportRow[], context: CheckContext): Promise<ImportProblem[]> {
  const column = 'commitment_id';
  const fresh = rows.filter((row) => !context.isSent(row));
  const known = await entities<Commitment>(context.graph('finance'), 'Commitment', {
    ids: valuesOf(rows, column),
    fields: 'remaining { amount } contract { id }',
  });
  const problems = [
    ...unknownIn(rows, column, { known, what: 'commitment' }),
    ...repeatedIn(rows, ['voucher_no'], 'the voucher number'),
    ...(await usedVouchers(fresh, context)),
    ...(await wrongAcceptances(rows, context, known)),
    ...(await wrongPlans(fresh, context)),
  ];
  const beyond = beyondRoom(withoutBroken(fresh, [...context.cellProblems, ...problems]), {
    column: 'amount_vnd',
    keyOf: commitmentOf,
    amountOf: signed,
    roomOf: (id) => known.get(id)?.remaining.amount,
    words: (id) => `commitment ${id}`,
  });
  return [...problems, ...beyond];
}

interface Payload {
  readonly payment: { readonly commitment: { readonly version: number } } | null;
}

/** Payments made and money that came back: `recordPayment`. */
export const payments: ImportKind = {
  department: 'finance',
  name: 'payments',
  asks: ['ict'],
  about: 'Tạm ứng, thanh toán, thu hồi, hoàn trả — what was paid or came back, one voucher a row',
  columns: [
    {
      name: 'commitment_id',
      type: 'id',
      isRequired: true,
      about: 'commitment that it draws on',
      example: 'x-cmt-2019-0001',
    },
    {
      name: 'voucher_no',
      type: 'text',
      isRequired: true,
      about: 'số chứng từ, used once',
      example: 'UNC-2019-0001',
    },
    {
      name: 'kind',
      type: { oneOf: ['ADVANCE', 'INTERIM', 'FINAL', 'ADVANCE_RECOVERY', 'REFUND'] },
      isRequired: true,
      about: 'what it is',
      example: 'INTERIM',
    },
    {
      name: 'amount_vnd',
      type: 'dong',
      isRequired: true,
      about: 'whole đồng, above zero for every kind',
      example: '1440000000',
    },
    { name: 'paid_on', type: 'pastDay', isRequired: true, about: 'day of payment', example: '2019-03-29' },
    {
      name: 'acceptance_id',
      type: 'id',
      about: 'acceptance that it pays for, of the same contract',
      example: 'x-acc-2019-0001',
    },
    { name: 'payment_id', type: 'id', about: 'planned payment that it makes', example: 'x-pay-2019-0001' },
  ],
  mutation: {
    name: 'recordPayment',
    input: 'RecordPaymentInput',
    selection: 'payment { commitment { version } }',
  },
  check,
  chainOf: commitmentOf,
  versionsOf: async (row, graph) => {
    const id = commitmentOf(row);
    const query =
      'query ImportVersion($keys: [_Any!]!) { _entities(representations: $keys) { ... on Commitment { version } } }';
    const { _entities } = await graph('finance').ask<{ _entities: Array<{ version: number } | null> }>(
      query,
      {
        keys: [{ __typename: 'Commitment', id }],
      },
    );
    return { expectedVersion: _entities[0]?.version ?? 0 };
  },
  versionsAfter: (payload) => {
    const version = (payload as Payload).payment?.commitment.version;
    return version === undefined ? null : { expectedVersion: version };
  },
  inputOf: ([{ values }], versions) => ({
    commitmentId: values.commitment_id,
    voucherNo: values.voucher_no,
    kind: values.kind,
    amount: values.amount_vnd,
    paidOn: values.paid_on,
    acceptanceId: values.acceptance_id,
    paymentId: values.payment_id,
    ...versions,
  }),
  moneyOf: (row) => ({ of: String(row.values.kind), amount: signed(row) }),
};
