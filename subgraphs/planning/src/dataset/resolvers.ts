import { departmentNamed } from '@lien-thong/schema';
import {
  type DatasetCount,
  datasetInfo,
  type FactStatus,
  publicBodyCollection,
} from '@lien-thong/subgraph-kit';
import type { Db } from 'mongodb';
import { collections } from '../collections';
import type { PlanningContext } from '../context';
import { figureCollection } from '../figure/record';

const kinds = [
  { series: 'TARGET', kind: 'targets' },
  { series: 'ACTUAL', kind: 'observations' },
] as const;

/** Figures counted as what they are to a reader: targets and observations. */
async function countFigures(db: Db): Promise<DatasetCount[]> {
  const parts = await Promise.all(
    kinds.map(async ({ series, kind }) => {
      const groups = await db
        .collection(figureCollection.name)
        .aggregate<{ _id: FactStatus; count: number }>([
          { $match: { series } },
          { $group: { _id: '$provenance.status', count: { $sum: 1 } } },
          { $sort: { _id: 1 } },
        ])
        .toArray();
      return groups.map(({ _id, count }) => ({ kind, status: _id, count: Number(count) }));
    }),
  );
  return parts.flat();
}

/** Root field on how fresh the department's data is. */
export const datasetResolvers = {
  Query: {
    planningDataset: async (_: unknown, _args: unknown, { db }: PlanningContext) => {
      const { publicBodyId } = departmentNamed('planning');
      const [info, figures] = await Promise.all([
        datasetInfo(db, { publicBodyId, collections: [...collections, publicBodyCollection], licence }),
        countFigures(db),
      ]);
      if (!info) return null;
      return {
        ...info,
        counts: [...info.counts.filter(({ kind }) => kind !== figureCollection.name), ...figures],
      };
    },
  },
};

const licence = 'CC-BY-4.0';
