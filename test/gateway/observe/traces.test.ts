import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { startFederation } from '../../helpers/federation';
import { startOtlpReceiver } from '../../helpers/startOtlpReceiver';
import { startProcess } from '../../helpers/startProcess';
import { startTestGateway } from '../../helpers/startTestGateway';

const sdl = 'type Query { word: String }';

/** A gateway over one department that sends its traces to a receiver; what `use` has done is in the spans. */
async function traced(
  use: (at: {
    gateway: Awaited<ReturnType<typeof startTestGateway>>;
    federation: Awaited<ReturnType<typeof startFederation>>;
  }) => Promise<void>,
  flags: readonly string[] = [],
) {
  const receiver = await startOtlpReceiver();
  const federation = await startFederation({
    dictionary: { sdl, resolvers: { Query: { word: () => 'chữ' } } },
  });
  const gateway = await startTestGateway(federation.supergraphSdl, {
    flags: ['--otlp-endpoint', receiver.endpoint, ...flags],
  });
  try {
    await use({ gateway, federation });
  } finally {
    // What is left is sent when the gateway ends.
    await gateway.close();
    await federation.close();
    await receiver.close();
  }
  return receiver.spans;
}

describe('a read that two requests share', () => {
  test('is in the trace of the first; the other has a span that is linked to it', async () => {
    const spans = await traced(
      async ({ gateway, federation }) => {
        let arrived = () => {};
        const first = new Promise<void>((resolve) => {
          arrived = resolve;
        });
        let release = () => {};
        const held = new Promise<void>((resolve) => {
          release = resolve;
        });
        federation.intercept('dictionary', async () => {
          arrived();
          await held;
          return false;
        });
        const one = gateway.ask('query One { word }');
        await first;
        const other = gateway.ask('query Other { word }');
        const [, metrics = ''] = /metrics at (http:\/\/[^"\s]+)/.exec(JSON.stringify(gateway.logged)) ?? [];
        const isShared = async () => /^\w+_shared_total [1-9]/m.test(await (await fetch(metrics)).text());
        while (!(await isShared())) await setTimeout(10);
        release();
        await Promise.all([one, other]);
        // The rest are the questions of /metrics whether the department is there.
        const reads = federation.calls.filter(({ query }) => query !== '{ __typename }');
        expect(reads).toHaveLength(1);
      },
      ['--metrics-port', '0'],
    );
    const named = (name: string) => spans.find((span) => span.name === name);
    const one = named('query One');
    const other = named('query Other');
    expect(one?.traceId).not.toBe(other?.traceId);
    expect(spans.filter(({ name }) => name === 'ask dictionary')).toMatchObject([
      { parentSpanId: one?.spanId },
    ]);
    expect(spans.find(({ links }) => links.length > 0)).toMatchObject({
      parentSpanId: other?.spanId,
      links: [{ traceId: one?.traceId, spanId: one?.spanId }],
    });
  });
});

describe('a request to a department', () => {
  test('carries its own span, and its retries are events of it', async () => {
    let sent: string[] = [];
    const spans = await traced(async ({ gateway, federation }) => {
      federation.intercept('dictionary', (_call, response) => {
        if (federation.calls.length > 1) return false;
        response.writeHead(503).end();
        return true;
      });
      await gateway.ask('query Word { word }');
      sent = federation.calls.map(({ headers }) => String(headers.traceparent));
    });
    const call = spans.find(({ name }) => name === 'ask dictionary');
    expect(sent).toEqual([expect.any(String), sent[0]]);
    expect(sent[0]).toBe(`00-${call?.traceId}-${call?.spanId}-01`);
    expect(call?.events.map(({ name }) => name)).toEqual(['attempt ended', 'retry', 'attempt ended']);
  });

  test('that fails is an error in the trace, with its reason', async () => {
    const spans = await traced(async ({ gateway, federation }) => {
      federation.intercept('dictionary', (_call, response) => {
        response.end('<html>');
        return true;
      });
      await gateway.ask('query Word { word }');
    });
    const request = spans.find(({ name }) => name === 'query Word');
    expect(request?.attributes).toMatchObject({ 'lien_thong.error_codes': 'DOWNSTREAM_SERVICE_ERROR' });
    expect(request?.events.map(({ name }) => name)).toContain('a department failed');
  });

  test('of the stock executor is in the trace too', async () => {
    const spans = await traced(
      ({ gateway }) => gateway.ask('query Word { word }').then(() => {}),
      ['--engine', 'apollo'],
    );
    const request = spans.find(({ name }) => name === 'query Word');
    expect(spans.find(({ name }) => name === 'ask dictionary')).toMatchObject({
      parentSpanId: request?.spanId,
    });
  });
});

describe('sampling', () => {
  test('by a ratio of 0 sends nothing, whatever the caller wants', async () => {
    const flags = ['--traces-sampler', 'traceidratio', '--traces-sampler-arg', '0'];
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const spans = await traced(
      ({ gateway }) => gateway.ask('{ word }', { headers: { traceparent } }).then(() => {}),
      flags,
    );
    expect(spans).toEqual([]);
  });
});

describe('a gateway without a collector', () => {
  test('loads no package that makes traces, and sends no traceparent', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'traces-'));
    const federation = await startFederation({
      dictionary: { sdl, resolvers: { Query: { word: () => 'chữ' } } },
    });
    const supergraph = join(folder, 'supergraph.graphql');
    const probe = join(folder, 'probe.cjs');
    await writeFile(supergraph, federation.supergraphSdl);
    const found =
      'Object.keys(require.cache).filter((path) => /opentelemetry.(sdk-trace|exporter)/.test(path))';
    await writeFile(probe, `process.on('exit', () => console.log('loaded', JSON.stringify(${found})));`);
    const gateway = await startProcess({
      file: 'gateway/dist/main.js',
      args: ['--port', '0', '--host', '127.0.0.1', '--supergraph', supergraph, '--log-format', 'json'],
      env: { NODE_OPTIONS: `--require ${probe}`, OTEL_EXPORTER_OTLP_ENDPOINT: undefined },
      ready: /the gateway serves (http:\/\/[^"]+)/,
    });
    await fetch(gateway.readyLine[1] ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ word }"}',
    });
    const { output } = await gateway.stop();
    await federation.close();
    await rm(folder, { recursive: true });
    expect(output).toContain('loaded []');
    expect(federation.calls.map(({ headers }) => headers.traceparent)).toEqual([undefined]);
  });
});
