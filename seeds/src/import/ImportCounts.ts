import type { ImportKind, ImportRow } from './ImportKind';

/** What became of the rows of an import, with sums of their money in whole đồng. */
export class ImportCounts {
  readonly #rows = { applied: 0, replayed: 0, earlier: 0, refused: 0 };
  readonly #sums = new Map<string, { rows: number; amount: bigint }>();
  readonly #startedAt = Date.now();
  #saidAt = Date.now();

  constructor(
    private readonly kind: ImportKind,
    private readonly total: number,
    private readonly print: (line: string) => void,
  ) {}

  /** Counts the rows of a command, and says every two seconds how far the import is. */
  add(rows: readonly ImportRow[], outcome: 'applied' | 'replayed' | 'earlier' | 'refused'): void {
    this.#rows[outcome] += rows.length;
    if (outcome !== 'refused') for (const row of rows) this.#addMoney(row);
    const now = Date.now();
    if (now - this.#saidAt < 2_000) return;
    this.#saidAt = now;
    this.print(this.#progress(now));
  }

  #addMoney(row: ImportRow): void {
    const money = this.kind.moneyOf?.(row);
    if (!money) return;
    const sum = this.#sums.get(money.of) ?? { rows: 0, amount: 0n };
    this.#sums.set(money.of, { rows: sum.rows + 1, amount: sum.amount + BigInt(money.amount) });
  }

  #progress(now: number): string {
    const { applied, replayed, earlier, refused } = this.#rows;
    const sent = applied + replayed + refused;
    const rate = sent / Math.max(0.001, (now - this.#startedAt) / 1_000);
    const left = this.total - sent - earlier;
    const seconds = rate > 0 ? Math.ceil(left / rate) : 0;
    return `${this.kind.name}: ${count(sent + earlier)} of ${count(this.total)} rows, ${rate.toFixed(1)} rows/s, ${seconds} s left`;
  }

  /** The last lines of an import: counts, rate, and sums over all rows that are in the database now. */
  summary(): string[] {
    const { applied, replayed, earlier, refused } = this.#rows;
    const seconds = (Date.now() - this.#startedAt) / 1_000;
    const left = this.total - applied - replayed - earlier - refused;
    const total = [...this.#sums.values()].reduce((sum, { amount }) => sum + amount, 0n);
    const sums = [...this.#sums].map(
      ([of, { rows, amount }]) => `  ${of}: ${count(rows)} rows, ${dong(amount)} đồng`,
    );
    return [
      `${this.kind.department} ${this.kind.name}: ${count(applied)} applied, ${count(replayed)} found applied, ${count(earlier)} applied by an earlier run, ${count(refused)} refused, ${count(left)} not sent, of ${count(this.total)} rows`,
      `${seconds.toFixed(1)} s, ${((applied + replayed + refused) / Math.max(0.001, seconds)).toFixed(1)} rows/s`,
      ...(sums.length > 0 ? ['sums of the rows that are in:', ...sums, `  all: ${dong(total)} đồng`] : []),
    ];
  }

  /** True when every row is in the database. */
  get isComplete(): boolean {
    const { applied, replayed, earlier } = this.#rows;
    return applied + replayed + earlier === this.total;
  }
}

const count = (value: number) => value.toLocaleString('en-US');
const dong = (value: bigint) => value.toLocaleString('vi-VN');
