import {
  type CollectionDefinition,
  localizedTextRecord,
  moneyRecord,
  periodRecord,
  rowFields,
} from '@lien-thong/subgraph-kit';
import { z } from 'zod';
import { commonIndexes } from '../commonIndexes';

/** An investment project of a programme. */
export const projectRecord = z.strictObject({
  ...rowFields,
  code: z.string().min(1),
  name: localizedTextRecord,
  programmeId: z.string().min(1),
  period: periodRecord,
  ownerId: z.string().min(1),
  plannedValue: moneyRecord.nullish(),
});
/** What {@link projectRecord} describes. */
export type ProjectRecord = z.infer<typeof projectRecord>;

/** Projects, read below their programme by code. */
export const projectCollection: CollectionDefinition<ProjectRecord> = {
  name: 'projects',
  schema: projectRecord,
  indexes: [...commonIndexes, { key: { programmeId: 1, code: 1 } }, { key: { code: 1 }, unique: true }],
};
