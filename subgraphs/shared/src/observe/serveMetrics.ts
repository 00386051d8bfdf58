import cluster from 'node:cluster';
import { AggregatorRegistry, collectDefaultMetrics, type Registry } from 'prom-client';
import { addReading } from './addReading';
import { MetricsServer, type MetricsSource } from './MetricsServer';

/** Where `/metrics` is to be had. */
export interface MetricsAddress {
  /** 0 takes a free port. */
  readonly port: number;
  readonly host: string;
}

/**
 * Opens `/metrics` for the metrics of this process. In a worker no port is opened: its supervisor asks it, and answers for
 * all. Rejects with the system's error, as EADDRINUSE.
 */
export async function serveMetrics(registry: Registry, address: MetricsAddress): Promise<ServedMetrics> {
  if (cluster.isWorker) {
    AggregatorRegistry.setRegistries(registry);
    // Only what has been made listens to the supervisor.
    new AggregatorRegistry();
    return { port: null, close: async () => {} };
  }
  return open(registry, address);
}

/** What every process counts: the facts of Node, and itself, so that sums over workers can be divided. */
export function addProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
  addReading(registry, {
    ...{ type: 'gauge', name: 'lien_thong_processes', help: 'Processes behind these metrics.' },
    read: () => [[[], 1]],
  });
}

/** Opens `/metrics` for a supervisor: the metrics of all its workers as one, sums where they count. */
export function serveWorkersMetrics(address: MetricsAddress): Promise<ServedMetrics> {
  const all = new AggregatorRegistry();
  return open({ contentType: all.contentType, metrics: () => all.clusterMetrics() }, address);
}

/** An open `/metrics`. */
export interface ServedMetrics {
  /** Null in a worker. */
  readonly port: number | null;
  close(): Promise<void>;
}

async function open(source: MetricsSource, { port, host }: MetricsAddress): Promise<ServedMetrics> {
  const server = new MetricsServer(source);
  return { port: await server.listen(port, host), close: () => server.close() };
}
