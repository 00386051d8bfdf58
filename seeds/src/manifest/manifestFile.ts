import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DepartmentData } from '../departmentData';
import { buildManifest, type Manifest } from './buildManifest';

/** Where the manifest is, below the folder of the seeds. */
function manifestPath(root: string): string {
  return join(root, 'manifest.json');
}

/** The manifest as it is committed. */
export async function readManifest(root: string): Promise<Manifest> {
  return JSON.parse(await readFile(manifestPath(root), 'utf8')) as Manifest;
}

/** Makes the manifest anew. */
export async function writeManifest(root: string, departments: readonly DepartmentData[]): Promise<void> {
  await writeFile(manifestPath(root), `${JSON.stringify(buildManifest(departments), null, 2)}\n`);
}

/** Where the committed manifest differs from what the generator makes, as paths; none when it is up to date. */
export async function staleParts(root: string, departments: readonly DepartmentData[]): Promise<string[]> {
  const committed = await readManifest(root).catch(() => ({}));
  return differences(committed, JSON.parse(JSON.stringify(buildManifest(departments))), '');
}

function differences(a: unknown, b: unknown, path: string): string[] {
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].flatMap((key) =>
      differences(
        (a as Record<string, unknown>)[key],
        (b as Record<string, unknown>)[key],
        path ? `${path}.${key}` : key,
      ),
    );
  }
  return a === b ? [] : [path];
}
