/** What a budget is made with. */
export interface TokenBucketOptions {
  /** What each request adds. */
  readonly share: number;
  /** What each second adds. */
  readonly perSecond: number;
  /** More than this is never saved up. */
  readonly most: number;
}

/**
 * A budget for requests beyond the first, so that a department in trouble is not asked many times as often as one that is well: a share of
 * all requests and a floor for each second (as Finagle's RetryBudget).
 */
export class TokenBucket {
  private tokens: number;
  private filledAt: number;

  /** `now` in milliseconds, of the clock that `withdraw` is given. Begins with what a second adds. */
  constructor(
    private readonly options: TokenBucketOptions,
    now: number,
  ) {
    this.tokens = Math.min(options.perSecond, options.most);
    this.filledAt = now;
  }

  /** A request was made. */
  deposit(): void {
    this.tokens = Math.min(this.options.most, this.tokens + this.options.share);
  }

  /** Whether one more may be made; if so it is taken from the budget. */
  withdraw(now: number): boolean {
    const { perSecond, most } = this.options;
    this.tokens = Math.min(most, this.tokens + ((now - this.filledAt) / 1_000) * perSecond);
    this.filledAt = now;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
