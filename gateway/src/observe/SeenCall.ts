import type { TraceSpan } from '@lien-thong/subgraph-kit';
import type { CallWatch, SubgraphFailureReason } from '../engine';

/** The span of a call and where it is found by its `traceparent` while it is open. */
export interface TracedCall {
  readonly span: TraceSpan;
  readonly openSpans: Map<string, TraceSpan>;
}

/** One request to a department, as it was seen. One object, because there is one for each of them. Times are milliseconds. */
export class SeenCall implements CallWatch {
  readonly startedAt = performance.now();
  durationMs: number | null = null;
  /** `ok`, why there was no usable answer, `shared` where another request's was used, or `waiting`. */
  outcome: string = 'waiting';

  constructor(
    readonly department: string,
    readonly headers: Readonly<Record<string, string>> | undefined,
    private readonly traced: TracedCall | null,
  ) {}

  ended(reason?: SubgraphFailureReason): void {
    this.durationMs = performance.now() - this.startedAt;
    this.outcome = reason ?? 'ok';
    if (!this.traced) return;
    const { span, openSpans } = this.traced;
    openSpans.delete(this.headers?.traceparent ?? '');
    span.end(reason);
  }
}
