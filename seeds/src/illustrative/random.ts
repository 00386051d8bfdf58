/**
 * Counter-based randomness: a value is a pure function of (seed, kind, index, field). There is no stream, so any row can
 * be made alone and in any order, and each department makes only its own rows while all agree on every key.
 * All arithmetic is on integers: 64-bit FNV-1a over the tuple, finished with one step of splitmix64, in two 32-bit halves.
 */

/** The seed of the illustrative pack. Changing it changes every row, and with them `seeds/manifest.json`. */
export const SEED = 'lien-thong-1';

// Taken once: a look-up of a global costs more than the arithmetic where tests run in a context of their own.
const { floor, imul, min } = Math;

let high = 0;
let low = 0;

/** Sets high:low to the low 64 bits of high:low times b. */
function multiply(bHigh: number, bLow: number): void {
  const a0 = low & 0xffff;
  const a1 = low >>> 16;
  const b0 = bLow & 0xffff;
  const b1 = bLow >>> 16;
  const low0 = a0 * b0;
  const middle = (low0 >>> 16) + a1 * b0;
  const middle2 = (middle % 0x10000) + a0 * b1;
  const carry = floor(middle / 0x10000) + floor(middle2 / 0x10000) + a1 * b1;
  const crossed = imul(high, bLow) + imul(low, bHigh);
  high = (crossed + carry) >>> 0;
  low = (((middle2 & 0xffff) << 16) | (low0 & 0xffff)) >>> 0;
}

/** FNV-1a, 64 bits, over UTF-16 code units below 256 (the tuples are ASCII); leaves the hash in high:low. */
function fnv1a(text: string): void {
  high = 0xcbf29ce4;
  low = 0x84222325;
  for (let at = 0; at < text.length; at += 1) {
    low = (low ^ text.charCodeAt(at)) >>> 0;
    multiply(0x100, 0x1b3);
  }
}

/** Sets high:low to itself xor itself shifted right by a number of bits below 32. */
function xorShift(bits: number): void {
  const shiftedLow = ((low >>> bits) | (high << (32 - bits))) >>> 0;
  low = (low ^ shiftedLow) >>> 0;
  high = (high ^ (high >>> bits)) >>> 0;
}

/** One step of splitmix64 from the state in high:low: adds its gamma, then mixes. */
function mix(): void {
  const sum = low + 0x7f4a7c15;
  high = (high + 0x9e3779b9 + (sum >= 0x1_0000_0000 ? 1 : 0)) >>> 0;
  low = sum >>> 0;
  xorShift(30);
  multiply(0xbf58476d, 0x1ce4e5b9);
  xorShift(27);
  multiply(0x94d049bb, 0x133111eb);
  xorShift(31);
}

/** The upper 32 bits of the value of a tuple, as an unsigned integer. */
export function draw(kind: string, index: number, field: string): number {
  fnv1a(`${SEED}|${kind}|${index}|${field}`);
  mix();
  return high;
}

/** What to draw: the tuple without the seed. */
export interface Tuple {
  readonly kind: string;
  readonly index: number;
  readonly field: string;
}

/** A whole number from 0 to `count` - 1; `count` at most 2^21. */
export function drawBelow(count: number, { kind, index, field }: Tuple): number {
  return floor((draw(kind, index, field) * count) / 0x1_0000_0000);
}

/** A whole number from `from` to `to`, both included. */
export function drawBetween(from: number, to: number, tuple: Tuple): number {
  return from + drawBelow(to - from + 1, tuple);
}

/** True in about `percent` of 100 cases. */
export function drawChance(percent: number, tuple: Tuple): boolean {
  return drawBelow(10_000, tuple) < percent * 100;
}

/** The place of a value of 0..total-1 in a row of weights: the index of the weight it falls into. */
export function placeIn(weights: readonly number[], value: number): number {
  let rest = value;
  for (let at = 0; at < weights.length; at += 1) {
    rest -= weights[at] ?? 0;
    if (rest < 0) return at;
  }
  return weights.length - 1;
}

/** Low-discrepancy counterpart of a draw: 0..999,999, spread evenly over every run of indexes (step of the golden ratio). */
export function spread(index: number, offset: number): number {
  return ((index % 1_000_000) * 618_034 + offset) % 1_000_000;
}

/**
 * A value of a quantile table at a 32-bit draw: whole-number interpolation between the two neighbouring points.
 * The table holds at least two points, of equal probability distance.
 */
export function quantile(table: readonly number[], draw32: number): number {
  const scaled = draw32 * (table.length - 1);
  const at = floor(scaled / 0x1_0000_0000);
  const share = floor((scaled % 0x1_0000_0000) / 0x1_0000);
  const lower = table[at] ?? 0;
  const upper = table[min(at + 1, table.length - 1)] ?? lower;
  return lower + floor(((upper - lower) * share) / 0x1_0000);
}
