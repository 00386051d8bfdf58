/** Why something is not answered, wherever it was asked. */
export interface Withheld {
  /** The type or the field, as `Contract.history`. */
  readonly coordinate: string;
  /** For people: what it needs. */
  readonly message: string;
}

/** What an operation does not get for one kind of caller. */
export interface Withholding {
  /** Equal for callers who lack the same of what the operation demands. */
  readonly key: string;
  /** Members of unions whose name the caller may not learn. */
  readonly types: ReadonlyMap<string, Withheld>;
}
