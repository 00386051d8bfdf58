import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(__dirname, '..', '..');
const passedOver = new Set(['node_modules', 'dist', 'coverage', 'peers']);

/** Files below the folder that `wanted` takes, hidden and built folders left out. */
function filesBelow(folder: string, wanted: (name: string) => boolean): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith('.') || passedOver.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path, wanted);
    return wanted(entry.name) ? [path] : [];
  });
}

interface Manifest {
  readonly name?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly workspaces?: readonly string[];
}

const manifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;

const command =
  /npm (?:run (?:--?\w+ )*([a-z][\w:-]*)|(start|test)\b)(?:[^\n`|]*?(?:-w|--workspace)[= ]([\w/@-]+))?/g;

/** Commands of a Markdown text that no package.json knows, each with the file that names it. */
function unknownCommands(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(command)].flatMap(([whole, run, short, workspace]) => {
    const script = run ?? short ?? '';
    const known = manifest(folderOf(workspace)).scripts ?? {};
    return script in known ? [] : [`${relative(root, file)}: ${whole}`];
  });
}

function folderOf(workspace: string | undefined): string {
  if (!workspace) return '.';
  const folders = manifest('.').workspaces ?? [];
  return folders.find((folder) => folder === workspace || manifest(folder).name === workspace) ?? '.';
}

test('exactly one copy of @apollo/federation-internals is installed', () => {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version: string }>;
  };
  const copies = Object.entries(lock.packages).filter(([path]) =>
    path.endsWith('node_modules/@apollo/federation-internals'),
  );
  expect(copies.map(([path, { version }]) => `${path} ${version}`)).toEqual([
    'node_modules/@apollo/federation-internals 2.14.4',
  ]);
  const installed = join(root, 'node_modules/@apollo/federation-internals/package.json');
  expect(JSON.parse(readFileSync(installed, 'utf8')).version).toBe('2.14.4');
});

test('the Apollo packages that plan and compose are of one version', () => {
  const versions = ['gateway', 'composition', 'query-planner', 'subgraph', 'query-graphs'].map(
    (name) =>
      JSON.parse(readFileSync(join(root, 'node_modules/@apollo', name, 'package.json'), 'utf8')).version,
  );
  expect(new Set(versions)).toEqual(new Set(['2.14.4']));
});

test('every npm command that a Markdown page names exists', () => {
  const pages = filesBelow(root, (name) => name.endsWith('.md'));
  expect(pages.length).toBeGreaterThan(0);
  expect(pages.flatMap(unknownCommands)).toEqual([]);
});
