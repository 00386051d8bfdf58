import { Children, Durations, Tally } from '@lien-thong/subgraph-kit';
import type { Registry } from 'prom-client';
import type { SubgraphFailureReason } from '../engine';

/** One request to a department that has ended, its retries included. */
export interface DepartmentCall {
  readonly subgraph: string;
  readonly durationMs: number;
  /** Undefined where an answer came. */
  readonly reason?: SubgraphFailureReason;
}

/** Counts requests to departments by outcome, with what they took. */
export class DepartmentCalls {
  readonly #series: Children<{ outcomes: Children<{ add(): void }>; took: { observe(ms: number): void } }>;

  constructor(registry: Registry) {
    const requests = new Tally(registry, {
      name: 'lien_thong_gateway_department_requests_total',
      help: 'Requests of operations to a department by outcome: ok, or why there was no answer.',
      labels: ['department', 'outcome'],
    });
    const durations = new Durations(registry, {
      name: 'lien_thong_gateway_department_request_duration_seconds',
      help: 'From the asking of a department to its answer, retries and waiting included.',
      labels: ['department'],
    });
    this.#series = new Children((department) => ({
      outcomes: new Children((outcome) => requests.child(department, outcome)),
      took: durations.child(department),
    }));
  }

  /** Counts one. */
  count({ subgraph, durationMs, reason }: DepartmentCall): void {
    const { outcomes, took } = this.#series.of(subgraph);
    outcomes.of(reason ?? 'ok').add();
    took.observe(durationMs);
  }
}
