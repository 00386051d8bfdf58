import './disableTelemetry';
import './tuneMemory';
import cluster from 'node:cluster';
import { ConfigurationError, type Ending, WorkerFailure, workerLink } from '@lien-thong/subgraph-kit';
import { GraphQLError } from 'graphql';
import { helpText, readConfig } from './config/config';
import { explainFile } from './explain/explainFile';
import { asksForPlan } from './explain/readExplainRequest';
import { createGateway } from './gateway';
import { createLog } from './log/createLog';
import { portVariable, superviseGateway } from './workers/superviseGateway';

/** A second signal ends the process at once only after so long, in milliseconds. */
const impatientAfterMs = 1_000;

/** Runs the gateway until SIGTERM or SIGINT. Exits 1 with one message when it cannot start. */
async function main(): Promise<void> {
  const flags = process.argv.slice(2);
  if (flags.includes('--help') || flags.includes('-h')) {
    process.stdout.write(helpText());
    return;
  }
  if (asksForPlan(flags)) {
    process.exitCode = await explainFile(flags, process);
    return;
  }
  const link = workerLink(process);
  const read = readConfig(process.env, flags);
  const config = link ? { ...read, port: Number(process.env[portVariable]) } : read;
  const format = config.logFormat === 'auto' ? (process.stdout.isTTY ? 'pretty' : 'json') : config.logFormat;
  const common = createLog({ level: config.logLevel, format, destination: process.stdout });
  if (config.workers > 0 && cluster.isPrimary) {
    return superviseGateway({ config, log: common, host: process });
  }
  const log = link ? common.child({ worker: link.number }) : common;
  const gateway = await createGateway(config, log, link ?? undefined);
  process.on('unhandledRejection', (error) =>
    log.error({ err: error }, 'a promise was rejected and nobody looked'),
  );

  // A worker takes no connection from the others before it can answer it.
  if (link) await gateway.load();
  const port = await gateway.listen();
  if (!link) await gateway.load();
  const host = config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host;

  let endingSince: number | null = null;
  const end = async (why: string, code: number, ending?: Ending): Promise<void> => {
    if (endingSince !== null) {
      // One Ctrl-C comes several times: from the terminal, from npm, from a supervisor. Later it means not to wait.
      if (performance.now() - endingSince > impatientAfterMs) process.exit(1);
      return;
    }
    endingSince = performance.now();
    log.info(`${why}: the gateway ends when requests in flight are answered`);
    await gateway.stop(ending);
    process.exit(code);
  };
  link?.onEnd((ending) => void end(ending.isReplaced ? 'replaced' : 'the supervisor ends', 0, ending));
  process.on('SIGTERM', (signal) => void end(signal, 0));
  process.on('SIGINT', (signal) => void end(signal, 0));
  process.on('uncaughtException', (error) => {
    // What state this left behind, nobody knows: the supervisor starts another process.
    log.fatal({ err: error }, 'an unexpected error ends the gateway');
    void end('unexpected error', 1);
  });
  // Said last: who reads it may send a signal at once. The supervisor hears of a worker after the log did.
  const served = link ? `worker ${link.number} serves` : 'the gateway serves';
  log.info({ port, engine: config.engine, pid: process.pid }, `${served} http://${host}:${port}/graphql`);
  link?.sayReady();
}

function sentenceFor(error: unknown): string {
  if (error instanceof ConfigurationError) return `${error.code}: ${error.message}`;
  if (error instanceof GraphQLError) return `${error.extensions.code}: ${error.message}`;
  const { code, port, stack } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') {
    return `PORT_TAKEN: port ${port} is in use by another process. Give another by --port or PORT; 0 takes a free one.`;
  }
  return String(stack);
}

main().catch((error: unknown) => {
  // Why a worker did not start, it has said itself.
  if (!(error instanceof WorkerFailure)) process.stderr.write(`${sentenceFor(error)}\n`);
  process.exit(1);
});
