import { type ChildPage, type ChildPageKey, type PageArguments, sumMoney } from '@lien-thong/subgraph-kit';
import type { AllocationSummary } from '../loaders';
import type { AllocationRecord } from './record';

/** Which page of a line's or a decision's allocations: by the day of allocation, those not in force first. */
export function allocationsKey(parentId: string, args: PageArguments): ChildPageKey {
  return { parentId, filter: {}, sort: [{ field: 'allocatedOn', direction: 1 }], args, defaultSize: 50 };
}

/** A page of allocations with the total of all of them, whatever their state, cancelled ones left out. */
export function allocationConnection(page: ChildPage<AllocationRecord, AllocationSummary>) {
  return {
    ...page,
    total: () =>
      sumMoney(page.summary.filter(({ status }) => status !== 'CANCELLED').map(({ amount }) => amount)),
  };
}
