/** What a mutation costs beside what it asks for, as Apollo has it. */
export const mutationCost = 10;

/** What an operation is expected to cost. */
export interface Estimate {
  /** In points of the IBM cost specification. */
  readonly cost: number;
  /** Objects of an answer to `__schema` and `__type`; 0 where neither is asked for. */
  readonly introspection: number;
}

/** A slicing argument and what it was given. */
export interface Page {
  /** As `Query.payments(first:)`. */
  readonly place: string;
  readonly size: number;
}

/** The costs of one request, for its line in the log; a batch has the sums of its operations. */
export interface RequestCost {
  /** Null where nobody estimated. */
  estimated: number | null;
  /** What the answer came to; null where nobody counted, or nothing was answered. */
  actual: number | null;
}

/** The cost of a request of which nothing is known yet. */
export function newCost(): RequestCost {
  return { estimated: null, actual: null };
}

/** Adds what one more operation, or one more part of an answer, comes to. */
export function addCost(cost: RequestCost, kind: keyof RequestCost, points: number): void {
  cost[kind] = (cost[kind] ?? 0) + points;
}
