/** What stands for every name beyond the bound. */
export const otherName = 'other';

/** Lets so many different names through, the first that come; every later one is `other`, so that nobody can fill the memory. */
export class BoundedNames {
  readonly #names = new Set<string>();

  constructor(private readonly most: number) {}

  /** The name itself, or `other`. */
  of(name: string): string {
    if (this.#names.has(name)) return name;
    if (this.#names.size >= this.most) return otherName;
    this.#names.add(name);
    return name;
  }
}
