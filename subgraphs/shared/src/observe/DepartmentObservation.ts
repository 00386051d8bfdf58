import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import type { MongoClient } from 'mongodb';
import type { Logger } from 'pino';
import type { SweepReport } from '../commands/sweep';
import { DepartmentMetrics } from './DepartmentMetrics';
import { measureDatabase, traceDatabase } from './measureDatabase';
import { requestIdOf } from './requestIdOf';
import { currentSpan, type RequestCounts, requestCounts } from './requestScope';
import { type MetricsAddress, type ServedMetrics, serveMetrics } from './serveMetrics';
import { startTracing, type TraceSpan, type Tracing, type TracingOptions } from './Tracing';
import { traceRootFields } from './traceRootFields';

/** What a department lets others see of itself. */
export interface ObserveOptions {
  /** Where `/metrics` is; null opens no port and counts nothing. */
  readonly metrics?: MetricsAddress | null;
  /** Where traces go; null, or no endpoint in it, makes none. */
  readonly traces?: Omit<TracingOptions, 'onProblem'> | null;
}

/** A line of log for each request, and, where they are wanted, its counters and its trace. */
export class DepartmentObservation {
  readonly metrics: DepartmentMetrics | null;
  readonly tracing: Tracing | null;
  #served: ServedMetrics | null = null;

  constructor(
    private readonly department: string,
    private readonly log: Logger,
    private readonly options: ObserveOptions = {},
  ) {
    this.metrics = options.metrics ? new DepartmentMetrics(department) : null;
    const onProblem = (message: string): void => log.warn({ problem: message }, 'traces could not be sent');
    this.tracing = options.traces ? startTracing({ ...options.traces, onProblem }) : null;
  }

  /** Looks at a database's commands. */
  watchDatabase(client: MongoClient): void {
    if (this.metrics) measureDatabase(client, this.metrics.registry);
    if (this.tracing) traceDatabase(client, this.tracing);
  }

  /** Looks at the resolvers of the root fields. */
  watchSchema(schema: GraphQLSchema): void {
    if (this.tracing) traceRootFields(schema, this.tracing);
  }

  /** Answers one request within its scope; says so when the answer has gone, or nobody is left to take it. */
  run(
    request: IncomingMessage,
    response: ServerResponse,
    answer: (counts: RequestCounts & { readonly requestId: string }) => Promise<void>,
  ): Promise<void> {
    const startedAt = performance.now();
    const requestId = requestIdOf(request.headers['x-request-id']);
    const counts = { databaseCommands: 0, requestId, errorCodes: [] as string[] };
    const span = this.#begin(request, requestId);
    if (this.metrics) this.metrics.inFlight += 1;
    response.once('close', () => this.#end({ counts, response, span, ms: performance.now() - startedAt }));
    const run = (): Promise<void> => requestCounts.run(counts, () => answer(counts));
    return span ? currentSpan.run(span, run) : run();
  }

  /** Told of each sweep of the journal. */
  swept(report: SweepReport | null): void {
    if (report) this.metrics?.swept(report);
    else this.metrics?.sweepFailed();
  }

  /** Runs a question to another department, with the headers that carry the request on. */
  async asking<T>(
    department: string,
    ask: (headers: Readonly<Record<string, string>>) => Promise<T>,
  ): Promise<T> {
    const requestId = requestCounts.getStore()?.requestId;
    const parent = currentSpan.getStore();
    const span = parent ? this.tracing?.begin(`ask ${department}`, { kind: 'client', parent }) : undefined;
    try {
      const answer = await ask({
        ...(requestId !== undefined && { 'x-request-id': requestId }),
        ...span?.headers(),
      });
      span?.end();
      return answer;
    } catch (error) {
      span?.end('failed');
      throw error;
    }
  }

  /** Opens `/metrics`, where it is wanted. Rejects with the system's error, as EADDRINUSE. */
  async listen(): Promise<void> {
    if (!this.metrics || !this.options.metrics) return;
    this.#served = await serveMetrics(this.metrics.registry, this.options.metrics);
    const { port } = this.#served;
    if (port !== null)
      this.log.info({ port }, `metrics at http://${this.options.metrics.host}:${port}/metrics`);
  }

  /** Sends what is left to send, and closes the port. */
  async close(): Promise<void> {
    await Promise.all([this.#served?.close(), this.tracing?.stop()]);
  }

  #begin({ headers, method }: IncomingMessage, requestId: string): TraceSpan | null {
    if (!this.tracing) return null;
    const facts = {
      'http.request.method': method,
      'lien_thong.department': this.department,
      'lien_thong.request_id': requestId,
    };
    return this.tracing.begin(`${this.department} /graphql`, { kind: 'server', incoming: headers, facts });
  }

  #end({ counts, response, span, ms }: Ended): void {
    const status = response.writableFinished ? response.statusCode : 499;
    const { operation = 'no operation', databaseCommands, errorCodes, requestId } = counts;
    if (this.metrics) {
      this.metrics.inFlight -= 1;
      this.metrics.count(counts, status, ms);
    }
    if (span) {
      span.set({ 'http.response.status_code': status, 'graphql.operation': operation });
      span.end(status >= 500 ? String(status) : undefined);
    }
    const level = status >= 500 ? 'error' : 'info';
    if (!this.log.isLevelEnabled(level)) return;
    const rounded = Math.round(ms * 10) / 10;
    const facts = {
      ...{ requestId, operation, status, ms: rounded, databaseCommands },
      ...(errorCodes?.length && { errorCodes }),
      ...(span && { traceId: span.traceId }),
    };
    this.log[level](facts, `${operation} ${status} ${rounded} ms`);
  }
}

interface Ended {
  readonly counts: RequestCounts;
  readonly response: ServerResponse;
  readonly span: TraceSpan | null;
  readonly ms: number;
}
