/** An exact decimal as a whole number of 10^-scale: "2.50" with scale 2 is 250n. Digits beyond the scale are cut. */
export function scaled(decimal: string, scale: number): bigint {
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.');
  const digits = BigInt(`${whole}${fraction.padEnd(scale, '0').slice(0, scale)}`);
  return decimal.startsWith('-') ? -digits : digits;
}

/** quantity x unit amount, rounded half up to the dong. */
export function amountFor(quantity: string, unitAmount: number): number {
  const product = scaled(quantity, 20) * BigInt(unitAmount);
  const unit = 10n ** 20n;
  return Number((2n * product + unit) / (2n * unit));
}

/** Sum of whole numbers, exact. */
export function sumOf(amounts: Iterable<number>): bigint {
  let total = 0n;
  for (const amount of amounts) total += BigInt(amount);
  return total;
}
