/**
 * Loaded into a process before its program (`NODE_OPTIONS=--require`): answers, on a port of its own whose number it
 * writes into the folder PROBE_FOLDER, with what the process holds. `GET /` collects garbage first.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';
import type { ProbeReading } from './Probes';

const folder = process.env.PROBE_FOLDER;

function start(into: string): void {
  setFlagsFromString('--expose_gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const delays = monitorEventLoopDelay({ resolution: 10 });
  delays.enable();
  const server = createServer((_, response) => {
    // Before the collection, which is a delay of its own.
    const loopDelayP99Ms = Math.max(0, delays.percentile(99) / 1e6 - 10);
    collectGarbage();
    collectGarbage();
    const { heapUsed, rss, external } = process.memoryUsage();
    const reading: ProbeReading = {
      pid: process.pid,
      heapBytes: heapUsed,
      rssBytes: rss,
      externalBytes: external,
      handles: process.getActiveResourcesInfo().length,
      loopDelayP99Ms,
    };
    delays.reset();
    response.setHeader('connection', 'close');
    response.end(JSON.stringify(reading));
  });
  // A worker of a cluster would otherwise share the port with the others.
  server.listen({ port: 0, host: '127.0.0.1', exclusive: true }, () => {
    mkdirSync(into, { recursive: true });
    writeFileSync(join(into, `${process.pid}.port`), String((server.address() as AddressInfo).port));
  });
  server.unref();
}

if (folder && isMainThread) start(folder);
