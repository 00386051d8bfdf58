/** How one department is asked. Times are milliseconds, sizes bytes, shares numbers from 0 to 1. */
export interface DepartmentPolicy {
  /** How long a connection may take to be made. */
  readonly connectDeadlineMs: number;
  /** How long the whole may take, retries among it, from the moment that the department's turn has come. */
  readonly deadlineMs: number;
  readonly answerLimitBytes: number;
  readonly retries: RetryPolicy;
  /** Null asks the department however often it fails. */
  readonly breaker: BreakerPolicy | null;
  /** Null sends no second request while the first is under way. */
  readonly hedges: HedgePolicy | null;
  readonly bulkhead: BulkheadPolicy;
}

/** When reads are sent again. */
export interface RetryPolicy {
  /** So many times at most for one read; 0 never. */
  readonly most: number;
  /** Of all requests, so many may be repeated, beyond the floor. */
  readonly share: number;
  /** So many may be repeated each second, however few requests there are. */
  readonly floorPerSecond: number;
  /** The wait before the first retry is chosen at random up to this; each time it may be twice as long, up to the longest. */
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
}

/** When a department that fails is left alone. */
export interface BreakerPolicy {
  /** Opens where so many of the requests of the window have failed, their retries too, */
  readonly failureShare: number;
  /** of at least so many. */
  readonly minimumRequests: number;
  readonly windowMs: number;
  /** Open, one request goes through each time that so long has passed; the first that is answered closes it. */
  readonly probeEveryMs: number;
}

/** When a second request is sent while the first is under way. */
export interface HedgePolicy {
  /** After the time within which so many of the reads are answered. */
  readonly quantile: number;
  /** Of all reads, so many may be hedged. */
  readonly share: number;
  /** Never earlier. */
  readonly leastWaitMs: number;
}

/** How much of the gateway one department may hold. */
export interface BulkheadPolicy {
  readonly inFlight: number;
  /** So many more may wait for their turn, */
  readonly queue: number;
  /** each for so long. */
  readonly waitMs: number;
}

/** What holds where nothing is configured. */
export const standardPolicy: DepartmentPolicy = {
  connectDeadlineMs: 2_000,
  deadlineMs: 5_000,
  answerLimitBytes: 134_217_728,
  retries: { most: 2, share: 0.1, floorPerSecond: 10, firstWaitMs: 25, longestWaitMs: 1_000 },
  breaker: { failureShare: 0.5, minimumRequests: 20, windowMs: 10_000, probeEveryMs: 1_000 },
  hedges: null,
  bulkhead: { inFlight: 64, queue: 2_000, waitMs: 3_000 },
};

/** What hedged reads begin with, where they are switched on. */
export const standardHedges: HedgePolicy = { quantile: 0.95, share: 0.05, leastWaitMs: 5 };
