import type { EngineOptions } from '../engine';
import type { CompiledStep } from './CompiledStep';
import { type Answer, readAnswer } from './readAnswer';
import { SubgraphClient } from './SubgraphClient';

/** What belongs to one client request and goes along to every department. */
export interface RequestScope {
  readonly headers: Readonly<Record<string, string>>;
  readonly traceHeaders?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  onAsk?(subgraph: string): void;
  /** `performance.now()` at which the request must have ended. */
  readonly endsAt: number;
}

const largestAnswer = 256 * 1024 * 1024;

/** The departments of one engine: one client each, failures told to the log. */
export class Subgraphs {
  requests = 0;
  private readonly clients = new Map<string, SubgraphClient>();

  constructor(private readonly options: EngineOptions) {}

  async send(step: CompiledStep, body: string, scope: RequestScope): Promise<Answer> {
    const { subgraph } = step;
    const startedAt = performance.now();
    const remaining = scope.endsAt - startedAt;
    if (remaining <= 0)
      return this.failed(subgraph, { reason: 'aborted', detail: 'The request had no time left.' });
    this.requests++;
    scope.onAsk?.(subgraph);
    const raw = await this.client(subgraph).post({
      body,
      headers: scope.traceHeaders ? { ...scope.headers, ...scope.traceHeaders } : scope.headers,
      signal: scope.signal,
      timeoutMs: Number.isFinite(remaining) ? Math.ceil(remaining) : undefined,
    });
    const answer = readAnswer(raw);
    this.options.onSubgraphRequest?.({
      subgraph,
      durationMs: performance.now() - startedAt,
      failed: answer.failure !== undefined,
    });
    if (answer.failure) this.options.onSubgraphFailure?.({ subgraph, ...answer.failure });
    return answer;
  }

  /** Ends when requests under way have ended. */
  async close(): Promise<void> {
    await Promise.all([...this.clients.values()].map((client) => client.close()));
  }

  private failed(subgraph: string, failure: NonNullable<Answer['failure']>): Answer {
    this.options.onSubgraphFailure?.({ subgraph, ...failure });
    return { data: null, errors: [], failure, size: 0 };
  }

  private client(subgraph: string): SubgraphClient {
    let client = this.clients.get(subgraph);
    if (!client) {
      client = new SubgraphClient({
        url: this.options.subgraphUrl(subgraph),
        connections: this.options.connectionsPerSubgraph ?? 64,
        timeoutMs: this.options.subgraphTimeoutMs ?? 30_000,
        maxBytes: largestAnswer,
      });
      this.clients.set(subgraph, client);
    }
    return client;
  }
}
