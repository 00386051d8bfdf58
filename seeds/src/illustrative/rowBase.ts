import type { MoneyRecord } from '@lien-thong/subgraph-kit';
import { illustrativeProvenance } from './labels';

/** What every illustrative row has, whatever it is. */
export const rowBase = {
  version: 1,
  provenance: illustrativeProvenance,
  seed: { pack: 'illustrative' as const },
};

/** An amount in whole đồng as rows store it. */
export function exact(amount: number): MoneyRecord {
  return { amount, qualifier: 'EXACT' };
}
