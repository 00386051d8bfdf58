import { createHash } from 'node:crypto';
import type { AnyCollection } from '@lien-thong/subgraph-kit';
import { canonicalJson } from '../canonicalJson';
import type { DepartmentData } from '../departmentData';
import { blemishesOf } from '../illustrative/blemishes';
import type { Blemish } from '../illustrative/model';
import { SEED } from '../illustrative/random';
import type { Tier } from '../illustrative/tiers';
import { MoneySums } from '../moneySums';

/** What the manifest says of one collection. */
export interface CollectionManifest {
  readonly count: number;
  /** Sums of the money fields by path, derived ones among them, whole dong; text beyond 2^53-1. */
  readonly sums: Readonly<Record<string, number | string>>;
  /** Over the canonical JSON of the rows, one a line, in the order in which they are made. */
  readonly sha256: string;
}

/** What the manifest says of one tier: collections by department, and the flaws put in on purpose. */
export interface TierManifest {
  readonly departments: Readonly<Record<string, Readonly<Record<string, CollectionManifest>>>>;
  readonly blemishes: readonly Blemish[];
}

/** `seeds/manifest.json`. */
export interface Manifest {
  readonly about: string;
  readonly seed: string;
  readonly tiers: Readonly<Partial<Record<Tier, TierManifest>>>;
}

/** Tiers that the manifest holds; the larger ones take too long to make for every check. */
const manifestTiers: readonly Tier[] = ['S', 'M'];

/** Makes all illustrative rows of the tiers and sums them up. */
export function buildManifest(
  departments: readonly DepartmentData[],
  tiers: readonly Tier[] = manifestTiers,
): Manifest {
  return {
    about:
      'Counts, sums of each money field and fingerprints of the illustrative pack. The rows are made up: volume for tests ' +
      'and demonstration, not realism; the totals of larger tiers exceed what a city spends on IT. Made by npm run seed:manifest.',
    seed: SEED,
    tiers: Object.fromEntries(tiers.map((tier) => [tier, tierManifest(departments, tier)])),
  };
}

function tierManifest(departments: readonly DepartmentData[], tier: Tier): TierManifest {
  const byDepartment = departments.map(({ name, collections, illustrative }) => {
    const manifests = collections.map((definition) => {
      const rows = illustrative[definition.name]?.(tier) ?? [];
      return [definition.name, collectionManifest(definition, rows)] as const;
    });
    return [name, Object.fromEntries(manifests)] as const;
  });
  return { departments: Object.fromEntries(byDepartment), blemishes: [...blemishesOf(tier)] };
}

/** Sums up rows as they come, one in memory at a time. */
function collectionManifest(definition: AnyCollection, rows: Iterable<object>): CollectionManifest {
  const hash = createHash('sha256');
  const sums = new MoneySums();
  let count = 0;
  for (const row of rows) {
    count += 1;
    sums.add({ ...row, ...definition.derive?.(row as never) });
    const { seed: _, ...bare } = row as { seed?: unknown };
    hash.update(`${canonicalJson(bare)}\n`);
  }
  return { count, sums: sums.toRecord(), sha256: hash.digest('hex') };
}
