import { instantField, type MoneyRecord, moneyRecord, noMoney, sumMoney } from '@lien-thong/subgraph-kit';
import { z } from 'zod';
import { allocationKind, allocationStatus } from '../allocation/record';
import { exactMoney } from '../exactMoney';

/** One allocation as its line holds it: signed, in whole đồng. VOID: given up before it was in force. */
export const allocationPart = z.strictObject({
  allocationId: z.string().min(1),
  kind: allocationKind,
  status: z.enum([...allocationStatus.options, 'VOID']),
  amount: moneyRecord,
});
/** What {@link allocationPart} describes. */
export type AllocationPart = z.infer<typeof allocationPart>;

/**
 * One commitment as its line holds it, with the totals of the commitment's version `version`. A RESERVED part counts
 * as much as an APPLIED one; a VOID one was given up, stays so for good, and does not count.
 */
export const commitmentPart = z.strictObject({
  commitmentId: z.string().min(1),
  contractId: z.string().min(1),
  state: z.enum(['RESERVED', 'APPLIED', 'VOID']),
  /** When it was reserved; a reservation that nobody finished is looked after by the sweep. */
  since: instantField.nullish(),
  version: z.int().min(0),
  committed: exactMoney,
  advanced: exactMoney,
  paid: exactMoney,
  settled: exactMoney,
});
/** What {@link commitmentPart} describes. */
export type CommitmentPart = z.infer<typeof commitmentPart>;

/** The phases of a line's money: sums over its parts, never stored apart from them. */
export interface LineTotals {
  readonly pendingAllocation: MoneyRecord;
  readonly allocated: MoneyRecord;
  readonly committed: MoneyRecord;
  readonly advanced: MoneyRecord;
  readonly paid: MoneyRecord;
  readonly settled: MoneyRecord;
}

/** The sums of a line's parts. */
export function lineTotals(line: {
  readonly allocationParts: readonly AllocationPart[];
  readonly commitmentParts: readonly CommitmentPart[];
}): LineTotals {
  const allocations = (...statuses: readonly string[]) =>
    sumMoney(
      line.allocationParts.filter(({ status }) => statuses.includes(status)).map(({ amount }) => amount),
    );
  const counted = line.commitmentParts.filter(({ state }) => state !== 'VOID');
  return {
    pendingAllocation: allocations('PROPOSED', 'AGREED'),
    allocated: allocations('IN_FORCE'),
    committed: sumMoney(counted.map(({ committed }) => committed)),
    advanced: sumMoney(counted.map(({ advanced }) => advanced)),
    paid: sumMoney(counted.map(({ paid }) => paid)),
    settled: sumMoney(counted.map(({ settled }) => settled)),
  };
}

/** A part for a commitment of which nothing has been paid. */
export function unpaidPart(
  part: Pick<CommitmentPart, 'commitmentId' | 'contractId' | 'committed' | 'since'>,
): CommitmentPart {
  return { ...part, state: 'RESERVED', version: 0, advanced: noMoney, paid: noMoney, settled: noMoney };
}
