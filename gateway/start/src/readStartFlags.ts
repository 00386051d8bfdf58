import { departments } from '@lien-thong/schema';
import { ConfigurationError, type Environment } from '@lien-thong/subgraph-kit';

const mostWorkers = 64;

/**
 * The environment that the flags of `npm start` make: `--workers N` is `WORKERS` of the gateway, and one supervised process
 * for each department that has no `<NAME>_WORKERS` of its own. Throws a ConfigurationError for any other flag.
 */
export function readStartFlags(env: Environment, flags: readonly string[]): Environment {
  if (flags.length === 0) return env;
  const [flag = '', given] = flags.length === 1 ? (flags[0]?.split('=') ?? []) : flags;
  if (flag !== '--workers' || flags.length > 2) {
    throw new ConfigurationError([`${flags.join(' ')} is not known. Known is --workers N.`]);
  }
  if (!/^\d{1,2}$/.test(given ?? '') || Number(given) > mostWorkers) {
    throw new ConfigurationError([
      `--workers: "${given ?? ''}" is not a whole number from 0 to ${mostWorkers}.`,
    ]);
  }
  const supervised = Number(given) > 0 ? '1' : '0';
  const variables = departments.map(({ name }) => `${name.toUpperCase()}_WORKERS`);
  const ofDepartments = variables.map((variable) => [variable, env[variable] ?? supervised]);
  return { ...env, WORKERS: given, ...Object.fromEntries(ofDepartments) };
}
