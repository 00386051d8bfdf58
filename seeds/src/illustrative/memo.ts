/**
 * A pure function of a whole number with its newest results kept, at most `size` of them. It only saves time: a result
 * that was dropped is made again, the same. Callers must not change what they get.
 */
export function memoized<T>(size: number, make: (key: number) => T): (key: number) => T {
  const kept = new Map<number, T>();
  return (key) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made = make(key);
    if (kept.size >= size) {
      const oldest = kept.keys().next();
      if (!oldest.done) kept.delete(oldest.value);
    }
    kept.set(key, made);
    return made;
  };
}
