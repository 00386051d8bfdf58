import { errorCodes } from '@lien-thong/schema';
import { BoundedNames, Children, Durations, Tally, type TallyChild } from '@lien-thong/subgraph-kit';
import type { Registry } from 'prom-client';
import type { RequestNotes } from './RequestNotes';

/** One request that has ended. */
export interface EndedRequest {
  /** Kind and name of its operations, as `query Pipes`; empty where it did not come as far. */
  readonly operations: readonly string[];
  readonly client: string | null;
  readonly notes: RequestNotes;
  /** Of the HTTP answer; null for an operation over a connection of many. */
  readonly status: number | null;
  readonly ms: number;
}

/** How many names have series of their own. */
export interface NameBounds {
  readonly operations: number;
  readonly clients: number;
}

type Outcome = 'complete' | 'partial' | 'failed';
type Series = Readonly<Record<Outcome, TallyChild>> & { observe(milliseconds: number): void };

/** Rate, errors and duration of operations, by their names and clients. A request costs two look-ups and three additions. */
export class OperationMetrics {
  readonly #series = new Map<string, Map<string | null, Series>>();
  readonly #operationNames: BoundedNames;
  readonly #clientNames: BoundedNames;
  readonly #operations: Tally;
  readonly #durations: Durations;
  readonly #errors: Children<TallyChild>;
  readonly #statuses: Children<TallyChild>;

  constructor(
    private readonly registry: Registry,
    { operations, clients }: NameBounds,
  ) {
    this.#operationNames = new BoundedNames(operations);
    this.#clientNames = new BoundedNames(clients);
    const labels = ['operation', 'type', 'client'];
    this.#operations = new Tally(registry, {
      name: 'lien_thong_gateway_operations_total',
      help: 'Operations by name, type, client and outcome: complete, partial (data and errors) or failed (no data).',
      labels: [...labels, 'outcome'],
    });
    this.#durations = new Durations(registry, {
      name: 'lien_thong_gateway_operation_duration_seconds',
      help: 'From the request to the last byte of its answer; subscriptions are left out.',
      labels,
    });
    this.#errors = this.#byOneLabel(
      'lien_thong_gateway_errors_total',
      'Answers with an error of that code.',
      'code',
    );
    this.#statuses = this.#byOneLabel(
      'lien_thong_gateway_http_responses_total',
      'Answers of /graphql by HTTP status; 499 where the client was gone.',
      'status',
    );
  }

  /** Counts a request that has ended. */
  count({ operations, client, notes, status, ms }: EndedRequest): void {
    if (status !== null) this.#statuses.of(String(status)).add();
    for (const code of notes.errorCodes) this.#errors.of(code in errorCodes ? code : 'other').add();
    const [first] = operations;
    if (first === undefined) return;
    const hasErrors = notes.errorCodes.length > 0;
    const failed = notes.hasFailed || (status !== null && status >= 400);
    const series = this.#find(operations.length === 1 ? first : '(batch) (batch)', client);
    series[failed ? 'failed' : hasErrors ? 'partial' : 'complete'].add();
    if (!first.startsWith('subscription')) series.observe(ms);
  }

  #find(operation: string, client: string | null): Series {
    const known = this.#series.get(operation)?.get(client);
    if (known) return known;
    const space = operation.indexOf(' ');
    const type = operation.slice(0, space);
    const name = this.#operationNames.of(operation.slice(space + 1));
    const clientName = client === null ? '(unnamed)' : this.#clientNames.of(client);
    // What is counted as other must not be remembered by its own name: that is what nobody may fill the memory with.
    const key = `${type} ${name}`;
    const byClient = this.#series.get(key) ?? new Map<string | null, Series>();
    this.#series.set(key, byClient);
    const clientKey = client === null ? null : clientName;
    const series = byClient.get(clientKey) ?? this.#make([name, type, clientName]);
    byClient.set(clientKey, series);
    return series;
  }

  #make(labels: readonly string[]): Series {
    const tally = (outcome: Outcome) => this.#operations.child(...labels, outcome);
    const durations = this.#durations.child(...labels);
    return {
      complete: tally('complete'),
      partial: tally('partial'),
      failed: tally('failed'),
      observe: (ms) => durations.observe(ms),
    };
  }

  #byOneLabel(name: string, help: string, label: string): Children<TallyChild> {
    const tally = new Tally(this.registry, { name, help, labels: [label] });
    return new Children((value) => tally.child(value));
  }
}
