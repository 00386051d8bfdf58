import type { FailedAnswer, RawAnswer, SubgraphRequest } from '../execute/SubgraphClient';
import type { SubgraphFailureReason } from '../execute/subgraphFailure';
import { Attempt, type AttemptOwner, left } from './Attempt';
import type { Waiting } from './Bulkhead';
import { refused } from './CircuitBreaker';
import type { DepartmentLink } from './DepartmentLink';
import type { AttemptKind } from './DepartmentObserver';
import { isFailureOf } from './isFailureOf';
import { isWorthRepeating } from './isWorthRepeating';
import { waitBeforeRetry } from './waitBeforeRetry';

/** Within so many milliseconds a department that is well has begun to answer; a shorter wait that was in vain is not held against it. */
const fairTimeMs = 1_000;

/**
 * One request to a department: waits for its turn, is sent, and where that brings nothing is sent again, as far as the department's policy
 * and the time allow. One object for each request; what is not needed for it is not made.
 */
export class DepartmentCall implements AttemptOwner, Waiting {
  private attempts = 0;
  private retries = 0;
  private isResent = false;
  private hasPlace = false;
  private startedAt = 0;
  /** Under which the breaker counts how this ends. */
  private era = 0;
  private endsAt = Number.POSITIVE_INFINITY;
  private current: Attempt | undefined = undefined;
  private hedge: Attempt | undefined = undefined;
  /** Of the turn, of a retry or of a hedge: never of two of them. */
  private timer: NodeJS.Timeout | undefined = undefined;
  private lastFailure: FailedAnswer | undefined = undefined;

  constructor(
    readonly link: DepartmentLink,
    readonly request: SubgraphRequest,
    private readonly resolve: (answer: RawAnswer) => void,
  ) {}

  /** Begins; `resolve` is called once, whatever happens. */
  begin(): void {
    const { link, request } = this;
    const now = link.clock.now();
    link.counts.requests++;
    if (request.signal?.aborted) this.end(left);
    else if (link.breaker && !link.breaker.wouldPass(now)) this.refuse('circuit-open');
    else {
      if (request.timeoutMs !== undefined) this.endsAt = now + request.timeoutMs;
      link.retryBudget.deposit();
      this.takePlace(now);
    }
  }

  private takePlace(now: number): void {
    const { link } = this;
    const entered = link.bulkhead.enter(this);
    if (entered === 'entered') {
      this.hasPlace = true;
      this.startFirst(now);
    } else if (entered === 'full') this.refuse('bulkhead-full');
    else this.waitForTurn(now);
  }

  /** Its turn has come. */
  enter(): void {
    this.stopWaiting();
    this.hasPlace = true;
    this.startFirst(this.link.clock.now());
  }

  answered(attempt: Attempt, answer: RawAnswer): void {
    const { link } = this;
    const now = link.clock.now();
    const isHedge = attempt === this.hedge;
    if (isHedge) this.hedge = undefined;
    else this.current = undefined;
    if (!('reason' in answer)) {
      if (isHedge) link.counts.hedgesWon++;
      if (this.request.repeatable) link.latency?.add(now - this.startedAt);
      this.conclude(answer, now);
    } else if ((this.current || this.hedge) && isWorthRepeating(answer)) {
      // The other one may still be answered.
      this.lastFailure = answer;
    } else this.recover(answer, now);
  }

  /** The client has left while nothing was under way. */
  handleEvent(): void {
    this.link.bulkhead.giveUp(this);
    this.end(left);
  }

  private waitForTurn(now: number): void {
    const waitMs = Math.min(this.link.policy.bulkhead.waitMs, this.endsAt - now);
    this.waitFor(waitMs, () => {
      this.link.bulkhead.giveUp(this);
      this.refuse('bulkhead-full');
    });
  }

  private startFirst(now: number): void {
    const { link, request } = this;
    this.startedAt = now;
    this.endsAt = Math.min(this.endsAt, now + link.policy.deadlineMs);
    this.current = this.start('first', now);
    if (link.hedges && this.current && request.repeatable) this.armHedge(link.hedges);
  }

