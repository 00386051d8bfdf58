import { type Department, departments } from '@lien-thong/schema';
import { ConfigurationError, type Environment, readSubgraphConfig } from '@lien-thong/subgraph-kit';

const standardGatewayPort = 4000;

/** A port that one of the processes will listen on. */
export interface PlannedPort {
  /** Who listens, e.g. `the gateway` or `the database of finance`. */
  readonly owner: string;
  /** The environment variable that changes it. */
  readonly variable: string;
  /** 0 takes a free one. */
  readonly port: number;
}

/** A port on which a process answers HTTP. */
export interface PlannedServer extends PlannedPort {
  /** Address at which this machine reaches it. */
  readonly host: string;
}

/** How one department will run. */
export interface DepartmentPlan {
  readonly department: Department;
  readonly port: PlannedServer;
  /** The department's own database, or the port of the embedded server that it gets instead. */
  readonly database: { readonly uri: string } | { readonly port: PlannedPort };
}

/** How everything will run. */
export interface StartConfig {
  readonly gateway: PlannedServer;
  readonly departments: readonly DepartmentPlan[];
}

/**
 * Reads the environment: `PORT`, and for each department `<NAME>_PORT`, `<NAME>_MONGODB_URI` or
 * `<NAME>_MONGODB_PORT`. Throws one ConfigurationError that names every mistake at once, two processes on one port
 * among them.
 */
export function readStartConfig(env: Environment): StartConfig {
  const problems: string[] = [];
  const gateway = {
    owner: 'the gateway',
    variable: 'PORT',
    port: readGatewayPort(env, problems),
    host: reachable(env.GATEWAY_HOST),
  };
  const plans = departments.map((department) => planDepartment(department, env, problems));
  const config = { gateway, departments: plans };
  problems.push(...tlsProblems(env), ...sharedPorts(config));
  if (problems.length > 0) throw new ConfigurationError([...new Set(problems)]);
  return config;
}

/** Who listens on all addresses is reached on the loopback interface. */
function reachable(host = '0.0.0.0'): string {
  return ['', '0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
}

function readGatewayPort(env: Environment, problems: string[]): number {
  const text = env.PORT || String(standardGatewayPort);
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  problems.push(`PORT="${text}" is not a port. Give a whole number from 0 (any free one) to 65535.`);
  return 0;
}

/** The plan of a department; its mistakes are added to `problems`, and the plan is then not to be used. */
function planDepartment(department: Department, env: Environment, problems: string[]): DepartmentPlan {
  const { name, variables } = department;
  const port = { owner: name, variable: variables.port, port: 0, host: '127.0.0.1' };
  const databasePort = {
    owner: `the database of ${name}`,
    variable: variables.embeddedDatabasePort,
    port: 0,
  };
  try {
    const config = readSubgraphConfig(name, env);
    return {
      department,
      port: { ...port, port: config.port, host: reachable(config.host) },
      database: config.databaseUri
        ? { uri: config.databaseUri }
        : { port: { ...databasePort, port: config.embeddedDatabasePort } },
    };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    problems.push(...error.problems);
    return { department, port, database: { port: databasePort } };
  }
}

/** Every port that is listened on, the gateway's first. */
export function plannedPorts({ gateway, departments: plans }: StartConfig): readonly PlannedPort[] {
  return [
    gateway,
    ...plans.map(({ port }) => port),
    ...plans.flatMap(({ database }) => ('port' in database ? [database.port] : [])),
  ];
}

/** Departments that are started together are on this machine, and so is whoever asks them. */
function tlsProblems(env: Environment): readonly string[] {
  return departments
    .map(({ name }) => `${name.toUpperCase()}_TLS_CERT`)
    .filter((variable) => env[variable])
    .map((variable) => `${variable}: departments serve TLS where each is started by itself, not here.`);
}

function sharedPorts(config: StartConfig): readonly string[] {
  const firstByPort = new Map<number, PlannedPort>();
  const problems: string[] = [];
  for (const planned of plannedPorts(config)) {
    const first = firstByPort.get(planned.port);
    if (first && planned.port !== 0) {
      problems.push(
        `${first.variable} and ${planned.variable} are both ${planned.port}. Give each its own port.`,
      );
    } else firstByPort.set(planned.port, planned);
  }
  return problems;
}
