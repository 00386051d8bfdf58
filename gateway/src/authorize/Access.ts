import { describeRule, type FieldRule } from '@lien-thong/subgraph-kit';
import type { AccessTable, Demands } from './AccessTable';
import type { Withheld } from './Withheld';

/** What one kind of caller satisfies of a supergraph's rules. Callers who satisfy the same share it. */
export class Access {
  constructor(
    private readonly table: AccessTable,
    /** By the index of the rule. */
    private readonly lacking: readonly boolean[],
  ) {}

  /** Whether the caller lacks the rule of that index. */
  lacks(rule: number): boolean {
    return this.lacking[rule] === true;
  }

  /** Whether the caller satisfies every rule of the supergraph. */
  get isWhole(): boolean {
    return !this.lacking.includes(true);
  }

  /** Null where the caller satisfies all demands. */
  refusal(demands: Demands, coordinate: string): Withheld | null {
    const missing = [...demands].filter((rule) => this.lacking[rule] === true);
    if (missing.length === 0) return null;
    const needs = missing.map((rule) => describeRule(this.table.rules[rule] as FieldRule));
    return { coordinate, message: `"${coordinate}" needs ${needs.join(', and ')}.` };
  }
}
