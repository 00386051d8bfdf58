import type { SortField } from '@lien-thong/subgraph-kit';

/** One element of an `orderBy` argument. */
export interface OrderInput<F extends string> {
  readonly field: F;
  readonly direction: 'ASC' | 'DESC';
}

/** The stored fields that an order means, or `otherwise` where none is asked for. */
export function sortOf<F extends string>(
  orderBy: readonly OrderInput<F>[] | null | undefined,
  paths: Readonly<Record<F, string>>,
  otherwise: readonly SortField[],
): readonly SortField[] {
  if (!orderBy?.length) return otherwise;
  return orderBy.map(({ field, direction }) => ({
    field: paths[field],
    direction: direction === 'DESC' ? -1 : 1,
  }));
}
