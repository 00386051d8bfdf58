import { join } from 'node:path';
import { departments } from '@lien-thong/schema';
import { ConfigurationError } from '@lien-thong/subgraph-kit';
import type { EngineName } from './engines/createGeneration';
import { keysOption } from './keys/keysOption';
import { address, isHttpUrl, list, oneOf, text, toggle, wholeNumber } from './options';
import { describeOptions, type OptionSource, type OptionValues, readOptions } from './readOptions';

const repository = join(__dirname, '..', '..');
const day = 86_400_000;

const subgraphAddress = (item: string): string | undefined => {
  const [name, url] = splitOnce(item);
  return name && isHttpUrl(url) ? undefined : 'name=address, as finance=http://localhost:4002/graphql';
};
const origin = (item: string): string | undefined =>
  item === '*' || (isHttpUrl(item) && new URL(item).origin === item)
    ? undefined
    : 'an origin, as https://example.org, or *';

/** Every setting of the gateway. The name in kebab case is the flag: `departmentDeadlineMs` is `--department-deadline-ms`. */
export const options = {
  supergraph: text(
    {
      variable: 'SUPERGRAPH',
      help: 'the supergraph file',
      fallback: join(repository, 'schema', 'supergraph.graphql'),
    },
    'FILE',
  ),
  port: wholeNumber(
    { variable: 'PORT', help: 'the port to listen on; 0 takes a free one', fallback: 4000 },
    [0, 65_535],
  ),
  host: text({ variable: 'GATEWAY_HOST', help: 'the address to listen on', fallback: '0.0.0.0' }, 'ADDRESS'),
  subgraph: list(
    {
      variable: 'SUBGRAPHS',
      help: 'an address in place of that of the supergraph; may be repeated. NAME_URL in the environment does the same',
      fallback: [],
    },
    'NAME=URL',
    subgraphAddress,
  ),
  engine: oneOf<EngineName>(
    {
      variable: 'ENGINE',
      help: "what plans and executes operations: own, or apollo for the stock gateway's executor",
      fallback: 'own',
    },
    ['own', 'apollo'],
  ),
  shareReads: toggle({
    variable: 'SHARE_READS',
    help: 'ask a department once for reads that are identical, by the same caller, and in flight at once',
    fallback: true,
  }),
  dedupe: toggle({
    variable: 'DEDUPE',
    help: 'execute identical client queries that are in flight at once, of the same caller, only once',
    fallback: false,
  }),
  watch: toggle({
    variable: 'WATCH_SUPERGRAPH',
    help: 'take over the supergraph file when it changes',
    fallback: true,
  }),
  introspection: toggle({
    variable: 'INTROSPECTION',
    help: 'answer introspection queries',
    fallback: true,
  }),
  explain: oneOf<'auto' | 'on' | 'off'>(
    {
      variable: 'EXPLAIN',
      help: 'answer `x-lien-thong-explain: 1` with the plan, its requests and their times; auto is off where NODE_ENV is production',
      fallback: 'auto',
    },
    ['auto', 'on', 'off'],
  ),
  departmentDeadlineMs: wholeNumber(
    {
      variable: 'DEPARTMENT_DEADLINE_MS',
      help: 'how long one request to a department may take, in milliseconds',
      fallback: 5_000,
    },
    [1, day],
  ),
  requestDeadlineMs: wholeNumber(
    {
      variable: 'REQUEST_DEADLINE_MS',
      help: 'how long a whole request may take, in milliseconds',
      fallback: 15_000,
    },
    [1, day],
  ),
  drainDeadlineMs: wholeNumber(
    {
      variable: 'DRAIN_DEADLINE_MS',
      help: 'how long requests in flight may take to end after SIGTERM or SIGINT, in milliseconds',
      fallback: 10_000,
    },
    [0, day],
  ),
  drainDelayMs: wholeNumber(
    {
      variable: 'DRAIN_DELAY_MS',
      help: 'how long to go on accepting after /ready has turned to 503, in milliseconds',
      fallback: 0,
    },
    [0, day],
  ),
  bodyLimitBytes: wholeNumber(
    {
      variable: 'BODY_LIMIT_BYTES',
      help: 'the largest request body, unpacked, in bytes',
      fallback: 1_048_576,
    },
    [1, 1_073_741_824],
  ),
  answerLimitBytes: wholeNumber(
    {
      variable: 'ANSWER_LIMIT_BYTES',
      help: 'the largest answer that is taken from a department, in bytes',
      fallback: 134_217_728,
    },
    [1, 1_073_741_824],
  ),
  batchLimit: wholeNumber(
    {
      variable: 'BATCH_LIMIT',
      help: 'how many operations one HTTP request may carry as an array; 0 refuses arrays',
      fallback: 0,
    },
    [0, 1_000],
  ),
  subscriptionLimit: wholeNumber(
    {
      variable: 'SUBSCRIPTION_LIMIT',
      help: 'how many subscriptions, and how many WebSockets, may be open at once',
      fallback: 1_000,
    },
    [0, 1_000_000],
  ),
  jsonRequestErrorStatus: oneOf(
    {
      variable: 'JSON_REQUEST_ERROR_STATUS',
      help: 'the status of parse, validation and coercion errors as application/json: 200 by the specification, 400 as Apollo Server',
      fallback: '200' as '200' | '400',
    },
    ['200', '400'],
  ),
  csrfPrevention: toggle({
    variable: 'CSRF_PREVENTION',
    help: 'refuse requests that a browser sends across sites without asking first',
    fallback: true,
  }),
  corsOrigins: list(
    {
      variable: 'CORS_ORIGINS',
      help: 'origins whose pages may read answers; may be repeated; * stands for all',
      fallback: [],
    },
    'ORIGIN',
    origin,
  ),
  compressFromBytes: wholeNumber(
    {
      variable: 'COMPRESS_FROM_BYTES',
      help: 'the smallest answer that is compressed, in bytes',
      fallback: 1_024,
    },
    [0, 1_073_741_824],
  ),
  explorer: text(
    {
      variable: 'EXPLORER',
      help: 'the folder of the built page that / serves',
      fallback: join(repository, 'gateway', 'explorer', 'dist'),
    },
    'FOLDER',
  ),
  frozen: text(
    {
      variable: 'FROZEN',
      help: 'the folder where answers are kept that reports cite',
      fallback: join(repository, '.data', 'frozen'),
    },
    'FOLDER',
  ),
  frozenAnswerBytes: wholeNumber(
    {
      variable: 'FROZEN_ANSWER_BYTES',
      help: 'the largest answer that is kept, in bytes',
      fallback: 16_777_216,
    },
    [1, 1_073_741_824],
  ),
  frozenTotalBytes: wholeNumber(
    {
      variable: 'FROZEN_TOTAL_BYTES',
      help: 'how much is kept in all, in bytes; 0 keeps nothing more',
      fallback: 1_073_741_824,
    },
    [0, 1_099_511_627_776],
  ),
  keys: keysOption,
  callerPrivateKey: text(
    {
      variable: 'CALLER_PRIVATE_KEY',
      help: 'the private key file (JWK) that signs the caller toward the departments',
      fallback: undefined,
    },
    'FILE',
  ),
  jwtPublicKey: text(
    {
      variable: 'JWT_PUBLIC_KEY',
      help: 'the public key file (JWK, JWKS or PEM; Ed25519 or P-256) that verifies callers',
      fallback: undefined,
    },
    'FILE',
  ),
  jwksUrl: address({
    variable: 'JWKS_URL',
    help: 'the address of the key set that verifies callers, in place of a file',
    fallback: undefined,
  }),
  jwtIssuer: text(
    {
      variable: 'JWT_ISSUER',
      help: 'the issuer that a token must name; any where left out',
      fallback: undefined,
    },
    'TEXT',
  ),
  jwtAudience: text(
    {
      variable: 'JWT_AUDIENCE',
      help: 'the audience that a token must name',
      fallback: 'lien-thong-gateway',
    },
    'TEXT',
  ),
  jwtClockSkewSeconds: wholeNumber(
    { variable: 'JWT_CLOCK_SKEW_SECONDS', help: 'how far clocks may differ, in seconds', fallback: 5 },
    [0, 600],
  ),
  logLevel: oneOf<'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent'>(
    { variable: 'LOG_LEVEL', help: 'the least important lines to log', fallback: 'info' },
    ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
  ),
  logFormat: oneOf<'auto' | 'pretty' | 'json'>(
    {
      variable: 'LOG_FORMAT',
      help: 'how the log is written; auto is pretty in a terminal',
      fallback: 'auto',
    },
    ['auto', 'pretty', 'json'],
  ),
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

function splitOnce(item: string): [string, string] {
  const at = item.indexOf('=');
  return at < 0 ? [item, ''] : [item.slice(0, at), item.slice(at + 1)];
}
