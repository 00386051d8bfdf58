import {
  type Context,
  DiagLogLevel,
  diag,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import type { SpanBeginning, SpanFacts, TraceSpan, Tracing, TracingOptions } from './Tracing';

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;
const propagator = new W3CTraceContextPropagator();

const getter = {
  keys: (carrier: Readonly<Record<string, unknown>>) => Object.keys(carrier),
  get: (carrier: Readonly<Record<string, unknown>>, key: string) => {
    const value = carrier[key];
    return typeof value === 'string' ? value : undefined;
  },
};
const setter = {
  set: (carrier: Record<string, string>, key: string, value: string) => {
    carrier[key] = value;
  },
};

class OtelSpan implements TraceSpan {
  readonly context: Context;

  constructor(
    readonly span: Span,
    parent: Context,
  ) {
    this.context = trace.setSpan(parent, span);
  }

  get traceId(): string {
    return this.span.spanContext().traceId;
  }

  get isRecorded(): boolean {
    return this.span.isRecording();
  }

  rename(name: string): void {
    this.span.updateName(name);
  }

  set(facts: SpanFacts): void {
    this.span.setAttributes(facts);
  }

  event(name: string, facts?: SpanFacts): void {
    this.span.addEvent(name, facts);
  }

  headers(): Readonly<Record<string, string>> {
    const carrier: Record<string, string> = {};
    propagator.inject(this.context, carrier, setter);
    return carrier;
  }

  end(problem?: string): void {
    if (!this.span.isRecording()) return;
    if (problem !== undefined) this.span.setStatus({ code: SpanStatusCode.ERROR, message: problem });
    this.span.end();
  }
}

/**
 * Tracing by OpenTelemetry: spans are sent in batches as OTLP, JSON over HTTP. Nothing is registered globally, so that the
 * packages of others send nothing of their own. Further OTEL_ variables (headers, timeout, batches, resource attributes)
 * are read by the packages themselves.
 */
export function openTelemetry(options: TracingOptions): Tracing {
  const { serviceName, onProblem } = options;
  const say = sparingly(onProblem);
  diag.setLogger(
    { error: say, warn: say, info: () => {}, debug: () => {}, verbose: () => {} },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const base = options.endpoint?.replace(/\/+$/, '');
  const url = options.tracesEndpoint ?? `${base}/v1/traces`;
  const provider = new BasicTracerProvider({
    resource: detectResources({ detectors: [envDetector] }).merge(
      resourceFromAttributes({ 'service.name': serviceName }),
    ),
    sampler: samplerNamed(options.sampler ?? 'parentbased_always_on', Number(options.samplerArg ?? 1)),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url }))],
  });
  const tracer = provider.getTracer('lien-thong');
  return {
    begin(name, { kind = 'internal', parent, incoming, links = [], facts }: SpanBeginning = {}) {
      const context = parentContext(parent, incoming);
      const span = tracer.startSpan(
        name,
        {
          kind: kinds[kind],
          attributes: facts,
          links: links.flatMap((link) =>
            link instanceof OtelSpan ? { context: link.span.spanContext() } : [],
          ),
        },
        context,
      );
      return new OtelSpan(span, context);
    },
    stop: () => provider.shutdown().catch((error: unknown) => say(String(error))),
  };
}

/** A collector that is away fails every batch: one line a minute says so as well as all of them. */
const quietMs = 60_000;

function sparingly(tell: (message: string) => void): (message: string) => void {
  let lastAt = Number.NEGATIVE_INFINITY;
  return (message) => {
    if (performance.now() - lastAt < quietMs) return;
    lastAt = performance.now();
    tell(message);
  };
}

function parentContext(parent: SpanBeginning['parent'], incoming: SpanBeginning['incoming']): Context {
  if (parent instanceof OtelSpan) return parent.context;
  return incoming ? propagator.extract(ROOT_CONTEXT, incoming, getter) : ROOT_CONTEXT;
}

function samplerNamed(name: string, ratio: number): Sampler {
  const root: Sampler = name.endsWith('traceidratio')
    ? new TraceIdRatioBasedSampler(Number.isFinite(ratio) ? ratio : 1)
    : name.endsWith('always_off')
      ? new AlwaysOffSampler()
      : new AlwaysOnSampler();
  return name.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root;
}
