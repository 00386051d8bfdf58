import { ConfigurationError, type Environment } from '../config';
import { defaultKeysFolder } from '../readPublicKeyText';
import { createRequestGate, type RequestGate } from './createRequestGate';
import { createRequestSigner, type RequestSigner } from './createRequestSigner';
import { isLoopback } from './isLoopback';
import { openRequestKeys } from './openRequestKeys';
import type { Replays } from './ReplayGuard';
import { readTrustFlags, type TrustSettings } from './readTrustFlags';
import { readTlsFiles, type TlsIdentity } from './tlsIdentity';
import type { KeyListener, WatchedKeys } from './WatchedKeys';

/** Whom a department answers, and as whom it asks others. */
export interface DepartmentTrust {
  /** Null lets everybody in. */
  readonly gate: RequestGate | null;
  /** Null asks unsigned. */
  readonly sign: RequestSigner | null;
  /** Null listens without TLS. */
  readonly tls: TlsIdentity | null;
  /** What the log should say of it at the start, where it is less than it should be. */
  readonly warning: string | null;
  /** Lets go of the files. */
  close(): void;
}

/** Thrown where a department would answer anybody without having been told to. */
export class KeyMissingError extends Error {
  /** Code of the registry. */
  readonly code = 'KEY_MISSING';
}

/** What a department's trust is read from. */
export interface TrustSource {
  /** The department's name. */
  readonly name: string;
  /** The address that it will listen on. */
  readonly host: string;
  readonly env: Environment;
  /** The words on its command line. */
  readonly flags: readonly string[];
  readonly onKeyChange: KeyListener;
  /** What knows which requests have come, where several processes have to agree. */
  readonly replays?: Replays;
}

/**
 * Reads whom a department answers. Throws a KeyMissingError where it has no request keys, unless it is on loopback and
 * was told `--insecure-local`; a ConfigurationError with every mistake of the flags; an Error for a file that cannot be
 * used.
 */
export async function readDepartmentTrust(source: TrustSource): Promise<DepartmentTrust> {
  const { name, host, env, onKeyChange, replays } = source;
  const settings = readTrustFlags(source);
  if (settings.insecureLocal && !isLoopback(host)) {
    throw new ConfigurationError([
      `--insecure-local: ${name} would listen on ${host}, which others can reach. It holds for loopback alone, as 127.0.0.1.`,
    ]);
  }
  const tls = settings.tls && (await readTlsFiles(settings.tls));
  const folder = env.KEYS ?? defaultKeysFolder;
  const keys = openRequestKeys({ party: name, folder, ...settings.keyFiles, onChange: onKeyChange });
  if (!keys && !settings.insecureLocal) throw keyMissing(folder);
  return trustWith({ keys, tls, settings, name, replays });
}

function keyMissing(folder: string): KeyMissingError {
  return new KeyMissingError(
    `it answers the gateway and the other departments alone, and has no keys to know them by. \`npm run keys\` makes them in ${folder}; --request-key and --request-public-keys name others; --insecure-local, on loopback, answers everybody on this machine.`,
  );
}

function trustWith(parts: {
  readonly keys: WatchedKeys | null;
  readonly tls: TlsIdentity | null;
  readonly settings: TrustSettings;
  readonly name: string;
  readonly replays: Replays | undefined;
}): DepartmentTrust {
  const { keys, tls, settings, name, replays } = parts;
  const letsUnsignedThrough = settings.insecureLocal;
  return {
    gate: keys && createRequestGate(keys, { letsUnsignedThrough, replays }),
    sign: keys && createRequestSigner(keys),
    tls,
    warning: letsUnsignedThrough
      ? `insecure: ${name} answers everybody on this machine, signed or not (--insecure-local)`
      : null,
    close: () => keys?.close(),
  };
}
