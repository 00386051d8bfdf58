import type { LocalizedTextRecord } from '@lien-thong/subgraph-kit';

/** What does not agree between departments; `DriftKind` of the graph. */
export type DriftKind =
  | 'CONTRACT_UNKNOWN'
  | 'CONTRACT_NOT_ACTIVE'
  | 'ADVANCE_ON_CLOSED_CONTRACT'
  | 'CONTRACT_VERSION_AHEAD'
  | 'CONTRACT_VALUE_DIFFERS'
  | 'COMMITTED_ABOVE_VALUE'
  | 'PAID_ABOVE_VALUE'
  | 'PAID_ABOVE_ACCEPTED'
  | 'PAYEE_DIFFERS'
  | 'SETTLED_WITHOUT_APPROVED_PRICE'
  | 'DECISION_NOT_ISSUED'
  | 'PLANNED_CONTRACT_UNKNOWN';

/** A row that takes part in a drift: who holds it, its type in the graph, its id. */
export interface DriftRow {
  readonly department: string;
  readonly type: string;
  readonly id: string;
}

/** One thing on which departments do not agree. Amounts in `expected` and `actual` are whole đồng. */
export interface Drift {
  readonly id: string;
  readonly kind: DriftKind;
  /** The row that names the other first. */
  readonly rows: readonly DriftRow[];
  readonly contractId: string | null;
  /** What the owner says. */
  readonly expected: string;
  /** What stands beside it. */
  readonly actual: string;
  readonly sentence: LocalizedTextRecord;
}

/** The drift with its id, which is the same as long as the drift is there: it is made of kind and rows. */
export function driftOf(kind: DriftKind, drift: Omit<Drift, 'id' | 'kind'>): Drift {
  return { ...drift, kind, id: [kind, ...drift.rows.map(({ id }) => id)].join(':') };
}

/** An amount as sentences of a drift write it: to the đồng, since a drift may be one đồng. */
export function inWords(amount: number): { readonly vi: string; readonly en: string } {
  const grouped = Math.abs(amount).toLocaleString('en-US');
  const sign = amount < 0 ? '−' : '';
  return { vi: `${sign}${grouped.replaceAll(',', '.')} đồng`, en: `VND ${sign}${grouped}` };
}
