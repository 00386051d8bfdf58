import { departmentData } from '@lien-thong/seeds';
import { fingerprint } from '../../../seeds/src/canonicalJson';
import {
  type CountedKind,
  contractsOfCohort,
  countOf,
  paymentsOf,
  type Tier,
  tierCounts,
} from '../../../seeds/src/illustrative';
import { evenShare, shareOf } from '../../../seeds/src/illustrative/tiers';

/** Id and fingerprint of each row; made once for each collection, since tier M takes seconds. */
interface Prints {
  readonly ids: readonly unknown[];
  readonly prints: readonly string[];
  readonly results: number;
}
const made = new Map<string, Prints>();

function printsOf(department: string, collection: string, tier: Tier): Prints {
  const key = `${department} ${collection} ${tier}`;
  const known = made.get(key);
  if (known) return known;
  const source = departmentData.find(({ name }) => name === department)?.illustrative[collection];
  const ids: unknown[] = [];
  const prints: string[] = [];
  let results = 0;
  for (const row of source?.(tier) ?? []) {
    ids.push('_id' in row ? row._id : undefined);
    prints.push(fingerprint(row));
    if ('series' in row && row.series === 'ACTUAL') results += 1;
  }
  made.set(key, { ids, prints, results });
  return { ids, prints, results };
}

const counted: readonly (readonly [CountedKind, string, string])[] = [
  ['programmes', 'planning', 'programmes'],
  ['budgetLines', 'finance', 'budgetLines'],
  ['services', 'ict', 'services'],
  ['unitPrices', 'ict', 'unitPrices'],
  ['providers', 'ict', 'providers'],
  ['contracts', 'ict', 'contracts'],
  ['acceptances', 'ict', 'acceptances'],
  ['commitments', 'finance', 'commitments'],
  ['payments', 'finance', 'payments'],
  ['documents', 'ict', 'documents'],
  ['indicators', 'planning', 'indicators'],
  ['tasks', 'planning', 'tasks'],
];

describe('tiers', () => {
  it.each(['S', 'M'] as const)('of size %s have exactly the specified numbers of rows', (tier) => {
    const counts = counted.map(([kind, department, collection]) => [
      kind,
      printsOf(department, collection, tier).ids.length,
    ]);
    const wanted = counted.map(([kind]) => [kind, countOf(kind, tier)]);
    expect(counts).toEqual(wanted);
    expect(printsOf('planning', 'figures', tier).results).toBe(countOf('observations', tier));
  });

  it('have the sizes of the specification', () => {
    expect(tierCounts.contracts).toEqual([60, 2_000, 20_000, 200_000]);
    expect(tierCounts.payments).toEqual([300, 10_000, 100_000, 1_000_000]);
    expect(tierCounts.observations).toEqual([500, 20_000, 280_000, 2_000_000]);
  });

  it('leave every row of a smaller tier as it is when they grow', () => {
    for (const { name, illustrative } of departmentData) {
      for (const collection of Object.keys(illustrative)) {
        const larger = new Set(printsOf(name, collection, 'M').prints);
        const lost = printsOf(name, collection, 'S').prints.filter((print) => !larger.has(print));
        expect({ collection, lost }).toEqual({ collection, lost: [] });
      }
    }
  });

  it('give every row an id of its own', () => {
    for (const { name, illustrative } of departmentData) {
      for (const collection of Object.keys(illustrative)) {
        const { ids } = printsOf(name, collection, 'M');
        expect(new Set(ids).size).toBe(ids.length);
      }
    }
  });

  it('make a contract alone as they make it among others, also far out in the largest', () => {
    for (const cohort of [9_999, 3, 0, 5_000]) {
      const before = contractsOfCohort(cohort).map((row) => [
        fingerprint(row),
        fingerprint(paymentsOf(row.index)),
      ]);
      for (let other = 200; other < 270; other += 1) contractsOfCohort(other);
      const after = contractsOfCohort(cohort).map((row) => [
        fingerprint(row),
        fingerprint(paymentsOf(row.index)),
      ]);
      expect(after).toEqual(before);
    }
  });
});

describe('evenShare', () => {
  it('deals everything out, and shareOf finds it again', () => {
    for (const [total, parts] of [
      [70, 3],
      [2_230, 97],
      [3, 7],
    ] as const) {
      let next = 0;
      for (let part = 0; part < parts; part += 1) {
        const { from, to } = evenShare(total, parts, part);
        expect(from).toBe(next);
        for (let at = from; at < to; at += 1) expect(shareOf(total, parts, at)).toBe(part);
        next = to;
      }
      expect(next).toBe(total);
    }
  });
});
