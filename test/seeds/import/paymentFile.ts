import { sampleRows } from '../../subgraphs/finance/sampleRows';
import { factsRows, type SeedRows } from '../../subgraphs/finance/startFinance';

/** A row of a file of payments, as text. */
export type PaymentLine = Record<string, string>;

/** Columns of a file of payments, in another order than the template has. */
export const paymentColumns = [
  'voucher_no',
  'commitment_id',
  'kind',
  'amount_vnd',
  'paid_on',
  'acceptance_id',
  'payment_id',
] as const;

const commitmentId = (at: number) => `cmt-${String(at).padStart(2, '0')}`;
/** Đồng of each commitment of the world that payments are imported into. */
export const committed = 1_000_000_000;

/** So many lines with a commitment each, of which nothing is paid, and the sample with its two contracts. */
export function worldOf(commitments: number): SeedRows {
  const [line] = (sampleRows.budgetLines ?? []) as Array<Record<string, unknown>>;
  const [commitment] = (sampleRows.commitments ?? []) as Array<Record<string, unknown>>;
  const ids = Array.from({ length: commitments }, (_, at) => at);
  const dong = (amount: number) => ({ amount, qualifier: 'EXACT' });
  const part = { state: 'APPLIED', version: 1, advanced: dong(0), paid: dong(0), settled: dong(0) };
  return {
    publicBodies: factsRows().publicBodies ?? [],
    ...sampleRows,
    budgetLines: [
      ...(sampleRows.budgetLines ?? []),
      ...ids.map((at) => ({
        ...line,
        _id: `line-${at}`,
        code: `LINE-${at}`,
        allocationParts: [
          { allocationId: `alc-${at}`, kind: 'INITIAL', status: 'IN_FORCE', amount: dong(committed) },
        ],
        commitmentParts: [
          {
            ...part,
            commitmentId: commitmentId(at),
            contractId: `ctr-${at}`,
            committed: dong(committed),
          },
        ],
      })),
    ],
    commitments: [
      ...(sampleRows.commitments ?? []),
      ...ids.map((at) => ({
        ...commitment,
        _id: commitmentId(at),
        budgetLineId: `line-${at}`,
        contractId: `ctr-${at}`,
        amount: dong(committed),
        entries: [],
      })),
    ],
  };
}

/** The kind of the row at that place of its commitment: an advance, work, and a part of the advance recovered. */
function kindAt(place: number): string {
  return ['ADVANCE', 'INTERIM', 'INTERIM', 'ADVANCE_RECOVERY'][place % 4] ?? 'INTERIM';
}

/** So many payments, dealt to the commitments in turn; together they fit into every limit. */
export function paymentLines(count: number, commitments: number): PaymentLine[] {
  return Array.from({ length: count }, (_, at) => {
    const kind = kindAt(Math.floor(at / commitments));
    return {
      voucher_no: `UNC-${String(at + 1).padStart(4, '0')}`,
      commitment_id: commitmentId(at % commitments),
      kind,
      amount_vnd: String((kind === 'ADVANCE_RECOVERY' ? 400_000 : 1_000_000) + at),
      paid_on: '2019-03-29',
      acceptance_id: kind === 'INTERIM' ? `acc-${at % commitments}` : '',
      payment_id: '',
    };
  });
}

/** The lines as CSV. */
export function csvOf(lines: readonly PaymentLine[], separator = ','): string {
  const rows = lines.map((line) => paymentColumns.map((column) => line[column] ?? ''));
  return [paymentColumns, ...rows].map((cells) => cells.join(separator)).join('\n');
}

/** A mistake planted into a line, and the column that it is reported for. */
export interface PlantedMistake {
  readonly change: PaymentLine;
  readonly column: string;
  readonly reason: RegExp;
}

/** One of each kind of mistake; those after the first round repeat them. */
export const mistakes: readonly PlantedMistake[] = [
  { change: { amount_vnd: '1.500.000' }, column: 'amount_vnd', reason: /without separators.*1\.500\.000/ },
  { change: { amount_vnd: '-5' }, column: 'amount_vnd', reason: /above zero/ },
  { change: { amount_vnd: '' }, column: 'amount_vnd', reason: /a value is needed/ },
  {
    change: { kind: 'ADVANCE', amount_vnd: '9000000000000' },
    column: 'amount_vnd',
    reason: /has room for 1000000000 đồng/,
  },
  { change: { paid_on: '29/03/2019' }, column: 'paid_on', reason: /YYYY-MM-DD.*29\/03\/2019/ },
  { change: { paid_on: '2019-02-29' }, column: 'paid_on', reason: /exists in the calendar/ },
  { change: { paid_on: '2999-01-01' }, column: 'paid_on', reason: /has not come/ },
  { change: { kind: 'INSTALMENT' }, column: 'kind', reason: /one of ADVANCE, INTERIM/ },
  { change: { commitment_id: 'cmt-none' }, column: 'commitment_id', reason: /no commitment cmt-none/ },
  { change: { voucher_no: '' }, column: 'voucher_no', reason: /a value is needed/ },
  { change: { voucher_no: 'UNC-0001' }, column: 'voucher_no', reason: /UNC-0001 stands in row 2 already/ },
  {
    change: { voucher_no: 'MẪU-UNC-x-pay-1' },
    column: 'voucher_no',
    reason: /used by payment x-pay-1|stands in row \d+ already/,
  },
  { change: { acceptance_id: 'acc-none' }, column: 'acceptance_id', reason: /no acceptance acc-none/ },
  {
    change: { acceptance_id: 'x-acc-1' },
    column: 'acceptance_id',
    reason: /acceptance is of contract x-ctr-1/,
  },
  { change: { payment_id: 'pay-none' }, column: 'payment_id', reason: /no payment pay-none/ },
];
