import type { SubgraphFailureReason } from '../execute/subgraphFailure';

/** `closed`: asked as usual; `open`: not asked; `half-open`: asked by single requests, to see whether it answers again. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** Why one HTTP request is made to a department. */
export type AttemptKind =
  | 'first'
  /** An earlier one failed. */
  | 'retry'
  /** An earlier one is slow, and still under way. */
  | 'hedge'
  /** The kept socket of an earlier one was closed by the department before anything came. */
  | 'resend';

/** One HTTP request that is about to be sent to a department. */
export interface DepartmentAttempt {
  /** The name of its subgraph. */
  readonly department: string;
  /** The address of its GraphQL endpoint. */
  readonly url: string;
  readonly kind: AttemptKind;
  /** 0 for the first attempt of a request, one more for each that follows, of whichever kind. */
  readonly number: number;
  /** The body, byte for byte the same in each attempt of one request. */
  readonly body: string;
  /** The headers of the request, without those of HTTP itself. */
  readonly headers: Readonly<Record<string, string>>;
}

/** How one attempt ended. */
export interface AttemptOutcome {
  /** Since it was sent, in milliseconds. */
  readonly durationMs: number;
  /** Undefined where an answer came that can be read; `aborted` too where another attempt was faster. */
  readonly reason?: SubgraphFailureReason;
  /** The HTTP status, where one came. */
  readonly status?: number;
}

/**
 * Told what happens toward the departments, e.g. for traces. Called synchronously and often: every method has to be quick and must not
 * throw. What metrics want to count is in `DepartmentStanding`, at no cost for requests.
 */
export interface DepartmentObserver {
  /** An attempt begins; what it returns is called once, when the attempt has ended. */
  attempt?(attempt: DepartmentAttempt): ((outcome: AttemptOutcome) => void) | undefined;
  /** The state of a breaker has changed. */
  breaker?(department: string, state: BreakerState): void;
}

/** Counts since the process began; none ever goes down. */
export interface DepartmentCounts {
  /** Requests that the engine made, whatever became of them. */
  requests: number;
  /** HTTP requests of every kind. */
  attempts: number;
  retries: number;
  /** Retries that were not made, since the budget was spent. */
  retriesRefused: number;
  hedges: number;
  /** Hedges that answered first. */
  hedgesWon: number;
  /** Hedges that were not made, since the budget was spent. */
  hedgesRefused: number;
  /** Reads sent again because a kept socket turned out to be closed. */
  resends: number;
  /** Requests refused because the breaker was open. */
  circuitOpen: number;
  /** Requests refused because too many were in flight and waiting. */
  bulkheadFull: number;
  /** Times that the breaker opened. */
  breakerOpened: number;
  /** Reads answered by what an earlier one had brought. */
  staleAnswers: number;
  /** Requests without a usable answer, by reason; requests that were refused are among them. */
  readonly failures: Partial<Record<SubgraphFailureReason, number>>;
}

/** How things stand with one department, read when somebody asks. */
export interface DepartmentStanding {
  readonly department: string;
  readonly breaker: BreakerState;
  /** Requests that are being answered now, and that wait for their turn. */
  readonly inFlight: number;
  readonly queued: number;
  /** Sockets that are open or being opened, and those of them that nobody uses now. */
  readonly sockets: { readonly open: number; readonly idle: number };
  /** The 95th percentile of its lately answered reads, in milliseconds; null where too few came, or hedging is off. */
  readonly p95Ms: number | null;
  readonly counts: Readonly<DepartmentCounts>;
}
