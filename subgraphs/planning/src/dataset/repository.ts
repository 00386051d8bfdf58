import type { DatasetCount, FactStatus } from '@lien-thong/subgraph-kit';
import type { Db } from 'mongodb';
import { figureCollection } from '../figure/record';

const kinds = [
  { series: 'TARGET', kind: 'targets' },
  { series: 'ACTUAL', kind: 'observations' },
] as const;

/** Figures counted as what they are to a reader: targets and observations. */
export async function countFigures(db: Db): Promise<DatasetCount[]> {
  const parts: DatasetCount[][] = [];
  // One after the other: each reads the whole collection.
  for (const { series, kind } of kinds) {
    const groups = await db
      .collection(figureCollection.name)
      .aggregate<{ _id: FactStatus; count: number }>([
        { $match: { series } },
        { $group: { _id: '$provenance.status', count: { $sum: 1 } } },
        { $sort: { _id: 1 } },
      ])
      .toArray();
    parts.push(groups.map(({ _id, count }) => ({ kind, status: _id, count: Number(count) })));
  }
  return parts.flat();
}
