import type { Row } from '@lien-thong/subgraph-kit';

/** A row that a command has changed is no longer the seed's own: seeding again must leave it alone. */
export function withoutSeedMark<T extends Row>(row: T): T {
  const { seed: _, ...own } = row;
  return own as T;
}
