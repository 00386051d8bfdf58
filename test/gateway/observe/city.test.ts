import { setTimeout } from 'node:timers/promises';
import { type City, startCity } from '../../helpers/startCity';
import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from '../../helpers/startOtlpReceiver';

const question =
  'query WhoBought { programmeByCode(code: "CT-UDCNTT-2019") { name { vi } contractSummary(fiscalYear: 2019) { count } financials(fiscalYear: 2019) { allocated { amount } } } }';

let receiver: OtlpReceiver;
let city: City;

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  const quick = { OTEL_BSP_SCHEDULE_DELAY: '50', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint };
  city = await startCity({
    packs: ['facts'],
    departmentEnv: {
      ...quick,
      LOG_LEVEL: 'info',
      ICT_METRICS_PORT: '0',
      FINANCE_METRICS_PORT: '0',
      PLANNING_METRICS_PORT: '0',
    },
    gatewayEnv: quick,
    gatewayFlags: ['--metrics-port', '0'],
  });
}, 120_000);
afterAll(async () => {
  await city?.stop();
  await receiver?.close();
});

const ask = (headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${city.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: question }),
  });

/** The span from which it descends; itself where it has no parent. */
function rootOf(span: ReceivedSpan, spans: readonly ReceivedSpan[]): ReceivedSpan {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return parent ? rootOf(parent, spans) : span;
}

describe('a trace', () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const traceparent = `00-${traceId}-b7ad6b7169203331-01`;

  it('holds the request, its plan, each department and what that asked its database', async () => {
    const response = await ask({ traceparent, 'apollographql-client-name': 'report' });
    expect(await response.json()).not.toHaveProperty('errors');
    const mine = ({ traceId: id }: ReceivedSpan) => id === traceId;
    const isWhole = (all: readonly ReceivedSpan[]) => {
      const own = all.filter(mine);
      const answered = own.filter(({ service, kind }) => kind === 2 && service !== 'lien-thong-gateway');
      const asked = own.filter(({ service, kind }) => kind === 3 && service === 'lien-thong-gateway');
      return (
        own.some(({ name }) => name === 'query WhoBought') &&
        asked.length > 0 &&
        answered.length === asked.length
      );
    };
    const spans = (await receiver.waitFor(isWhole)).filter(mine);
    const request = spans.find(({ name }) => name === 'query WhoBought');
    expect(request).toMatchObject({ parentSpanId: 'b7ad6b7169203331', kind: 2 });
    expect(request?.attributes).toMatchObject({ 'lien_thong.client': 'report' });
    const own = spans.filter(({ service }) => service === 'lien-thong-gateway').map(({ name }) => name);
    expect(own).toEqual(expect.arrayContaining(['parse', 'validate', 'plan', 'respond']));

    const answered = spans.filter(({ service, kind }) => service !== 'lien-thong-gateway' && kind === 2);
    expect(new Set(answered.map(({ service }) => service)).size).toBeGreaterThan(1);
    for (const span of answered) {
      const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
      expect(parent).toMatchObject({ kind: 3, name: `ask ${span.service.replace('lien-thong-', '')}` });
    }
    const commands = spans.filter(({ attributes }) => attributes['db.system.name'] === 'mongodb');
    expect(commands.length).toBeGreaterThan(0);
    for (const span of spans) expect(rootOf(span, spans)).toBe(request);
    for (const { attributes } of commands)
      expect(Object.keys(attributes).sort()).toEqual([
        'db.collection.name',
        'db.namespace',
        'db.operation.name',
        'db.system.name',
      ]);
  });

  it('is not made for a request whose caller says so', async () => {
    const unsampled = '1af7651916cd43dd8448eb211c80319c';
    const sampled = '2af7651916cd43dd8448eb211c80319c';
    await ask({ traceparent: `00-${unsampled}-b7ad6b7169203331-00` });
    await ask({ traceparent: `00-${sampled}-b7ad6b7169203331-01` });
    const spans = await receiver.waitFor((all) => all.some(({ traceId: id }) => id === sampled));
    expect(spans.filter(({ traceId: id }) => id === unsampled)).toEqual([]);
  });
});

