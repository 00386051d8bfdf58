import { canListen, freePort } from '@lien-thong/subgraph-kit';
import type { PlannedPort, StartConfig } from './readStartConfig';
import { plannedPorts } from './readStartConfig';

/** Thrown when ports are in use; the message names each port, who wanted it and what changes it. */
export class PortTakenError extends Error {
  /** Code of the registry. */
  readonly code = 'PORT_TAKEN';

  constructor(taken: readonly PlannedPort[]) {
    const lines = taken.map(
      ({ owner, variable, port }) => `  - ${port}, which ${owner} needs (another port: ${variable}=...)`,
    );
    super(
      `Ports that another process uses or that may not be used; nothing was started:\n${lines.join('\n')}`,
    );
    this.name = 'PortTakenError';
  }
}

/**
 * The configuration with a free port in place of each 0. Throws a PortTakenError that names all ports that cannot be
 * listened on; looked at before anything is started, so that nothing has to be ended again.
 */
export async function claimPorts(config: StartConfig): Promise<StartConfig> {
  const taken: PlannedPort[] = [];
  for (const planned of plannedPorts(config)) {
    if (planned.port !== 0 && !(await canListen(planned.port))) taken.push(planned);
  }
  if (taken.length > 0) throw new PortTakenError(taken);
  return {
    gateway: await withNumber(config.gateway),
    departments: await Promise.all(
      config.departments.map(async ({ department, port, database }) => ({
        department,
        port: await withNumber(port),
        database: 'port' in database ? { port: await withNumber(database.port) } : database,
      })),
    ),
  };
}

async function withNumber<P extends PlannedPort>(planned: P): Promise<P> {
  return planned.port === 0 ? { ...planned, port: await freePort() } : planned;
}
