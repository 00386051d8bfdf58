import cluster from 'node:cluster';
import { departmentNamed } from '@lien-thong/schema';
import type { SubgraphConfig } from './config';
import { freePort, startEmbeddedMongo } from './embeddedMongo';
import { serveWorkersMetrics } from './observe/serveMetrics';
import { answerReplays } from './requests/sharedReplays';
import { superviseWorkers } from './workers';

/** Longer than a department gives its open requests. */
const endsWithinMs = 8_000;
/** Longer than the gateway and other departments keep a connection that they do not use. */
const lingerMs = 5_000;

/**
 * Runs a department as several processes on its port, and its embedded database where none is named. SIGHUP replaces the
 * processes one after the other without losing a request; SIGTERM and SIGINT end them, a second one at once. Rejects
 * where the first does not get ready, which has then said why.
 */
export async function superviseDepartment(config: SubgraphConfig, host: NodeJS.Process): Promise<void> {
  const { department, workers: count, embeddedDatabasePort } = config;
  const { name, variables } = departmentNamed(department.name);
  const log = (line: string) => void host.stdout.write(`${name}: ${line}\n`);
  const { env } = host;
  answerReplays(cluster);
  const database = config.databaseUri
    ? null
    : await startEmbeddedMongo({ department: name, port: embeddedDatabasePort, log, env });
  // A port of 0 would be another one for each worker that comes later.
  const port = config.port === 0 ? await freePort() : config.port;
  const workerEnv = {
    [variables.port]: String(port),
    [variables.databaseUri]: config.databaseUri ?? database?.uri ?? '',
  };
  let roll = (): unknown => log('SIGHUP: the workers are just being started');
  host.on('SIGHUP', () => void roll());
  const supervised = await superviseWorkers({ count, log, env: workerEnv, endsWithinMs, lingerMs }).catch(
    async (error: unknown) => {
      await database?.stop();
      throw error;
    },
  );
  if (config.observe.metrics) {
    const { port: metricsPort } = await serveWorkersMetrics(config.observe.metrics);
    log(`metrics at http://${config.observe.metrics.host}:${metricsPort}/metrics`);
  }
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    await supervised.stop();
    await database?.stop();
    host.exit(0);
  };
  roll = () => supervised.roll();
  host.on('SIGTERM', () => void end()).on('SIGINT', () => void end());
  log(`ready at http://${config.host}:${port}/graphql (${count} workers)`);
}
