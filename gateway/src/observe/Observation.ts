import type { IncomingHttpHeaders } from 'node:http';
import {
  addProcessMetrics,
  ConfigurationError,
  type ServedMetrics,
  serveMetrics,
  startTracing,
  type TraceSpan,
  type Tracing,
} from '@lien-thong/subgraph-kit';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import type { Config } from '../config/config';
import { type Client, clientOf } from '../http/clientOf';
import type { Exchange } from '../http/Exchange';
import type { DepartmentObserver } from '../resilience/DepartmentObserver';
import { DepartmentCalls } from './DepartmentCalls';
import { ObservedRequest } from './ObservedRequest';
import { OperationMetrics } from './OperationMetrics';
import type { RequestNotes } from './RequestNotes';
import { SlowOperations } from './SlowOperations';
import { addStandingMetrics, type GatewayStanding } from './StandingMetrics';

/** One request from its beginning on. */
interface Begun {
  readonly headers: IncomingHttpHeaders;
  readonly requestId: string;
  readonly notes: RequestNotes;
  readonly log: Logger;
}

/** How it ended. */
interface Ended extends Omit<Begun, 'log'> {
  /** Asked where something is to be said alone. */
  logOf(): Logger;
  readonly watch: ObservedRequest | undefined;
  /** Null for an operation over a connection of many. */
  readonly status: number | null;
  readonly ms: number;
}

type ObserveConfig = Pick<
  Config,
  | 'metricsPort'
  | 'metricsHost'
  | 'metricsOperations'
  | 'metricsClients'
  | 'slowOperationMs'
  | 'otlpEndpoint'
  | 'otlpTracesEndpoint'
  | 'otelServiceName'
  | 'tracesSampler'
  | 'tracesSamplerArg'
>;

/** What the gateway lets operators see: metrics, traces, slow operations. What is off costs a request nothing. */
export class Observation {
  readonly registry: Registry | null = null;
  readonly tracing: Tracing | null;
  /** Counts requests to departments; to be called with each. */
  readonly calls: DepartmentCalls | null = null;
  /** Notes in traces what happens toward departments. */
  readonly departments: DepartmentObserver;
  readonly #operations: OperationMetrics | null = null;
  readonly #slow: SlowOperations | null;
  readonly #spans = new Map<string, TraceSpan>();
  #served: ServedMetrics | null = null;

  constructor(
    private readonly config: ObserveConfig,
    private readonly log: Logger,
  ) {
    const { metricsPort, metricsOperations, metricsClients, slowOperationMs } = config;
    this.#slow = slowOperationMs > 0 ? new SlowOperations(slowOperationMs) : null;
    this.tracing = startTracing({
      endpoint: config.otlpEndpoint,
      tracesEndpoint: config.otlpTracesEndpoint,
      serviceName: config.otelServiceName,
      sampler: config.tracesSampler,
      samplerArg: config.tracesSamplerArg,
      onProblem: (message) => log.warn({ problem: message }, 'traces could not be sent'),
    });
    this.departments = this.tracing ? eventsOf(this.#spans) : {};
    if (metricsPort === undefined) return;
    this.registry = new Registry();
    addProcessMetrics(this.registry);
    const bounds = { operations: metricsOperations, clients: metricsClients };
    this.#operations = new OperationMetrics(this.registry, bounds);
    this.calls = new DepartmentCalls(this.registry);
  }

  /** How many operations were slow. */
  get slowOperations(): number {
    return this.#slow?.count ?? 0;
  }

  /** Looks at an HTTP request to /graphql until it has been answered. */
  watch(exchange: Exchange): void {
    const { requestId, notes, request } = exchange;
    const watch = this.#begin('graphql', { requestId, notes, headers: request.headers });
    exchange.watch = watch;
    if (!watch && !this.#operations) return;
    exchange.ended = (status, ms) => {
      const logOf = (): Logger => exchange.log;
      this.#end({ headers: request.headers, notes, requestId, logOf, watch, status, ms });
    };
  }

  /** Looks at an operation over a connection of many; what comes back is called when it has ended. */
  watchLive(begun: Begun): { readonly watch: ObservedRequest | undefined; ended(): void } {
    const startedAt = performance.now();
    const watch = this.#begin('operation', begun);
    return {
      watch,
      ended: () =>
        this.#end({
          ...begun,
          ...{ logOf: () => begun.log, watch, status: null, ms: performance.now() - startedAt },
        }),
    };
  }

