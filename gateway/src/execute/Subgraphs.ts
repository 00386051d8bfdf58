import type { EngineOptions } from '../engine';
import type { DepartmentLink } from '../resilience/DepartmentLink';
import { Departments } from '../resilience/Departments';
import { standalonePolicy } from '../resilience/standalonePolicy';
import type { CompiledStep } from './CompiledStep';
import type { Signal } from './Ending';
import { Flights } from './Flights';
import type { RequestWatch } from './RequestWatch';
import { type Answer, readAnswer } from './readAnswer';
import { StaleReads } from './StaleReads';
import type { FailedAnswer, RawAnswer } from './SubgraphClient';

/** What belongs to one client request and goes along to every department. */
export interface RequestScope {
  readonly headers: Readonly<Record<string, string>>;
  readonly traceHeaders?: Readonly<Record<string, string>>;
  readonly signal?: Signal;
  onAsk?(subgraph: string): void;
  readonly watch?: RequestWatch;
  /** Who asks with which headers; undefined where nothing may be shared. */
  readonly shareKey?: string;
  /** Who asks, for as long as answers are kept; undefined where nothing is kept. */
  readonly reader?: string;
  /** An answer that was kept took the place of one that did not come. */
  onStale?(subgraph: string, ageMs: number): void;
  /** `performance.now()` at which the request must have ended. */
  readonly endsAt: number;
}

const leftAnswer: FailedAnswer = { reason: 'aborted', detail: 'The client left.' };

/** The departments of one engine: the way to each, failures told to the log. */
export class Subgraphs {
  requests = 0;
  private readonly flights = new Flights<RawAnswer>();
  private epoch = 0;
  private readonly departments: Departments;
  private readonly stale: StaleReads | undefined;
  private readonly links = new Map<string, DepartmentLink>();

  constructor(private readonly options: EngineOptions) {
    this.departments =
      options.departments ??
      new Departments({ policyOf: () => standalonePolicy(options), access: options.access });
    this.stale = this.departments.stale && new StaleReads(this.departments.stale);
  }

  /** Reads that were joined instead of sent. */
  get shared(): number {
    return this.flights.joined;
  }

  /** From now on no read joins one that began before: a mutation of this reader may have changed what it would find. */
  forgetReads(reader: string | undefined): void {
    this.epoch++;
    if (reader !== undefined) this.stale?.forget(reader);
  }

  async send(step: CompiledStep, body: string, scope: RequestScope): Promise<Answer> {
    const { subgraph } = step;
    if (scope.signal?.aborted) return this.failed(subgraph, leftAnswer);
    if (performance.now() >= scope.endsAt)
      return this.failed(subgraph, { reason: 'aborted', detail: 'The request had no time left.' });
    const epoch = this.stale?.epoch ?? 0;
    const raw = await (scope.shareKey === undefined || step.kind !== 'query'
      ? this.post(step, body, scope)
      : this.flights.join(
          `${subgraph} ${this.epoch} ${scope.shareKey}\n${body}`,
          { signal: scope.signal, left: () => leftAnswer, watch: scope.watch, subgraph },
          ({ signal }) => this.post(step, body, { ...scope, signal }),
        ));
    const read = readAnswer(raw);
    const answer = read instanceof Promise ? await read : read;
    if (answer.failure) {
      scope.watch?.failed?.(subgraph, answer.failure.reason);
      this.options.onSubgraphFailure?.({ subgraph, ...answer.failure });
    }
    const { reader } = scope;
    if (!this.stale || reader === undefined || step.kind !== 'query') return answer;
    const kept = await this.stale.settle({ reader, department: subgraph, body, raw, answer, epoch });
    if (!kept) return answer;
    this.link(subgraph).counts.staleAnswers++;
    scope.onStale?.(subgraph, kept.ageMs);
    return kept.answer;
  }

  private async post(
    { subgraph, kind }: CompiledStep,
    body: string,
    scope: RequestScope,
  ): Promise<RawAnswer> {
    const startedAt = performance.now();
    const remaining = scope.endsAt - startedAt;
    this.requests++;
    scope.onAsk?.(subgraph);
    const call = scope.watch?.asking?.(subgraph);
    const raw = await this.link(subgraph).post({
      body,
      headers: scope.traceHeaders
        ? { ...scope.headers, ...scope.traceHeaders, ...call?.headers }
        : scope.headers,
      repeatable: kind === 'query',
      signal: scope.signal,
      timeoutMs: Number.isFinite(remaining) ? Math.ceil(remaining) : undefined,
    });
    const reason = 'reason' in raw ? raw.reason : undefined;
    call?.ended(reason);
    this.options.onSubgraphRequest?.({
      subgraph,
      durationMs: performance.now() - startedAt,
      failed: reason !== undefined,
      reason,
    });
    return raw;
  }

  /** Ends when requests under way have ended. */
  async close(): Promise<void> {
    await Promise.all([...this.links.values()].map((link) => this.departments.release(link)));
  }

  private failed(subgraph: string, failure: NonNullable<Answer['failure']>): Answer {
    this.options.onSubgraphFailure?.({ subgraph, ...failure });
    return { data: null, errors: [], failure, size: 0, plain: true };
  }

  private link(subgraph: string): DepartmentLink {
    let link = this.links.get(subgraph);
    if (!link) {
      link = this.departments.link(subgraph, this.options.subgraphUrl(subgraph));
      this.links.set(subgraph, link);
    }
    return link;
  }
}
