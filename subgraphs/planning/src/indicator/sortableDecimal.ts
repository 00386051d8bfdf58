import Big from 'big.js';

const integerDigits = 31;
const fractionDigits = 20;

/**
 * A decimal as text that sorts as the number does: fixed width, the digits of a negative number complemented. For
 * |value| below 10^31 with at most 20 decimals, which is all that the scalar Decimal lets in.
 */
export function sortableDecimal(value: string): string {
  const number = new Big(value);
  const digits = number
    .abs()
    .toFixed(fractionDigits)
    .padStart(integerDigits + fractionDigits + 1, '0');
  if (number.gte(0)) return `1${digits}`;
  return `0${digits.replace(/\d/g, (digit) => String(9 - Number(digit)))}`;
}
