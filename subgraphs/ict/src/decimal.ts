/** Exact arithmetic on decimals as text ("99.86"), for quantities and for amounts made from them. */

interface Scaled {
  readonly digits: bigint;
  readonly scale: number;
}

function scaled(text: string): Scaled {
  const [whole = '0', fraction = ''] = text.replace(/^\+/, '').split('.');
  return { digits: BigInt(whole + fraction), scale: fraction.length };
}

function aligned(left: string, right: string): { a: bigint; b: bigint; scale: number } {
  const [x, y] = [scaled(left), scaled(right)];
  const scale = Math.max(x.scale, y.scale);
  const raise = ({ digits, scale: own }: Scaled) => digits * 10n ** BigInt(scale - own);
  return { a: raise(x), b: raise(y), scale };
}

function toText(digits: bigint, scale: number): string {
  const sign = digits < 0n ? '-' : '';
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
  const fraction = scale > 0 ? text.slice(-scale).replace(/0+$/, '') : '';
  const whole = scale > 0 ? text.slice(0, -scale) : text;
  return `${sign}${whole}${fraction ? `.${fraction}` : ''}`;
}

/** left + right, without loss. */
export function addDecimals(left: string, right: string): string {
  const { a, b, scale } = aligned(left, right);
  return toText(a + b, scale);
}

/** Negative, zero or positive as left is below, equal to or above right. */
export function compareDecimals(left: string, right: string): number {
  const { a, b } = aligned(left, right);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** quantity × đồng for one unit, rounded half up to the đồng. Quantity and price are not negative. */
export function amountOf(quantity: string, unitAmount: number): bigint {
  const { digits, scale } = scaled(quantity);
  const divisor = 10n ** BigInt(scale);
  return (2n * digits * BigInt(unitAmount) + divisor) / (2n * divisor);
}
