/** Sums of the money fields of rows, by path: value, items[].amount, entries[].amount. Whole dong, exact. */
export class MoneySums {
  readonly #sums = new Map<string, bigint>();

  /** Adds every whole number that stands under a key `amount`, wherever it is in the row. */
  add(row: object): void {
    this.#addFields(row, '');
  }

  #addFields(fields: object, path: string): void {
    for (const [key, value] of Object.entries(fields)) {
      if (key === 'amount' && typeof value === 'number') this.#addTo(path || key, value);
      else this.#addValue(value, path ? `${path}.${key}` : key);
    }
  }

  #addValue(value: unknown, path: string): void {
    if (Array.isArray(value)) for (const each of value) this.#addValue(each, `${path}[]`);
    else if (value !== null && typeof value === 'object' && !(value instanceof Date))
      this.#addFields(value, path);
  }

  #addTo(path: string, amount: number): void {
    // entries[].amount is a plain number of its entry, value.amount the amount of a money field named value.
    const name = path.endsWith('[]') ? `${path}.amount` : path;
    this.#sums.set(name, (this.#sums.get(name) ?? 0n) + BigInt(amount));
  }

  /** The sums by path, in the order of the paths; as text beyond 2^53-1. */
  toRecord(): Record<string, number | string> {
    const names = [...this.#sums.keys()].toSorted();
    return Object.fromEntries(
      names.map((name) => {
        const sum = this.#sums.get(name) ?? 0n;
        const plain = Number(sum);
        return [name, Number.isSafeInteger(plain) ? plain : sum.toString()];
      }),
    );
  }
}
