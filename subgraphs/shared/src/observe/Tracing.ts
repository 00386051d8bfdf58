import type { IncomingHttpHeaders } from 'node:http';

/** Facts of a span. Values of what was asked or answered are never among them. */
export type SpanFacts = Readonly<Record<string, string | number | boolean | undefined>>;

/** A piece of work with its beginning and its end, part of the trace of one request. */
export interface TraceSpan {
  /** 32 hexadecimal digits; the log has them beside the request's id. */
  readonly traceId: string;
  /** Whether it will be sent anywhere. */
  readonly isRecorded: boolean;
  /** Gives it the name that was not known when it began. */
  rename(name: string): void;
  set(facts: SpanFacts): void;
  /** Something that happened in it at one moment, as a retry. */
  event(name: string, facts?: SpanFacts): void;
  /** The headers that carry the trace to another process: `traceparent`, and `tracestate` where there is one. */
  headers(): Readonly<Record<string, string>>;
  /** Ends it; with a word for what went wrong, as failed. Later calls do nothing. */
  end(problem?: string): void;
}

/** How a span begins. */
export interface SpanBeginning {
  /** `server` answers a request, `client` waits for another process, `internal` is work in this one. Default `internal`. */
  readonly kind?: 'server' | 'client' | 'internal';
  /** The span that it is part of. */
  readonly parent?: TraceSpan | null;
  /** Headers of the request that it answers: their `traceparent` is its parent, where it is well formed. */
  readonly incoming?: IncomingHttpHeaders;
  /** Spans of other requests whose work it uses. */
  readonly links?: readonly TraceSpan[];
  readonly facts?: SpanFacts;
}

/** Where spans are begun. */
export interface Tracing {
  begin(name: string, beginning?: SpanBeginning): TraceSpan;
  /** Sends what has not been sent yet, and ends; never rejects. */
  stop(): Promise<void>;
}

/** Where traces go, as the OpenTelemetry variables say. */
export interface TracingOptions {
  /** OTEL_EXPORTER_OTLP_ENDPOINT: the collector, to whose address `/v1/traces` is added. */
  readonly endpoint?: string;
  /** OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: the address for traces as it is; wins over `endpoint`. */
  readonly tracesEndpoint?: string;
  /** OTEL_SERVICE_NAME. */
  readonly serviceName: string;
  /** OTEL_TRACES_SAMPLER; `parentbased_always_on` where left out. */
  readonly sampler?: string;
  /** OTEL_TRACES_SAMPLER_ARG: the share of traces, for samplers by ratio. */
  readonly samplerArg?: string;
  /** Told of what could not be sent. */
  onProblem(message: string): void;
}

/** Names of the samplers that OpenTelemetry defines. */
export const samplerNames = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** Begins tracing where an endpoint is configured; null, with no package loaded, where none is. */
export function startTracing(options: TracingOptions): Tracing | null {
  if (!options.endpoint && !options.tracesEndpoint) return null;
  // Loaded only here: whoever traces nothing pays nothing for it.
  const { openTelemetry } = require('./openTelemetry') as typeof import('./openTelemetry');
  return openTelemetry(options);
}
