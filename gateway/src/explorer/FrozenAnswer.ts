/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** What is asked to be kept: a query, once for every page that was read. */
export interface FreezeRequest {
  /** The slug of the saved question; left out for a query of one's own. */
  readonly question?: string;
  readonly query: string;
  /** The variables of each page, in order. */
  readonly pages: readonly Json[];
}

/** One page of a kept answer. */
export interface FrozenPage {
  readonly variables: Json;
  readonly data: Json | null;
  readonly errors?: readonly unknown[];
}

/** What the hash is of. */
export interface FrozenContent {
  readonly question?: string;
  readonly query: string;
  readonly pages: readonly FrozenPage[];
  /** Data version of each department; null for one that did not answer. */
  readonly dataVersions: Readonly<Record<string, string | null>>;
  /** Set where a department's data changed while the pages were read. */
  readonly changedWhileRead?: true;
}

/** An answer that is kept as it was, to be cited. */
export interface FrozenAnswer extends FrozenContent {
  /** SHA-256 of the content, 64 hexadecimal digits. */
  readonly hash: string;
  /** When this content was kept first, ISO 8601. */
  readonly frozenAt: string;
}
