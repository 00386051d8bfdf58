import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DepartmentName } from '@lien-thong/schema';
import {
  type Caller,
  callerKeyFiles,
  createCallerKeyFiles,
  departmentAudience,
  gatewayAudience,
  readSigningKey,
  signCallerToken,
} from '@lien-thong/subgraph-kit';

/** A pair of keys of one test, in a temporary folder of its own. */
export interface CallerKeys {
  /** What a department is given to verify callers. */
  readonly departmentEnv: Readonly<Record<string, string>>;
  /** What a gateway is given to verify callers and to pass them on. */
  readonly gatewayEnv: Readonly<Record<string, string>>;
  /** A token that gateway and departments take; a negative lifetime, in seconds, is a token that has expired. */
  tokenFor(department: DepartmentName, role: string, lifetimeSeconds?: number): Promise<string>;
  /** The same for any caller, also one with scopes. */
  tokenOf(caller: Caller, lifetimeSeconds?: number): Promise<string>;
  remove(): Promise<void>;
}

/** Where nobody has a key: an environment in which no folder of this machine is looked into. */
export const noKeysEnv = { KEYS: join(tmpdir(), 'lien-thong-no-keys') } as const;

/** Makes a pair of keys, as `npm run keys` does. */
export async function makeCallerKeys(): Promise<CallerKeys> {
  const folder = await mkdtemp(join(tmpdir(), 'lien-thong-keys-'));
  const files = await createCallerKeyFiles();
  const [privatePath, publicPath] = [
    join(folder, callerKeyFiles.private),
    join(folder, callerKeyFiles.public),
  ];
  await writeFile(privatePath, files.private, { mode: 0o600 });
  await writeFile(publicPath, files.public);
  const signing = await readSigningKey(files.private);
  const tokenOf: CallerKeys['tokenOf'] = (caller, lifetimeSeconds = 3_600) =>
    signCallerToken(signing, { caller, audience: [gatewayAudience, departmentAudience], lifetimeSeconds });
  return {
    tokenOf,
    departmentEnv: { CALLER_PUBLIC_KEY: publicPath },
    gatewayEnv: { CALLER_PRIVATE_KEY: privatePath, JWT_PUBLIC_KEY: publicPath },
    tokenFor: (department, role, lifetimeSeconds) =>
      tokenOf({ subject: `${department}-${role}`, department, role }, lifetimeSeconds),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