describe('a request id', () => {
  const lineWith = (output: string, id: string): Record<string, unknown> | undefined =>
    output
      .split('\n')
      .filter((line) => line.startsWith('{') && line.includes(id))
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .find((line) => 'status' in line);

  it('is in the line of the gateway and in that of each department that was asked', async () => {
    await ask({
      'x-request-id': 'report-2026.11',
      'x-client-name': 'báo cáo',
      'x-client-version': '1.2',
    });
    await city.gateway.waitFor(/report-2026\.11.*WhoBought.*\}\n/);
    const line = lineWith(city.gateway.output(), 'report-2026.11');
    expect(line).toMatchObject({
      operation: 'query WhoBought',
      status: 200,
      ms: expect.any(Number),
    });
    const { departments = [] } = (line ?? {}) as { departments?: (keyof City['processes'])[] };
    expect(departments.length).toBeGreaterThan(1);
    for (const department of departments) {
      const process = city.processes[department];
      await process.waitFor(/^\{(?=.*report-2026\.11)(?=.*"status":).*\}\n/m);
      expect(lineWith(process.output(), 'report-2026.11')).toMatchObject({
        operation: expect.stringMatching(/^query \w+/),
        status: 200,
        databaseCommands: expect.any(Number),
      });
    }
  });

  it('that is not well formed is replaced, at the gateway and at a department', async () => {
    const sent = { 'x-request-id': 'a b"c' };
    const atGateway = (await ask(sent)).headers.get('x-request-id');
    const atDepartment = (await fetch(city.urls.ict, { headers: sent })).headers.get('x-request-id');
    for (const id of [atGateway, atDepartment]) expect(id ?? '').toMatch(/^([0-9a-f-]{36})?$/);
  });
});

describe('/metrics', () => {
  /** The samples of one process. */
  const samples = async (output: string): Promise<string[]> => {
    const [, address = ''] = /metrics at (http:\/\/[^"\s]+)/.exec(output) ?? [];
    return (await (await fetch(address)).text()).split('\n');
  };
  /** They are written when an answer has gone, and a department is asked how it is: both take a moment. */
  const samplesWith = async (output: () => string, ...wanted: RegExp[]): Promise<string[]> => {
    for (;;) {
      const lines = await samples(output());
      if (wanted.every((each) => lines.some((line) => each.test(line)))) return lines;
      await setTimeout(50);
    }
  };

  it('of the gateway counts operations by name, type, client and outcome', async () => {
    await ask({ 'x-client-name': 'dashboard' });
    const lines = await samplesWith(
      city.gateway.output,
      /^\w+_operations_total\{operation="WhoBought".*client="dashboard"/,
      /_database_up\{department="finance"\} 1$/,
    );
    const labels = 'operation="WhoBought",type="query",client="dashboard"';
    expect(lines).toContain(`lien_thong_gateway_operations_total{${labels},outcome="complete"} 1`);
    expect(lines).toContain(`lien_thong_gateway_operation_duration_seconds_count{${labels}} 1`);
    expect(lines).toContain('lien_thong_gateway_department_up{department="finance"} 1');
    expect(lines).toContain('lien_thong_gateway_department_database_up{department="finance"} 1');
    for (const begin of [
      'lien_thong_gateway_plan_cache_hits_total ',
      'lien_thong_gateway_department_requests_total{department="finance",outcome="ok"} ',
      'nodejs_eventloop_lag_p99_seconds ',
    ]) {
      expect(lines.filter((line) => line.startsWith(begin))).toEqual([expect.not.stringMatching(/ 0$/)]);
    }
  });

  it('of a department counts its requests, its database commands and its sweeps', async () => {
    const lines = await samplesWith(
      city.processes.finance.output,
      /_sweeps_total\{outcome="ok",department="finance"\} [1-9]/,
    );
    for (const begin of [
      'lien_thong_department_requests_total{outcome="complete",department="finance"} ',
      'lien_thong_department_database_commands_total{command="find",outcome="ok",department="finance"} ',
      'lien_thong_department_sweeps_total{outcome="ok",department="finance"} ',
    ]) {
      expect(lines.filter((line) => line.startsWith(begin))).toEqual([expect.not.stringMatching(/ 0$/)]);
    }
  });
});
