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

  readonly #failures: Children<Children<{ add(): void }>>;

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
    const failures = new Tally(registry, {
      name: 'lien_thong_gateway_department_failures_total',
      help: 'Parts of answers that are missing since a department gave none, or none that can be used, by reason.',
      labels: ['department', 'reason'],
    });
    this.#failures = new Children(
      (department) => new Children((reason) => failures.child(department, reason)),
    );
    this.#series = new Children((department) => ({
      outcomes: new Children((outcome) => requests.child(department, outcome)),
      took: durations.child(department),
    }));
  }

  /** Counts a part of an answer that is missing. */
  fail(department: string, reason: SubgraphFailureReason): void {
    this.#failures.of(department).of(reason).add();
  }

  /** Counts one. */
  count({ subgraph, durationMs, reason }: DepartmentCall): void {
    const { outcomes, took } = this.#series.of(subgraph);
    outcomes.of(reason ?? 'ok').add();
    took.observe(durationMs);
  }
}
