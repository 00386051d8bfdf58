import { setTimeout } from 'node:timers/promises';
import { definition } from '@lien-thong/ict';
import { type RunningSubgraph, readSubgraphConfig, startSubgraph } from '@lien-thong/subgraph-kit';
import pino from 'pino';

const logged: Record<string, unknown>[] = [];
let department: RunningSubgraph;

beforeAll(async () => {
  const write = (line: string) => void logged.push(JSON.parse(line));
  const address = { port: 0, host: '127.0.0.1' };
  department = await startSubgraph(definition, {
    ...address,
    // Nobody answers there.
    databaseUri: 'mongodb://127.0.0.1:9/ict',
    log: pino({ level: 'info' }, { write }),
    observe: { metrics: address },
  });
});
afterAll(() => department.stop());

async function ask(query: string, requestId: string): Promise<string> {
  const response = await fetch(department.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': requestId },
    body: JSON.stringify({ query }),
  });
  await response.text();
  return response.headers.get('x-request-id') ?? '';
}

async function lineOf(requestId: string): Promise<Record<string, unknown>> {
  for (;;) {
    const line = logged.find((each) => each.requestId === requestId && 'status' in each);
    if (line) return line;
    await setTimeout(10);
  }
}

async function samples(): Promise<string[]> {
  const [, address = ''] = /metrics at (http:\/\/[^"\s]+)/.exec(JSON.stringify(logged)) ?? [];
  return (await (await fetch(address)).text()).split('\n');
}

describe('a department', () => {
  test('writes one line for each request, with its id, what was asked, and what went wrong', async () => {
    expect(await ask('{ contracts { edges { node { id } } } }', 'asked-1')).toBe('asked-1');
    expect(await lineOf('asked-1')).toMatchObject({
      level: 30,
      operation: 'query contracts',
      status: expect.any(Number),
      ms: expect.any(Number),
      databaseCommands: 0,
      errorCodes: ['DATABASE_UNAVAILABLE'],
    });
  });

  test('replaces an id that is not well formed', async () => {
    expect(await ask('{ __typename }', 'one\ttwo {}')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('counts requests by outcome, errors by code, and sweeps that fail', async () => {
    const lines = await samples();
    for (const begin of [
      'lien_thong_department_errors_total{code="DATABASE_UNAVAILABLE",department="ict"} ',
      'lien_thong_department_requests_total{outcome="complete",department="ict"} ',
      'lien_thong_department_request_duration_seconds_count{type="query",department="ict"} ',
    ]) {
      expect(lines.filter((line) => line.startsWith(begin))).toEqual([expect.not.stringMatching(/ 0$/)]);
    }
    const failed = /^lien_thong_department_sweeps_total\{outcome="failed",department="ict"\} [1-9]/;
    while (!(await samples()).some((line) => failed.test(line))) await setTimeout(100);
  });
});

describe('the configuration of metrics and traces', () => {
  test('is off unless it is asked for', () => {
    expect(readSubgraphConfig('ict', {}).observe).toMatchObject({
      metrics: null,
      traces: { endpoint: undefined, serviceName: 'lien-thong-ict' },
    });
  });

  test('names every mistake', () => {
    const env = {
      ICT_METRICS_PORT: 'many',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318',
      OTEL_TRACES_SAMPLER: 'sometimes',
      OTEL_TRACES_SAMPLER_ARG: '2',
    };
    expect(() => readSubgraphConfig('ict', env)).toThrow(
      /4 mistake\(s\):\n.*ICT_METRICS_PORT="many" is not a port.*\n.*OTEL_EXPORTER_OTLP_ENDPOINT="collector:4318" is not an http or https address.*\n.*OTEL_TRACES_SAMPLER="sometimes" is not one of always_on.*\n.*OTEL_TRACES_SAMPLER_ARG="2" is not a number from 0 to 1/,
    );
  });
});
