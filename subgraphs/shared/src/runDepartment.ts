import cluster from 'node:cluster';
import { type Environment, readSubgraphConfig } from './config';
import type { RequestContext } from './context';
import type { SubgraphDefinition } from './createSubgraph';
import { createVerifyCaller } from './createVerifyCaller';
import { startEmbeddedMongo } from './embeddedMongo';
import { readPublicKeyText } from './readPublicKeyText';
import { askSupervisorOfReplays } from './requests/sharedReplays';
import { runSubgraph, startFailure } from './runSubgraph';
import { superviseDepartment } from './superviseDepartment';
import { WorkerFailure, workerLink } from './workers';

/**
 * Runs a department in a process of its own until SIGTERM or SIGINT, with an embedded database where none is named, or
 * in several (`<NAME>_WORKERS`), which SIGHUP replaces. `define` makes the department from its configuration. Exits 1 with
 * one message when it cannot start.
 */
export async function runDepartment<C extends RequestContext>(
  name: string,
  define: (env: Environment) => SubgraphDefinition<C>,
  host: NodeJS.Process,
): Promise<void> {
  const { env } = host;
  const print = (line: string) => host.stdout.write(`${line}\n`);
  try {
    if (cluster.isPrimary) {
      const config = readSubgraphConfig(name, env);
      if (config.workers > 0) return await superviseDepartment(config, host);
    }
    const link = workerLink(host);
    await runSubgraph(define(env), {
      env,
      flags: host.argv.slice(2),
      replays: link ? askSupervisorOfReplays(host) : undefined,
      exit: (code) => host.exit(code),
      onStop: (stop) => {
        host.on('SIGTERM', () => stop()).on('SIGINT', () => stop());
        link?.onEnd(({ lingerMs }) => stop(lingerMs));
      },
      onReady: () => link?.sayReady(),
      worker: link?.number,
      print: link ? (line) => print(`worker ${link.number}: ${line}`) : print,
      startDatabase: (port) => startEmbeddedMongo({ department: name, port, log: print, env }),
      verifyCaller: await createVerifyCaller(await readPublicKeyText(env)),
    });
  } catch (error) {
    if (!(error instanceof WorkerFailure)) print(startFailure(name, error));
    host.exit(1);
  }
}