  /** Undefined where the breaker refuses it; the call has then ended. */
  private start(kind: AttemptKind, now: number): Attempt | undefined {
    const { link } = this;
    const era = link.breaker ? link.breaker.pass(now) : 0;
    if (era === refused) {
      if (this.lastFailure) this.conclude(this.lastFailure, now);
      else this.refuse('circuit-open');
      return undefined;
    }
    this.era = era;
    const attempt = new Attempt(this, kind, Math.max(1, this.endsAt - now));
    attempt.send(this.attempts++);
    return attempt;
  }

  private armHedge({ budget, policy }: NonNullable<DepartmentLink['hedges']>): void {
    const { link } = this;
    budget.deposit();
    const usualMs = link.latency?.valueMs ?? null;
    if (usualMs === null) return;
    this.timer = setTimeout(() => this.startHedge(budget), Math.max(policy.leastWaitMs, usualMs));
  }

  private startHedge(budget: NonNullable<DepartmentLink['hedges']>['budget']): void {
    const { link } = this;
    const now = link.clock.now();
    if (link.breaker && link.breaker.state !== 'closed') return;
    if (!budget.withdraw(now)) {
      link.counts.hedgesRefused++;
      return;
    }
    link.counts.hedges++;
    this.hedge = this.start('hedge', now);
  }

  /** Ends with what the department answered, or did not, after all: that is what the breaker counts. */
  private conclude(answer: RawAnswer, now: number): void {
    const { breaker, policy } = this.link;
    if (breaker) {
      const hadTime = this.endsAt - this.startedAt >= Math.min(policy.deadlineMs, fairTimeMs);
      const isFailure = isFailureOf(answer, hadTime);
      if (isFailure !== undefined) breaker.record(this.era, isFailure, now);
    }
    this.end(answer);
  }

  /** Sends a read again, where that may help. */
  private recover(answer: FailedAnswer, now: number): void {
    const { link, request } = this;
    this.lastFailure = answer;
    clearTimeout(this.timer);
    if (!request.repeatable || !isWorthRepeating(answer)) this.conclude(answer, now);
    else if (answer.stage === 'kept' && !this.isResent) {
      this.isResent = true;
      link.counts.resends++;
      this.current = this.start('resend', now);
    } else this.retry(answer, now);
  }

  private retry(answer: FailedAnswer, now: number): void {
    const { link } = this;
    const { retries } = link.policy;
    const waitMs = waitBeforeRetry(retries, {
      before: this.retries,
      retryAfter: answer.retryAfter,
      random: link.clock.random(),
      now: link.clock.date(),
    });
    if (this.retries >= retries.most || now + waitMs >= this.endsAt) this.conclude(answer, now);
    else if (!link.retryBudget.withdraw(now)) {
      link.counts.retriesRefused++;
      this.conclude(answer, now);
    } else {
      this.retries++;
      this.waitFor(waitMs, () => {
        this.stopWaiting();
        link.counts.retries++;
        this.current = this.start('retry', link.clock.now());
      });
    }
  }

  private waitFor(ms: number, then: () => void): void {
    this.timer = setTimeout(then, ms);
    this.request.signal?.addEventListener('abort', this, { once: true });
  }

  private stopWaiting(): void {
    clearTimeout(this.timer);
    this.request.signal?.removeEventListener('abort', this);
  }

  private refuse(reason: 'circuit-open' | 'bulkhead-full'): void {
    const { counts } = this.link;
    if (reason === 'circuit-open') counts.circuitOpen++;
    else counts.bulkheadFull++;
    this.end({ reason, detail: details[reason] });
  }

  private end(answer: RawAnswer): void {
    const { link } = this;
    if (this.timer) this.stopWaiting();
    this.current?.cancel();
    this.hedge?.cancel();
    if ('reason' in answer) countFailure(link, answer.reason);
    if (this.hasPlace) link.bulkhead.leave();
    this.resolve(answer);
  }
}

const details = {
  'circuit-open': 'Not asked: it has failed too often lately.',
  'bulkhead-full': 'Not asked: too many requests to it are in flight and waiting.',
};

function countFailure({ counts: { failures } }: DepartmentLink, reason: SubgraphFailureReason): void {
  failures[reason] = (failures[reason] ?? 0) + 1;
}
