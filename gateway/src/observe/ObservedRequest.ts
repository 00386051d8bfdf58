import type { TraceSpan, Tracing } from '@lien-thong/subgraph-kit';
import type { CallWatch, PlannedOperation, RequestWatch, SubgraphFailureReason } from '../engine';
import { SeenCall } from './SeenCall';

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
    const call = this.trace
      ? this.#traced(subgraph, this.trace)
      : new SeenCall(subgraph, this.untraced, null);
    this.#keep(call);
    return call;
  }

  sharing(leader: RequestWatch | undefined, subgraph?: string): (() => void) | undefined {
    const call = new SeenCall(subgraph ?? 'all', undefined, null);
    call.outcome = 'shared';
    this.#keep(call);
    // How long it waits is told by the trace alone: to hear of the end costs more than all the rest.
    if (!this.trace) return undefined;
    const of = leader instanceof ObservedRequest ? leader.span : null;
    const span = this.trace.tracing.begin(
      subgraph === undefined ? 'share the answer' : `share ask ${subgraph}`,
      {
        parent: this.trace.span,
        links: of ? [of] : [],
        facts: { 'lien_thong.department': subgraph },
      },
    );
    return () => span.end();
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

  #part(name: string): TraceSpan | null {
    if (!this.trace) return null;
    return this.trace.tracing.begin(name, { parent: this.trace.span });
  }

  #traced(subgraph: string, { tracing, span: parent, callSpans }: TraceOfRequest): SeenCall {
    const facts = { 'lien_thong.department': subgraph };
    const span = tracing.begin(`ask ${subgraph}`, { parent, kind: 'client', facts });
    const headers = span.headers();
    if (headers.traceparent !== undefined) callSpans.set(headers.traceparent, span);
    return new SeenCall(subgraph, headers, { span, openSpans: callSpans });
  }

  #keep(call: SeenCall): void {
    if (this.calls.length < mostCalls) this.calls.push(call);
  }
}