  /** Opens `/metrics` where it is wanted, with what is read from the gateway's parts. Rejects with INVALID_CONFIGURATION for a taken port. */
  async listen(standing: GatewayStanding): Promise<void> {
    const { metricsPort: port, metricsHost: host } = this.config;
    if (!this.registry || port === undefined) return;
    addStandingMetrics(this.registry, standing);
    this.#served = await serveMetrics(this.registry, { port, host }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') throw error;
      throw new ConfigurationError([
        `--metrics-port: port ${port} is in use by another process; 0 takes a free one.`,
      ]);
    });
    const { port: found } = this.#served;
    if (found !== null) this.log.info({ port: found }, `metrics at http://${host}:${found}/metrics`);
  }

  /** Sends what is left to send, and closes the port. */
  async close(): Promise<void> {
    await Promise.all([this.#served?.close(), this.tracing?.stop()]);
  }

  #begin(name: string, { headers, requestId, notes }: Omit<Begun, 'log'>): ObservedRequest | undefined {
    if (!this.tracing) return this.#slow ? new ObservedRequest(null) : undefined;
    const facts = { 'lien_thong.request_id': requestId };
    const span = this.tracing.begin(name, { kind: 'server', incoming: headers, facts });
    if (!span.isRecorded) return new ObservedRequest(null, span.headers());
    notes.traceId = span.traceId;
    return new ObservedRequest({ tracing: this.tracing, span, callSpans: this.#spans });
  }

  #end({ headers, notes, logOf, watch, status, ms }: Ended): void {
    const client = this.#operations || watch?.span ? clientOf(headers) : nobody;
    this.#operations?.count({ operations: notes.operations, client: client.name, notes, status, ms });
    if (watch?.span) describe(watch.span, { client, notes, status });
    watch?.end(status !== null && status >= 500 ? String(status) : undefined);
    if (!watch || !this.#slow || ms <= this.#slow.thresholdMs) return;
    const operation = notes.operations.join(' + ');
    if (operation === '' || operation.startsWith('subscription')) return;
    this.#slow.note({
      operation,
      ms,
      planned: watch.plan,
      startedAt: watch.startedAt,
      calls: watch.calls,
      log: logOf(),
    });
  }
}

const nobody: Client = { name: null, version: null };

function describe(
  span: TraceSpan,
  { client, notes, status }: { client: Client; notes: RequestNotes; status: number | null },
): void {
  const operation = notes.operations.join(' + ');
  if (operation !== '') span.rename(operation);
  span.set({
    'graphql.operation': operation,
    'http.response.status_code': status ?? undefined,
    'lien_thong.client': client.name ?? undefined,
    'lien_thong.client_version': client.version ?? undefined,
    'lien_thong.error_codes': notes.errorCodes.join(',') || undefined,
  });
}

/** Retries, hedges and failed attempts as events of the span of the request that they belong to, found by its `traceparent`. */
function eventsOf(spans: ReadonlyMap<string, TraceSpan>): DepartmentObserver {
  return {
    attempt({ kind, number, headers }) {
      const span = spans.get(headers.traceparent ?? '');
      if (!span) return undefined;
      if (kind !== 'first') span.event(kind, { number });
      return ({ durationMs, reason, status }) => {
        if (reason === undefined && kind === 'first') return;
        span.event('attempt ended', { kind, number, durationMs, reason: reason ?? 'ok', status });
      };
    },
  };
}
