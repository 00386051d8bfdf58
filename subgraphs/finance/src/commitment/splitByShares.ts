import type { ServiceShareRecord } from './record';

/**
 * An amount of whole đồng split in proportion to the shares. What rounding leaves goes to the largest share, so that
 * the parts always add up to the amount. Empty without shares or where they are all zero.
 */
export function splitByShares(amount: number, shares: readonly ServiceShareRecord[]): ServiceShareRecord[] {
  const whole = shares.reduce((total, share) => total + BigInt(share.amount), 0n);
  if (whole === 0n) return [];
  const parts = shares.map(({ serviceId, amount: share }) => ({
    serviceId,
    amount: Number((BigInt(amount) * BigInt(share)) / whole),
  }));
  const rest = parts.reduce((left, part) => left - part.amount, amount);
  const largest = shares.reduce(
    (best, { amount: share }, at) => (share > (shares[best]?.amount ?? 0) ? at : best),
    0,
  );
  return parts.map((part, at) => (at === largest ? { ...part, amount: part.amount + rest } : part));
}
