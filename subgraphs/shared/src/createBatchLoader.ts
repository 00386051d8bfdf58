import DataLoader from 'dataloader';

/**
 * A per-request loader over a batch question. `find` answers in any order with the rows that exist; the loader puts
 * them in key order and gives null for a key without a row, so that a missing row never shifts another's answer.
 */
export function createBatchLoader<K extends string, V>(
  find: (keys: readonly K[]) => Promise<readonly V[]>,
  keyOf: (value: V) => K,
): DataLoader<K, V | null> {
  return new DataLoader<K, V | null>(
    async (keys) => {
      const byKey = new Map<K, V>();
      for (const value of await find(keys)) byKey.set(keyOf(value), value);
      return keys.map((key) => byKey.get(key) ?? null);
    },
    { maxBatchSize: 1_000 },
  );
}

/** As `createBatchLoader`, with all the rows that share a key, in the order in which `find` gave them. */
export function createGroupLoader<K extends string, V>(
  find: (keys: readonly K[]) => Promise<readonly V[]>,
  keyOf: (value: V) => K,
): DataLoader<K, V[]> {
  return new DataLoader<K, V[]>(
    async (keys) => {
      const groups = new Map<K, V[]>(keys.map((key) => [key, []]));
      for (const value of await find(keys)) groups.get(keyOf(value))?.push(value);
      return keys.map((key) => groups.get(key) ?? []);
    },
    { maxBatchSize: 1_000 },
  );
}
