import { ConfigurationError, type Environment } from '../config';
import type { TlsFiles } from './tlsIdentity';

/** What a department was told of trust. */
export interface TrustSettings {
  readonly insecureLocal: boolean;
  readonly keyFiles: { readonly privateFile?: string; readonly publicFile?: string };
  /** Null where none of the files is named. */
  readonly tls: TlsFiles | null;
}

const fileFlags = {
  '--request-key': 'REQUEST_KEY',
  '--request-public-keys': 'REQUEST_PUBLIC_KEYS',
  '--tls-cert': 'TLS_CERT',
  '--tls-key': 'TLS_KEY',
  '--tls-client-ca': 'TLS_CLIENT_CA',
} as const;
type FileFlag = keyof typeof fileFlags;

const isFileFlag = (word: string): word is FileFlag => word in fileFlags;

/** Where flags come from: the command line, and in its absence variables, those of files with the department's name before them. */
export interface TrustFlagSource {
  readonly name: string;
  readonly env: Environment;
  readonly flags: readonly string[];
}

/**
 * Reads `--insecure-local` (INSECURE_LOCAL), `--request-key` (`<NAME>_REQUEST_KEY`), `--request-public-keys`
 * (`<NAME>_REQUEST_PUBLIC_KEYS`), `--tls-cert`, `--tls-key`, `--tls-client-ca` (`<NAME>_TLS_CERT` ...). Throws one
 * ConfigurationError that names every mistake.
 */
export function readTrustFlags({ name, env, flags }: TrustFlagSource): TrustSettings {
  const problems: string[] = [];
  const files = new Map<FileFlag, string>();
  for (const flag of Object.keys(fileFlags) as FileFlag[]) {
    const fromEnvironment = env[`${name.toUpperCase()}_${fileFlags[flag]}`];
    if (fromEnvironment) files.set(flag, fromEnvironment);
  }
  let insecureLocal = isOn(env.INSECURE_LOCAL);
  const rest = flags.flatMap((word) =>
    isFileFlag(word.split('=')[0] ?? '') ? word.split(/=(.*)/s, 2) : [word],
  );
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--insecure-local') insecureLocal = true;
    else if (!isFileFlag(word)) {
      problems.push(
        `${word} is not known. Known are --insecure-local, ${Object.keys(fileFlags).join(', ')}.`,
      );
    } else if (!rest[0] || rest[0].startsWith('--')) problems.push(`${word} needs a file.`);
    else files.set(word, rest.shift() ?? '');
  }
  const tls = tlsFiles(files, problems);
  if (problems.length > 0) throw new ConfigurationError(problems);
  const keyFiles = {
    privateFile: files.get('--request-key'),
    publicFile: files.get('--request-public-keys'),
  };
  return { insecureLocal, keyFiles, tls };
}

function tlsFiles(files: ReadonlyMap<FileFlag, string>, problems: string[]): TlsFiles | null {
  const [cert, key, ca] = [files.get('--tls-cert'), files.get('--tls-key'), files.get('--tls-client-ca')];
  if (cert && key && ca) return { cert, key, ca };
  if (cert || key || ca)
    problems.push('--tls-cert, --tls-key and --tls-client-ca belong together: give all three, or none.');
  return null;
}

function isOn(value: string | undefined): boolean {
  return ['on', 'true', '1'].includes(value ?? '');
}
