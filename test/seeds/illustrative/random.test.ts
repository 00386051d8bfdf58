import { draw, drawBelow, placeIn, quantile, SEED, spread } from '../../../seeds/src/illustrative/random';

const MASK = 0xffff_ffff_ffff_ffffn;

/** FNV-1a over the tuple and one step of splitmix64, as their authors write them, on 64-bit integers. */
function reference(kind: string, index: number, field: string): number {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(`${SEED}|${kind}|${index}|${field}`)) {
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & MASK;
  }
  let z = (hash + 0x9e3779b97f4a7c15n) & MASK;
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
  return Number((z ^ (z >> 31n)) >> 32n);
}

describe('counter-based draws', () => {
  it('are splitmix64 over FNV-1a of the tuple', () => {
    for (let index = 0; index < 2_000; index += 1) {
      const field = `field ${index % 7}`;
      expect(draw('contract', index, field)).toBe(reference('contract', index, field));
    }
  });

  it('are the same in any order', () => {
    const forwards = [0, 1, 2, 3].map((index) => draw('payment', index, 'amount'));
    const backwards = [3, 2, 1, 0].map((index) => draw('payment', index, 'amount'));
    expect(backwards.toReversed()).toEqual(forwards);
  });

  it('fill their range evenly', () => {
    const counts = new Array<number>(10).fill(0);
    for (let index = 0; index < 20_000; index += 1) {
      const at = drawBelow(10, { kind: 'test', index, field: 'x' });
      counts[at] = (counts[at] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 2_000)).toBeLessThan(200);
  });
});

describe('spread', () => {
  it('puts about the same number into each tenth of any run of twenty', () => {
    for (const start of [0, 20, 12_340]) {
      const inFirstHalf = Array.from({ length: 20 }, (_, at) => spread(start + at, 7)).filter(
        (x) => x < 500_000,
      );
      expect(inFirstHalf.length).toBeGreaterThanOrEqual(9);
      expect(inFirstHalf.length).toBeLessThanOrEqual(11);
    }
  });
});

describe('tables', () => {
  it('place a value by weights', () => {
    expect([0, 1, 2, 5, 6].map((value) => placeIn([1, 0, 5], value))).toEqual([0, 2, 2, 2, 2]);
  });

  it('interpolate quantiles in whole numbers', () => {
    expect(quantile([0, 100], 0)).toBe(0);
    expect(quantile([0, 100], 0x8000_0000)).toBe(50);
    expect(quantile([0, 100], 0xffff_ffff)).toBe(99);
  });
});
