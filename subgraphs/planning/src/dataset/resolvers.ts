import { departmentNamed } from '@lien-thong/schema';
import { datasetInfo, publicBodyCollection, rememberUntilChanged } from '@lien-thong/subgraph-kit';
import { collections } from '../collections';
import type { PlanningContext } from '../context';
import { figureCollection } from '../figure/record';
import { countFigures } from './repository';

/** Root field on how fresh the department's data is. */
export const datasetResolvers = {
  Query: {
    planningDataset: async (_: unknown, _args: unknown, { db }: PlanningContext) => {
      const { publicBodyId } = departmentNamed('planning');
      const info = await datasetInfo(db, {
        publicBodyId,
        collections: [...collections, publicBodyCollection],
        licence,
      });
      const figures = await rememberUntilChanged(db, { name: 'countFigures' }, () => countFigures(db));
      if (!info) return null;
      return {
        ...info,
        counts: [...info.counts.filter(({ kind }) => kind !== figureCollection.name), ...figures],
      };
    },
  },
};

const licence = 'CC-BY-4.0';
