import { freePort, serveWorkersMetrics, superviseWorkers } from '@lien-thong/subgraph-kit';
import type { Logger } from 'pino';
import type { Config } from '../config/config';

/** A second signal ends everything at once only after so long, in milliseconds. */
const impatientAfterMs = 1_000;

/** What the supervisor runs with. */
export interface Supervisor {
  readonly config: Config;
  readonly log: Logger;
  /** The process that it is; each worker is this program once more. */
  readonly host: NodeJS.Process;
}

/**
 * Runs the gateway as several processes on one port until SIGTERM or SIGINT. A dead one is replaced, after ever longer
 * pauses while it keeps dying; SIGHUP replaces all, one after the other, without losing a request. Rejects with how the
 * first one ended where it does not get ready, which has then said why.
 */
export async function superviseGateway({ config, log, host }: Supervisor): Promise<void> {
  // A port of 0 would be another one for each worker that comes later.
  const port = config.port === 0 ? await freePort() : config.port;
  let roll = (): unknown => log.info('SIGHUP: the workers are just being started');
  host.on('SIGHUP', () => void roll());
  const supervised = await superviseWorkers({
    count: config.workers,
    log: (line) => log.warn(line),
    env: { [portVariable]: String(port) },
    endsWithinMs: config.drainDelayMs + config.drainDeadlineMs + 2_000,
    lingerMs: config.lingerMs,
  });
  if (config.metricsPort !== undefined) {
    const address = { port: config.metricsPort, host: config.metricsHost };
    const { port: metricsPort } = await serveWorkersMetrics(address);
    log.info({ port: metricsPort }, `metrics at http://${config.metricsHost}:${metricsPort}/metrics`);
  }
  let endingSince: number | null = null;
  const end = async (signal: string) => {
    if (endingSince !== null) {
      if (performance.now() - endingSince < impatientAfterMs) return;
      supervised.kill();
      return host.exit(1);
    }
    endingSince = performance.now();
    log.info(`${signal}: the workers end when requests in flight are answered`);
    await supervised.stop();
    host.exit(0);
  };
  host.on('SIGTERM', (signal) => void end(signal)).on('SIGINT', (signal) => void end(signal));
  roll = () => {
    log.info('SIGHUP: the workers are replaced, one after the other');
    return supervised.roll();
  };
  const { ready } = supervised.standing();
  const named = config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host;
  log.info(
    { port, workers: ready },
    `the gateway serves http://${named}:${port}/graphql with ${ready} workers`,
  );
}

/** In which a worker finds the port, whatever its flags say. */
export const portVariable = 'LIEN_THONG_WORKER_PORT';
