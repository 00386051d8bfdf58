import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { SeedProblem } from './InvalidSeedError';
import type { FilePackName } from './names';

/** A file of a pack as it stands, not checked. */
export interface PackFile {
  readonly pack: FilePackName;
  /** Name of the department; null for the code list of public bodies, which every department holds. */
  readonly department: string | null;
  /** Name of the collection: the name of the file without .json. */
  readonly collection: string;
  /** Path below the repository. */
  readonly file: string;
  readonly rows: readonly unknown[];
}

/** What was read of a pack, with the files that could not be. */
export interface ReadPack {
  readonly files: readonly PackFile[];
  readonly problems: readonly SeedProblem[];
}

/** Name of the code list that lies beside the folders of the departments. */
export const PUBLIC_BODIES = 'publicBodies';

/**
 * Reads all files of a pack below `root` (the folder that holds `facts/` and `external/`). A file that is no JSON array
 * is a problem, not an exception, so that all mistakes can be named at once.
 */
export async function readFilePack(root: string, pack: FilePackName): Promise<ReadPack> {
  const files: PackFile[] = [];
  const problems: SeedProblem[] = [];
  for (const { department, path } of await pathsOf(join(root, pack))) {
    const file = join('seeds', relative(root, path));
    const collection =
      path
        .split(/[\\/]/)
        .at(-1)
        ?.replace(/\.json$/, '') ?? '';
    const { rows, reason } = parseRows(await readFile(path, 'utf8'));
    if (rows) files.push({ pack, department, collection, file, rows });
    else problems.push({ file, row: null, reason });
  }
  return { files, problems };
}

async function pathsOf(folder: string): Promise<{ department: string | null; path: string }[]> {
  const found: { department: string | null; path: string }[] = [];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isFile() && entry.name.endsWith('.json')) found.push({ department: null, path });
    if (!entry.isDirectory()) continue;
    for (const name of (await readdir(path)).toSorted()) {
      if (name.endsWith('.json')) found.push({ department: entry.name, path: join(path, name) });
    }
  }
  return found;
}

type Parsed = { rows: readonly unknown[]; reason: '' } | { rows: null; reason: string };

function parseRows(text: string): Parsed {
  try {
    const parsed: unknown = JSON.parse(text);
    if (Array.isArray(parsed)) return { rows: parsed, reason: '' };
    return { rows: null, reason: 'the file holds no list. Write it as a JSON array of rows.' };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { rows: null, reason: `the file is not JSON: ${detail}` };
  }
}
