import type { CollectionDefinition, Row } from '@lien-thong/subgraph-kit';

/** A stored row as its schema has it: without the fields that are derived when it is written. */
export function withoutDerived<T extends Row>(definition: CollectionDefinition<T>, row: T): T {
  const derived = new Set(Object.keys(definition.derive?.(row) ?? {}));
  return Object.fromEntries(Object.entries(row).filter(([field]) => !derived.has(field))) as unknown as T;
}
