/** What is found under the id; null where no row is named. */
export function optional<T>(id: string | null | undefined, find: (id: string) => T): T | null {
  return id ? find(id) : null;
}
