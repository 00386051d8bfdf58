import { type Department, departmentNamed } from '@lien-thong/schema';
import type { ObserveOptions } from './observe/DepartmentObservation';
import { readObserveOptions } from './observe/readObserveOptions';

/** Environment variables as a process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** How one department's process runs. */
export interface SubgraphConfig {
  readonly department: Department;
  /** Port to listen on; 0 picks a free one. */
  readonly port: number;
  /** Address to listen on. */
  readonly host: string;
  /** The department's own database; null brings up an embedded server. */
  readonly databaseUri: string | null;
  /** Port of that embedded server; 0 picks a free one. */
  readonly embeddedDatabasePort: number;
  readonly logLevel: string;
  /** Processes that serve the port, with a supervisor that replaces a dead one; 0 is one process without a supervisor. */
  readonly workers: number;
  /** Metrics and traces, neither of which there is unless it is asked for. */
  readonly observe: ObserveOptions;
}

/** Thrown when a configuration has mistakes; `problems` names every one of them. */
export class ConfigurationError extends Error {
  /** Code of the registry. */
  readonly code = 'INVALID_CONFIGURATION';

  constructor(readonly problems: readonly string[]) {
    super(
      `The configuration has ${problems.length} mistake(s):\n${problems.map((each) => `  - ${each}`).join('\n')}`,
    );
    this.name = 'ConfigurationError';
  }
}

const mostWorkers = 64;
const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'];

/**
 * Reads a department's configuration from the environment: `<NAME>_PORT`, `<NAME>_HOST`, `<NAME>_MONGODB_URI`,
 * `<NAME>_MONGODB_PORT` (of the embedded server), `<NAME>_WORKERS`, `LOG_LEVEL`, and those of `readObserveOptions`. Throws one `ConfigurationError` that names all mistakes at once.
 */
export function readSubgraphConfig(name: string, env: Environment): SubgraphConfig {
  const department = departmentNamed(name);
  const problems: string[] = [];
  const { variables } = department;
  const uriVariable = variables.databaseUri;
  const readPort = (variable: string, standard: number): number => {
    const text = env[variable] || String(standard);
    if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
    problems.push(`${variable}="${text}" is not a port. Give a whole number from 0 (any free one) to 65535.`);
    return 0;
  };
  const port = readPort(variables.port, department.port);
  const embeddedDatabasePort = readPort(variables.embeddedDatabasePort, department.embeddedDatabasePort);
  const databaseUri = env[uriVariable]?.trim() || null;
  if (databaseUri && !/^mongodb(\+srv)?:\/\/[^/]+/.test(databaseUri)) {
    problems.push(`${uriVariable} is not a MongoDB address. Give one as mongodb://host:27017/${name}.`);
  }
  const workersVariable = `${name.toUpperCase()}_WORKERS`;
  const workers = env[workersVariable] || '0';
  if (!/^\d{1,2}$/.test(workers) || Number(workers) > mostWorkers) {
    problems.push(
      `${workersVariable}="${workers}" is not a number of workers. Give a whole number from 0 to ${mostWorkers}.`,
    );
  }
  const logLevel = env.LOG_LEVEL ?? 'info';
  if (!logLevels.includes(logLevel)) {
    problems.push(`LOG_LEVEL="${logLevel}" is not a level. Give one of ${logLevels.join(', ')}.`);
  }
  const { observe, problems: unobservable } = readObserveOptions(name, env);
  problems.push(...unobservable);
  if (problems.length > 0) throw new ConfigurationError(problems);
  return Object.freeze({
    department,
    port,
    embeddedDatabasePort,
    host: env[`${name.toUpperCase()}_HOST`] ?? '127.0.0.1',
    databaseUri,
    logLevel,
    workers: Number(workers),
    observe,
  });
}
