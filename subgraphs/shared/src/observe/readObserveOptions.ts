import { departmentNamed } from '@lien-thong/schema';
import type { Environment } from '../config';
import type { ObserveOptions } from './DepartmentObservation';
import { samplerNames } from './Tracing';

/** Metrics and traces of a department as its environment says, and every mistake in it. */
export interface ReadObserveOptions {
  readonly observe: ObserveOptions;
  readonly problems: readonly string[];
}

/**
 * Reads `<NAME>_METRICS_PORT` and `<NAME>_METRICS_HOST`, and the standard variables of OpenTelemetry:
 * `OTEL_EXPORTER_OTLP_ENDPOINT`, `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`, `OTEL_SERVICE_NAME` (else
 * `lien-thong-<name>`), `OTEL_TRACES_SAMPLER`, `OTEL_TRACES_SAMPLER_ARG`.
 */
export function readObserveOptions(department: string, env: Environment): ReadObserveOptions {
  const { name } = departmentNamed(department);
  const problems: string[] = [];
  const variable = `${name.toUpperCase()}_METRICS_PORT`;
  const port = env[variable] || null;
  if (port !== null && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535)) {
    problems.push(`${variable}="${port}" is not a port. Give a whole number from 0 (any free one) to 65535.`);
  }
  const addressIn = (key: string): string | undefined => {
    const text = env[key] || undefined;
    if (text === undefined || (URL.canParse(text) && /^https?:/.test(text))) return text;
    problems.push(`${key}="${text}" is not an http or https address.`);
    return undefined;
  };
  const endpoint = addressIn('OTEL_EXPORTER_OTLP_ENDPOINT');
  const tracesEndpoint = addressIn('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT');
  const sampler = env.OTEL_TRACES_SAMPLER || undefined;
  if (sampler !== undefined && !samplerNames.some((known) => known === sampler)) {
    problems.push(`OTEL_TRACES_SAMPLER="${sampler}" is not one of ${samplerNames.join(', ')}.`);
  }
  const samplerArg = env.OTEL_TRACES_SAMPLER_ARG || undefined;
  if (samplerArg !== undefined && !(Number(samplerArg) >= 0 && Number(samplerArg) <= 1)) {
    problems.push(`OTEL_TRACES_SAMPLER_ARG="${samplerArg}" is not a number from 0 to 1.`);
  }
  const host = env[`${name.toUpperCase()}_METRICS_HOST`] || '127.0.0.1';
  const serviceName = env.OTEL_SERVICE_NAME || `lien-thong-${name}`;
  return {
    problems,
    observe: {
      metrics: port === null ? null : { port: Number(port), host },
      traces: { endpoint, tracesEndpoint, serviceName, sampler, samplerArg },
    },
  };
}
