/** The series of a family by one label of few values; a value that is new gets its series when it is first asked for. */
export class Children<T> {
  readonly #byValue = new Map<string, T>();

  constructor(private readonly make: (value: string) => T) {}

  /** The series of that value. */
  of(value: string): T {
    let child = this.#byValue.get(value);
    if (child === undefined) {
      child = this.make(value);
      this.#byValue.set(value, child);
    }
    return child;
  }
}
