import type { LookupFunction } from 'node:net';
import type { DepartmentAccess } from '../auth/DepartmentAccess';
import { type RawAnswer, SubgraphClient, type SubgraphRequest } from '../execute/SubgraphClient';
import { Bulkhead } from './Bulkhead';
import { CircuitBreaker } from './CircuitBreaker';
import { type Clock, systemClock } from './Clock';
import { DepartmentCall } from './DepartmentCall';
import type { DepartmentCounts, DepartmentObserver, DepartmentStanding } from './DepartmentObserver';
import type { DepartmentPolicy, HedgePolicy } from './DepartmentPolicy';
import { LatencyQuantile } from './LatencyQuantile';
import { TokenBucket } from './TokenBucket';

/** A department and the address of its GraphQL endpoint. */
export interface Place {
  readonly department: string;
  readonly url: string;
}

/** What goes along with every link. */
export interface LinkOptions {
  readonly observer?: DepartmentObserver;
  readonly clock?: Clock;
  /** Finds the addresses of a name; the system's own where left out. */
  readonly lookup?: LookupFunction;
  /** As whom departments are asked: each attempt is signed anew. */
  readonly access?: DepartmentAccess;
}

/** One department at its address. */
export interface LinkTarget extends Place {
  readonly policy: DepartmentPolicy;
  /** Goes on counting where another link to the department did before. */
  readonly counts?: DepartmentCounts;
}

/** How long a budget may be saved up, in seconds. */
const savedSeconds = 10;
/** A retry budget without a floor can still save up so many. */
const leastSaved = 10;

/** The way to one department: its sockets, and all that is known of how it does. */
export class DepartmentLink {
  readonly place: Place;
  readonly policy: DepartmentPolicy;
  readonly client: SubgraphClient;
  readonly counts: DepartmentCounts;
  readonly clock: Clock;
  readonly observer: DepartmentObserver | undefined;
  readonly bulkhead: Bulkhead;
  readonly breaker: CircuitBreaker | null;
  readonly retryBudget: TokenBucket;
  readonly hedges: { readonly policy: HedgePolicy; readonly budget: TokenBucket } | null;
  readonly latency: LatencyQuantile | null;

  constructor(
    { department, url, policy, counts = noCounts() }: LinkTarget,
    { observer, clock = systemClock, access, lookup }: LinkOptions = {},
  ) {
    const { retries, hedges, breaker, bulkhead } = policy;
    const now = clock.now();
    this.place = { department, url };
    this.policy = policy;
    this.counts = counts;
    this.clock = clock;
    this.observer = observer;
    this.bulkhead = new Bulkhead(bulkhead);
    this.retryBudget = new TokenBucket(
      {
        share: retries.share,
        perSecond: retries.floorPerSecond,
        most: Math.max(leastSaved, retries.floorPerSecond * savedSeconds),
      },
      now,
    );
    this.hedges = hedges && {
      policy: hedges,
      budget: new TokenBucket({ share: hedges.share, perSecond: 0, most: leastSaved }, now),
    };
    this.latency = hedges && new LatencyQuantile(hedges.quantile);
    this.breaker =
      breaker &&
      new CircuitBreaker(breaker, (state) => {
        if (state === 'open') counts.breakerOpened++;
        observer?.breaker?.(department, state);
      });
    this.client = new SubgraphClient({
      url,
      // Hedges need room beside what is in flight already.
      connections: bulkhead.inFlight + (hedges ? Math.ceil(bulkhead.inFlight / 4) : 0),
      connectTimeoutMs: Math.min(policy.connectDeadlineMs, policy.deadlineMs),
      maxBytes: policy.answerLimitBytes,
      sign: access?.sign?.(department),
      tls: access?.tls,
      lookup,
    });
  }

  /** Asks the department, as its policy says. Never rejects. */
  post(request: SubgraphRequest): Promise<RawAnswer> {
    return new Promise((resolve) => new DepartmentCall(this, request, resolve).begin());
  }

  /** How things stand now. */
  standing(): DepartmentStanding {
    return {
      department: this.place.department,
      breaker: this.breaker?.state ?? 'closed',
      inFlight: this.bulkhead.inFlight,
      queued: this.bulkhead.queued,
      sockets: this.client.sockets,
      p95Ms: this.latency?.valueMs ?? null,
      counts: this.counts,
    };
  }

  /** Ends when requests under way have ended. */
  close(): Promise<void> {
    return this.client.close();
  }
}

/** Counts from the beginning. */
export function noCounts(): DepartmentCounts {
  return {
    requests: 0,
    attempts: 0,
    retries: 0,
    retriesRefused: 0,
    hedges: 0,
    hedgesWon: 0,
    hedgesRefused: 0,
    resends: 0,
    circuitOpen: 0,
    bulkheadFull: 0,
    breakerOpened: 0,
    staleAnswers: 0,
    failures: {},
  };
}
