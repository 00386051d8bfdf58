import type { TraceSpan, Tracing } from '@lien-thong/subgraph-kit';
import type { CallWatch, PlannedOperation, RequestWatch, SubgraphFailureReason } from '../engine';
import type { SeenCall } from './SlowOperations';

/** As many requests to departments are remembered of one client request; a subscription may make any number. */
const mostCalls = 100;

/** The trace that a request is part of. */
export interface TraceOfRequest {
  readonly tracing: Tracing;
  readonly span: TraceSpan;
  /** The spans of requests to departments by their `traceparent`, for what happens to them further on. */
  readonly callSpans: Map<string, TraceSpan>;
}

/** Looks on while one client request is answered: its spans, where traces are made, and its requests to departments. */
export class ObservedRequest implements RequestWatch {
  readonly startedAt = performance.now();
  readonly calls: SeenCall[] = [];
  plan: PlannedOperation | null = null;
  #writing: TraceSpan | null = null;

  constructor(
    /** Null where no traces are made, or not of this request. */
    private readonly trace: TraceOfRequest | null,
    /** Goes along to the departments where this request is not to be traced, so that they do not trace it either. */
    private readonly untraced?: Readonly<Record<string, string>>,
  ) {}

  /** The span of the request as a whole. */
  get span(): TraceSpan | null {
    return this.trace?.span ?? null;
  }

  /** Begins a part of the work; what comes back ends it. */
  begin(name: string): () => void {
    const span = this.#part(name);
    return () => span?.end();
  }

  planning(): () => void {
    return this.begin('plan');
  }

  planned(operation: PlannedOperation): void {
    this.plan = operation;
  }

  asking(subgraph: string): CallWatch {
    const call = this.#note(subgraph, 'waiting');
    const span = this.#part(`ask ${subgraph}`, 'client', subgraph);
    const headers = span ? span.headers() : this.untraced;
    const key = headers?.traceparent;
    if (span && key !== undefined) this.trace?.callSpans.set(key, span);
    return {
      headers,
      ended: (reason?: SubgraphFailureReason) => {
        call.durationMs = performance.now() - this.startedAt - call.startMs;
        call.outcome = reason ?? 'ok';
        if (!span) return;
        if (key !== undefined) this.trace?.callSpans.delete(key);
        span.end(reason);
      },
    };
  }

  sharing(leader: RequestWatch | undefined, subgraph?: string): () => void {
    const call = this.#note(subgraph ?? 'all', 'shared');
    const of = leader instanceof ObservedRequest ? leader.span : null;
    const span = this.trace?.tracing.begin(
      subgraph === undefined ? 'share the answer' : `share ask ${subgraph}`,
      {
        parent: this.span,
        links: of ? [of] : [],
        facts: { 'lien_thong.department': subgraph },
      },
    );
    return () => {
      call.durationMs = performance.now() - this.startedAt - call.startMs;
      span?.end();
    };
  }

  failed(subgraph: string, reason: SubgraphFailureReason): void {
    this.span?.event('a department failed', { 'lien_thong.department': subgraph, reason });
  }

  responding(): void {
    this.#writing ??= this.#part('respond');
  }

  /** Ends all that is open. */
  end(problem?: string): void {
    this.#writing?.end();
    this.span?.end(problem);
  }

  #part(name: string, kind: 'client' | 'internal' = 'internal', subgraph?: string): TraceSpan | null {
    if (!this.trace) return null;
    const { tracing, span: parent } = this.trace;
    const facts = subgraph === undefined ? undefined : { 'lien_thong.department': subgraph };
    return tracing.begin(name, { parent, kind, facts });
  }

  #note(department: string, outcome: string): SeenCall {
    const startMs = performance.now() - this.startedAt;
    const call: SeenCall = { department, startMs, durationMs: null, outcome };
    if (this.calls.length < mostCalls) this.calls.push(call);
    return call;
  }
}
