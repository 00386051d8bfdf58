import type { FactStatus, MoneyRecord, ValueQualifier } from './records';

/** Nothing, exactly: 0 đồng. */
export const noMoney: MoneyRecord = { amount: 0, qualifier: 'EXACT' };

/** An exact amount of whole đồng. Throws a RangeError beyond 2^53-1, which no total of this graph may pass. */
export function money(amount: number | bigint, qualifier: ValueQualifier = 'EXACT'): MoneyRecord {
  const exact = typeof amount === 'bigint' ? Number(amount) : amount;
  if (!Number.isSafeInteger(exact))
    throw new RangeError(`${amount} is not a whole number of đồng within 2^53-1`);
  return { amount: exact, qualifier };
}

const strength: readonly ValueQualifier[] = ['EXACT', 'PROVISIONAL', 'APPROXIMATE', 'AT_LEAST', 'AT_MOST'];

/**
 * How a total of differently qualified amounts is to be read. A total that contains "more than" is itself at least;
 * one with both AT_LEAST and AT_MOST is only approximate.
 */
export function combinedQualifier(qualifiers: Iterable<ValueQualifier>): ValueQualifier {
  const seen = new Set(qualifiers);
  if (seen.has('AT_LEAST') && seen.has('AT_MOST')) return 'APPROXIMATE';
  return strength.reduce<ValueQualifier>((strongest, next) => (seen.has(next) ? next : strongest), 'EXACT');
}

/** The sum of amounts, in whole đồng, computed without loss; its qualifier is the combined one. */
export function sumMoney(amounts: Iterable<MoneyRecord>): MoneyRecord {
  let total = 0n;
  const qualifiers = new Set<ValueQualifier>();
  for (const { amount, qualifier } of amounts) {
    total += BigInt(amount);
    qualifiers.add(qualifier);
  }
  return money(total, combinedQualifier(qualifiers));
}

/** `minuend − subtrahend` in whole đồng. "More than a" minus b is still at least; a minus "more than b" is at most. */
export function subtractMoney(minuend: MoneyRecord, subtrahend: MoneyRecord): MoneyRecord {
  const mirrored: Partial<Record<ValueQualifier, ValueQualifier>> = {
    AT_LEAST: 'AT_MOST',
    AT_MOST: 'AT_LEAST',
  };
  const qualifier = combinedQualifier([
    minuend.qualifier,
    mirrored[subtrahend.qualifier] ?? subtrahend.qualifier,
  ]);
  return money(BigInt(minuend.amount) - BigInt(subtrahend.amount), qualifier);
}

/** One part of a total by the status of its rows. */
export interface FactPart {
  status: FactStatus;
  count: number;
  amount: MoneyRecord | null;
}

/** What a total is made of: one part for each fact status present, facts first. */
export function factBreakdown(
  rows: Iterable<{ status: FactStatus; amount?: MoneyRecord | null }>,
): FactPart[] {
  const parts = new Map<FactStatus, { count: number; amounts: MoneyRecord[] }>();
  for (const { status, amount } of rows) {
    const part = parts.get(status) ?? { count: 0, amounts: [] };
    part.count += 1;
    if (amount) part.amounts.push(amount);
    parts.set(status, part);
  }
  return factStatusOrder
    .filter((status) => parts.has(status))
    .map((status) => {
      const part = parts.get(status);
      return {
        status,
        count: part?.count ?? 0,
        amount: part?.amounts.length ? sumMoney(part.amounts) : null,
      };
    });
}

const factStatusOrder: readonly FactStatus[] = [
  'DOCUMENT_FACT',
  'EXTERNAL_FACT',
  'DERIVED',
  'OPERATIONAL',
  'ILLUSTRATIVE',
];
