import { createHash } from 'node:crypto';
import { access, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findGo } from './goToolchain';
import type { EngineOrReason, EngineSearch, MongoEngine } from './MongoEngine';
import { ferretdbModule, makePatchedSource, patchIdentity } from './patchedSource';
import { repositoryPaths } from './repositoryPaths';
import { runTool, type ToolResult } from './runTool';
import { withFileLock } from './withFileLock';
import { withProgress } from './withProgress';

const source = repositoryPaths.serverSource;
const executable = process.platform === 'win32' ? 'lienthong-mongo.exe' : 'lienthong-mongo';
// PostgreSQL support would add 4 MB for a back end that is never used here.
const tags = ['-tags', 'ferretdb_no_postgresql'];
const buildArguments = ['build', '-v', '-trimpath', ...tags, '-ldflags', '-s -w'];

/**
 * FerretDB on SQLite: the server built before, or built now with Go and the Go module proxy (about a minute and
 * 40 MB, once; the result stays in the cache folder and belongs to exactly this state of the source).
 */
export async function ferretdbEngine(search: EngineSearch): Promise<EngineOrReason> {
  const version = await pinnedVersion();
  const folder = join(search.cacheDir, 'ferretdb', await sourceKey());
  const file = join(folder, executable);
  if (!(await exists(file))) {
    await mkdir(folder, { recursive: true });
    const reason = await withFileLock(
      join(folder, 'build.lock'),
      () => buildOnce(file, version, search),
      () => search.log('Waiting for the database server, which another process builds'),
    );
    if (reason) return { reason };
  }
  return engine(file, version);
}

function engine(file: string, version: string): MongoEngine {
  return {
    name: 'ferretdb',
    product: 'FerretDB',
    version,
    command: ({ port, dataDir }) => [file, '-port', String(port), '-data', dataDir, '-lifeline'],
    isReadyLine: (line) => line.startsWith('ready mongodb://'),
  };
}

/** Builds the server where no other process has done so meanwhile; the reason when it cannot be built. */
async function buildOnce(file: string, version: string, search: EngineSearch): Promise<string | undefined> {
  if (await exists(file)) return undefined;
  const found = await findGo(search);
  if ('reason' in found) return found.reason;
  search.log(`Building the database server FerretDB ${version} (about a minute, once)`);
  // Built beside its place and moved there whole, so that nobody ever starts half a server.
  const unfinished = `${file}.${process.pid}.tmp`;
  const result = await compile(
    found.go,
    { arguments: [...buildArguments, '-o', unfinished, '.'], file },
    search,
  );
  if (!result.succeeded) {
    await rm(unfinished, { force: true });
    return `building FerretDB with Go failed: ${result.complaint.split('\n').at(-1) ?? ''}`;
  }
  await rename(unfinished, file);
  return undefined;
}

/** What is built, and into which file. */
interface Build {
  readonly arguments: readonly string[];
  readonly file: string;
}

/** Fetches the modules, patches FerretDB and compiles the packages, and tells how far it is. */
async function compile(go: string, build: Build, search: EngineSearch): Promise<ToolResult> {
  const env = { ...search.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOWORK: 'off' };
  const done = { modules: 0, packages: 0 };
  const counting = (counter: keyof typeof done) => () => {
    done[counter] += 1;
  };
  const list = await withProgress(
    search.log,
    () => `Building the database server: ${done.modules} modules fetched`,
    () => runTool(go, ['list', ...tags, '-deps', '.'], { env, cwd: source, onLine: counting('modules') }),
  );
  if (!list.succeeded) return list;
  const total = list.output.trim().split('\n').length;
  const target = `${build.file}.${process.pid}.source`;
  try {
    const cwd = await patched(go, { env, target }, search);
    return await withProgress(
      search.log,
      () => `Building the database server: ${done.packages} of ${total} packages compiled`,
      () => runTool(go, build.arguments, { env, cwd, onLine: counting('packages') }),
    );
  } finally {
    await rm(target, { recursive: true, force: true });
  }
}

/** The folder of the patched source; that of the source itself, which is right but slow, where it cannot be patched. */
async function patched(
  go: string,
  { env, target }: { env: NodeJS.ProcessEnv; target: string },
  search: EngineSearch,
): Promise<string> {
  try {
    const found = await runTool(go, ['list', '-m', '-f', '{{.Dir}}', ferretdbModule], { env, cwd: source });
    if (!found.succeeded) throw new Error(found.complaint);
    await makePatchedSource({ source, module: found.output.trim(), target });
    return target;
  } catch (error) {
    search.log(
      `FerretDB is built without its patch: ${error instanceof Error ? error.message : String(error)}`,
    );
    return source;
  }
}

/** The version that the server's go.mod pins. */
async function pinnedVersion(): Promise<string> {
  const text = await readFile(join(source, 'go.mod'), 'utf8');
  return /github\.com\/FerretDB\/FerretDB (v\S+)/.exec(text)?.[1] ?? 'unknown';
}

/** Names a build: the same source on the same kind of machine gives the same key. */
async function sourceKey(): Promise<string> {
  const hash = createHash('sha256').update(buildArguments.join(' '));
  const names = (await readdir(source)).filter((name) => /\.go$|^go\.(mod|sum)$/.test(name)).sort();
  for (const name of names) hash.update(name).update(await readFile(join(source, name)));
  hash.update(patchIdentity).update(await readFile(join(source, 'patch', 'whereClauseOf.go')));
  return `${hash.digest('hex').slice(0, 16)}-${process.platform}-${process.arch}`;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
