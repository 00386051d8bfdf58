/** Why a department's answer could not be used. */
export type SubgraphFailureReason =
  | 'unreachable'
  | 'timeout'
  | 'status'
  | 'not-json'
  | 'wrong-shape'
  | 'too-large'
  | 'aborted'
  /** Not asked, since it has failed too often lately. */
  | 'circuit-open'
  /** Not asked, since too many requests to it are in flight and waiting. */
  | 'bulkhead-full';

/** One failed request to a department, for the log alone. */
export interface SubgraphFailure {
  readonly subgraph: string;
  readonly reason: SubgraphFailureReason;
  /** What happened, with addresses and stacks; never sent to a client. */
  readonly detail: string;
  readonly cause?: unknown;
}
