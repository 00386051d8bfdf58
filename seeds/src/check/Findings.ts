/** A rule that the data breaks, and where. */
export interface Finding {
  readonly rule: string;
  readonly id: string;
  readonly detail: string;
}

/** Collects what breaks a rule, and counts how often each rule was looked at. */
export class Findings {
  readonly #checks = new Map<string, number>();
  readonly #broken: Finding[] = [];

  /** Notes that a rule was looked at for a row, and that it is broken where `holds` is false. */
  expect(
    rule: string,
    id: string,
    { holds, detail }: { holds: boolean; detail: string | (() => string) },
  ): void {
    this.#checks.set(rule, (this.#checks.get(rule) ?? 0) + 1);
    if (!holds) this.#broken.push({ rule, id, detail: typeof detail === 'string' ? detail : detail() });
  }

  /** What breaks a rule, in the order found. */
  get broken(): readonly Finding[] {
    return this.#broken;
  }

  /** How many rows each rule was looked at for. */
  get checks(): ReadonlyMap<string, number> {
    return this.#checks;
  }
}
