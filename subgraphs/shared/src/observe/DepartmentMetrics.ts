import { errorCodes } from '@lien-thong/schema';
import { Registry } from 'prom-client';
import type { SweepReport } from '../commands/sweep';
import { addReading } from './addReading';
import { Children } from './Children';
import { Durations } from './Durations';
import type { RequestCounts } from './requestScope';
import { addProcessMetrics } from './serveMetrics';
import { Tally, type TallyChild } from './Tally';

const prefix = 'lien_thong_department_';

/** What a department counts. Names and values are in deploy/README.md. */
export class DepartmentMetrics {
  readonly registry = new Registry();
  /** Requests that are being answered. */
  inFlight = 0;
  readonly #requests: Children<TallyChild>;
  readonly #durations: Children<{ observe(milliseconds: number): void }>;
  readonly #errors: Children<TallyChild>;
  readonly #sweeps: Children<TallyChild>;
  readonly #versions: Children<TallyChild>;
  #sweptAt = Date.now();
  #entriesSeen = 0;
  #rowsRepaired = 0;

  constructor(department: string) {
    const { registry } = this;
    registry.setDefaultLabels({ department });
    addProcessMetrics(registry);
    this.#requests = this.#tally(
      'requests_total',
      'Requests by outcome: complete, partial, failed.',
      'outcome',
    );
    const durations = new Durations(registry, {
      name: `${prefix}request_duration_seconds`,
      help: 'From a request to the last byte of its answer.',
      labels: ['type'],
    });
    this.#durations = new Children((type) => durations.child(type));
    this.#errors = this.#tally('errors_total', 'Answers with an error of that code.', 'code');
    this.#sweeps = this.#tally('sweeps_total', 'Sweeps of the journal by outcome: ok, failed.', 'outcome');
    this.#versions = this.#tally(
      'journal_versions_total',
      'Versions by what became of them: appended, replayed, lost (another was first).',
      'outcome',
    );
    for (const outcome of ['ok', 'failed']) this.#sweeps.of(outcome);
    this.#addReadings();
  }

  /** Counts a request that has ended. */
  count({ operation, errorCodes: codes = [], hasFailed }: RequestCounts, status: number, ms: number): void {
    const failed = hasFailed === true || status >= 400;
    this.#requests.of(failed ? 'failed' : codes.length > 0 ? 'partial' : 'complete').add();
    for (const code of codes) this.#errors.of(code in errorCodes ? code : 'other').add();
    this.#durations.of(operation?.split(' ', 1)[0] ?? 'none').observe(ms);
  }

  /** Counts a sweep that ended well. */
  swept({ entriesSeen, rowsRepaired }: SweepReport): void {
    this.#sweeps.of('ok').add();
    this.#sweptAt = Date.now();
    this.#entriesSeen += entriesSeen;
    this.#rowsRepaired += rowsRepaired;
  }

  /** Counts a sweep that failed. */
  sweepFailed(): void {
    this.#sweeps.of('failed').add();
  }

  /** Counts what became of a version that a command wanted to append. */
  version(outcome: 'appended' | 'replayed' | 'lost'): void {
    this.#versions.of(outcome).add();
  }

  #tally(name: string, help: string, label: string): Children<TallyChild> {
    const tally = new Tally(this.registry, { name: `${prefix}${name}`, help, labels: [label] });
    return new Children((value) => tally.child(value));
  }

  #addReadings(): void {
    const counter = (name: string, help: string, read: () => number): void =>
      addReading(this.registry, {
        type: 'counter',
        name: `${prefix}${name}`,
        help,
        read: () => [[[], read()]],
      });
    counter(
      'sweep_entries_seen_total',
      'Entries of the journal that sweeps looked at.',
      () => this.#entriesSeen,
    );
    counter('sweep_rows_repaired_total', 'Rows that sweeps wrote again.', () => this.#rowsRepaired);
    addReading(this.registry, {
      ...{ type: 'gauge', name: `${prefix}sweep_last_success_timestamp_seconds`, aggregator: 'min' },
      help: 'When a sweep ended well for the last time; at first, when the process began.',
      read: () => [[[], this.#sweptAt / 1_000]],
    });
    addReading(this.registry, {
      ...{ type: 'gauge', name: `${prefix}requests_in_flight` },
      help: 'Requests that are being answered.',
      read: () => [[[], this.inFlight]],
    });
  }
}
