import { samplerNames } from '@lien-thong/subgraph-kit';
import { address, oneOf, text, wholeNumber } from './optionKinds';

const day = 86_400_000;

/** Settings: metrics, traces, and what is slow. */
export const observeOptions = {
  metricsPort: wholeNumber<number | undefined>(
    {
      variable: 'METRICS_PORT',
      help: 'the port of /metrics for Prometheus; 0 takes a free one; none is opened where it is left out',
      fallback: undefined,
    },
    [0, 65_535],
  ),
  metricsHost: text(
    { variable: 'METRICS_HOST', help: 'the address on which /metrics listens', fallback: '127.0.0.1' },
    'ADDRESS',
  ),
  metricsOperations: wholeNumber(
    {
      variable: 'METRICS_OPERATIONS',
      help: 'how many names of operations have metrics of their own; those that come later are counted as other',
      fallback: 100,
    },
    [0, 10_000],
  ),
  metricsClients: wholeNumber(
    {
      variable: 'METRICS_CLIENTS',
      help: 'how many names of clients have metrics of their own; those that come later are counted as other',
      fallback: 20,
    },
    [0, 1_000],
  ),
  slowOperationMs: wholeNumber(
    {
      variable: 'SLOW_OPERATION_MS',
      help: 'an operation that takes longer is logged with its plan, in milliseconds; 0 logs none',
      fallback: 2_000,
    },
    [0, day],
  ),
  otlpEndpoint: address({
    variable: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    help: 'the collector that traces are sent to, as JSON over HTTP to its /v1/traces; none are made where it is left out',
    fallback: undefined,
  }),
  otlpTracesEndpoint: address({
    variable: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    help: 'the whole address that traces are sent to, in place of the one above',
    fallback: undefined,
  }),
  otelServiceName: text(
    {
      variable: 'OTEL_SERVICE_NAME',
      help: 'the name of this service in traces',
      fallback: 'lien-thong-gateway',
    },
    'TEXT',
  ),
  tracesSampler: oneOf(
    {
      variable: 'OTEL_TRACES_SAMPLER',
      help: 'which traces are sent; parentbased follows what the traceparent of the caller says',
      fallback: 'parentbased_always_on' as (typeof samplerNames)[number],
    },
    samplerNames,
  ),
  tracesSamplerArg: {
    ...text(
      {
        variable: 'OTEL_TRACES_SAMPLER_ARG',
        help: 'the share of traces that samplers by ratio send, from 0 to 1',
        fallback: '1',
      },
      'RATIO',
    ),
    parse: (given: string) =>
      Number(given) >= 0 && Number(given) <= 1 ? { value: given } : { expected: 'a number from 0 to 1' },
  },
};
