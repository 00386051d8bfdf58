import {
  type CollectionPage,
  type PageArguments,
  pageOfCollection,
  type SortField,
} from '@lien-thong/subgraph-kit';
import type { Db } from 'mongodb';
import { findBounded } from '../findBounded';
import { type IndicatorFilter, indicatorCondition } from './filter';
import { type IndicatorRecord, indicatorCollection } from './record';

/** Most indicators that one question on their state looks at. */
export const maxAssessedIndicators = 2_000;

/** Questions about indicators. */
export interface IndicatorRepository {
  /** Those of the ids that exist. */
  findByIds(ids: readonly string[]): Promise<IndicatorRecord[]>;
  /** Those of the codes that exist. */
  findByCodes(codes: readonly string[]): Promise<IndicatorRecord[]>;
  /** All indicators of the programmes, by code. */
  findByProgrammes(programmeIds: readonly string[]): Promise<IndicatorRecord[]>;
  /** All that match, by code, up to `maxAssessedIndicators`; more are refused with BAD_USER_INPUT. */
  findMatching(filter: IndicatorFilter | null | undefined): Promise<IndicatorRecord[]>;
  /** One page of those that match. */
  page(
    filter: IndicatorFilter | null | undefined,
    sort: readonly SortField[],
    args: PageArguments,
  ): Promise<CollectionPage<IndicatorRecord>>;
}

/** The indicators of a database. */
export function indicatorRepository(db: Db): IndicatorRepository {
  const collection = db.collection<IndicatorRecord>(indicatorCollection.name);
  return {
    findByIds: (ids) => findBounded(collection, { filter: { _id: { $in: [...ids] } }, sort: { _id: 1 } }),
    findByCodes: (codes) =>
      findBounded(collection, { filter: { code: { $in: [...codes] } }, sort: { code: 1 } }),
    findByProgrammes: (ids) =>
      findBounded(collection, { filter: { programmeIds: { $in: [...ids] } }, sort: { code: 1 } }),
    findMatching: (filter) =>
      findBounded(collection, {
        filter: indicatorCondition(filter),
        sort: { code: 1 },
        limit: maxAssessedIndicators,
      }),
    page: (filter, sort, args) =>
      pageOfCollection(collection, { filter: indicatorCondition(filter), sort, args }),
  };
}
