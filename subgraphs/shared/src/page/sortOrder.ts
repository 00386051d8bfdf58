import type { SortField } from './keyset';

/** One term of an `orderBy` argument. */
export interface OrderTerm<F extends string> {
  readonly field: F;
  readonly direction: 'ASC' | 'DESC';
}

/**
 * An `orderBy` argument as an order over stored fields; `fallback` where none is given. A field named twice counts
 * where it stands first.
 */
export function sortOrder<F extends string>(
  paths: Readonly<Record<F, string>>,
  orderBy: readonly OrderTerm<F>[] | null | undefined,
  fallback: OrderTerm<F>,
): SortField[] {
  const seen = new Set<string>();
  return (orderBy?.length ? orderBy : [fallback])
    .map(
      ({ field, direction }) => ({ field: paths[field], direction: direction === 'ASC' ? 1 : -1 }) as const,
    )
    .filter(({ field }) => !seen.has(field) && seen.add(field));
}
