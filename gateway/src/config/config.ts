import { departments } from '@lien-thong/schema';
import { ConfigurationError } from '@lien-thong/subgraph-kit';
import { authorizationOptions } from './authorizationOptions';
import { callerOptions } from './callerOptions';
import { demandOptions } from './demandOptions';
import { departmentOptions } from './departmentOptions';
import { httpOptions } from './httpOptions';
import { limitOptions } from './limitOptions';
import { logOptions } from './logOptions';
import { observeOptions } from './observeOptions';
import { operationLimitOptions } from './operationLimitOptions';
import { isHttpUrl } from './optionKinds';
import { persistedOptions } from './persistedOptions';
import { describeOptions, type OptionSource, type OptionValues, readOptions } from './readOptions';
import { resilienceOptions } from './resilienceOptions';
import { servingOptions } from './servingOptions';
import { splitOnce } from './splitOnce';
import { supergraphOptions } from './supergraphOptions';
import { trafficOptions } from './trafficOptions';
import { trustOptions } from './trustOptions';
import { workerOptions } from './workerOptions';

/** Every setting of the gateway. The name in kebab case is the flag: `departmentDeadlineMs` is `--department-deadline-ms`. */
export const options = {
  ...servingOptions,
  ...workerOptions,
  ...supergraphOptions,
  ...departmentOptions,
  ...resilienceOptions,
  ...limitOptions,
  ...operationLimitOptions,
  ...demandOptions,
  ...trafficOptions,
  ...persistedOptions,
  ...httpOptions,
  ...callerOptions,
  ...trustOptions,
  ...authorizationOptions,
  ...logOptions,
  ...observeOptions,
};

/** The frozen configuration of one gateway: every option, and the addresses given for subgraphs. */
export interface Config extends OptionValues<typeof options> {
  /** Whether plans are told to who asks for them. */
  readonly explainsPlans: boolean;
  /** The address given for that subgraph by `--subgraph name=url` or by NAME_URL, if there is one. */
  subgraphUrl(name: string): string | undefined;
}

/**
 * The configuration from environment and command line; a flag wins over its variable.
 * Throws a ConfigurationError that names every mistake at once.
 */
export function readConfig(env: OptionSource['env'], flags: readonly string[]): Config {
  const { values, mistakes: found } = readOptions(options, { env, flags });
  const mistakes = [...found];
  for (const { variables } of departments) {
    const url = env[variables.url];
    if (url && !isHttpUrl(url)) mistakes.push(`${variables.url}: "${url}" is not an http or https address.`);
  }
  if (values.jwtPublicKey && values.jwksUrl) {
    mistakes.push('--jwt-public-key and --jwks-url exclude each other: give one.');
  }
  if (values.safelist !== 'off' && values.operations === undefined) {
    mistakes.push(
      `--safelist ${values.safelist} needs the manifest that lists operations: give --operations.`,
    );
  }
  if (values.staleAnswers && values.workers > 1) {
    mistakes.push(
      '--stale-answers on and --workers exclude each other: no process would know of writes that went through another one.',
    );
  }
  if (mistakes.length > 0) throw new ConfigurationError(mistakes);
  const named = new Map(values.subgraph.map(splitOnce));
  return Object.freeze({
    ...values,
    explainsPlans: values.explain === 'on' || (values.explain === 'auto' && env.NODE_ENV !== 'production'),
    subgraphUrl: (name: string) => named.get(name) ?? (env[urlVariable(name)] || undefined),
  });
}

/** What `--help` prints. */
export function helpText(): string {
  return `Usage: npm run gateway -- [--flag value]...\n\nServes a federation supergraph at POST /graphql.\n\n${describeOptions(options)}\n`;
}

/** The variable that gives the address of that subgraph: `ict` is ICT_URL. */
export function urlVariable(name: string): string {
  return `${name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_URL`;
}
