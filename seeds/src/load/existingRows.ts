import type { Row } from '@lien-thong/subgraph-kit';
import type { Collection } from 'mongodb';
import { fingerprint } from '../canonicalJson';
import type { PackName } from '../packs/names';

/** What the loader has to know of a row that is there already. */
export interface ExistingRow {
  /** The pack that wrote it; null for rows that commands or people wrote. */
  readonly pack: PackName | null;
  /** Whether nothing has changed it since it was seeded. */
  readonly isAsSeeded: boolean;
  /** Of the row without its mark; empty unless it is as seeded. */
  readonly fingerprint: string;
}

/**
 * One pass over a collection. Keeps a few bytes for each row, not the rows. One pass instead of a look-up for each batch,
 * since the embedded engine would scan the whole collection for each.
 */
export async function existingRows(collection: Collection<Row>): Promise<Map<string, ExistingRow>> {
  const found = new Map<string, ExistingRow>();
  for await (const row of collection.find({}, { batchSize: 1_000 })) {
    // A row that a command made after a seeded one may have kept the mark; it is no pack's row.
    const pack = row.provenance?.status === 'OPERATIONAL' ? null : (row.seed?.pack ?? null);
    const isAsSeeded = pack !== null && row.version === 1;
    found.set(row._id, { pack, isAsSeeded, fingerprint: isAsSeeded ? rowFingerprint(row) : '' });
  }
  return found;
}

/** Fingerprint of a row as it is stored, without the mark of the pack: the same row in a larger tier is the same row. */
export function rowFingerprint({ seed: _, ...row }: Row): string {
  return fingerprint(row);
}
