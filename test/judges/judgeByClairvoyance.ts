import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema, isObjectType } from 'graphql';
import { repositoryRoot } from '../helpers/repositoryRoot';
import type { PythonEnvironment } from './PythonEnvironment';
import type { Verdict } from './Verdict';

const closedWithinMs = 900_000;
/** The open gateway would let it go on for hours: the first type that it rebuilds is proof enough that it can. */
const openWithinMs = 600_000;

/** The same graph, with and without introspection. */
export interface Gateways {
  readonly closed: string;
  readonly open: string;
}

interface Rebuilt {
  readonly data?: { readonly __schema?: { readonly types?: readonly RebuiltType[] } };
}
interface RebuiltType {
  readonly name: string;
  readonly fields?: readonly { readonly name: string }[] | null;
}

/**
 * Rebuilds a schema from what errors tell. Where introspection is off it must find nothing, neither with its own list of
 * words nor with the very names of the root fields; where it is on it must find something, or it has judged nothing.
 */
export async function judgeByClairvoyance(python: PythonEnvironment, gateways: Gateways): Promise<Verdict> {
  const folder = await mkdtemp(join(tmpdir(), 'judges-'));
  const names = join(folder, 'names.txt');
  await writeFile(names, `${(await rootFields()).join('\n')}\n`);
  const file = join(folder, 'schema.json');
  const foundSoFar = async () => fieldsIn(await readFile(file, 'utf8').catch(() => ''));
  const rebuild = async (url: string, timeoutMs: number, words: readonly string[] = []) => {
    await rm(file, { force: true });
    const flags = ['-c', '8', '-m', '1', '-o', file, ...words, url];
    const isEnough = async () => (await foundSoFar()).length > 0;
    const { output } = await python.run('clairvoyance', flags, { timeoutMs, cwd: folder, isEnough });
    return { output, found: await foundSoFar() };
  };
  const guessed = await rebuild(gateways.closed, closedWithinMs);
  const named = await rebuild(gateways.closed, closedWithinMs, ['-w', names]);
  const open = await rebuild(gateways.open, openWithinMs, ['-w', names]);
  await rm(folder, { recursive: true, force: true });
  const rebuilt = [...guessed.found, ...named.found];
  return {
    judge: 'clairvoyance',
    passed: rebuilt.length === 0 && open.found.length > 0,
    summary: `where introspection is off it rebuilt ${guessed.found.length} fields with its own words and ${named.found.length} with the names of our root fields${rebuilt.length > 0 ? ` (${rebuilt.slice(0, 10).join(', ')})` : ''}; where it is on, ${open.found.length}`,
    details: [guessed, named, open].map(({ output }) => output.slice(-4_000)).join('\n'),
  };
}

async function rootFields(): Promise<string[]> {
  const query = buildSchema(await readFile(join(repositoryRoot, 'schema', 'api.graphql'), 'utf8')).getType(
    'Query',
  );
  return isObjectType(query) ? Object.keys(query.getFields()) : [];
}

/** Nothing where the file is not there, or only half written: it is ended in the middle of its work. */
function readRebuilt(text: string): Rebuilt {
  try {
    return JSON.parse(text) as Rebuilt;
  } catch {
    return {};
  }
}

function fieldsIn(text: string): string[] {
  const { data } = readRebuilt(text);
  return (data?.__schema?.types ?? [])
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap(({ name, fields }) => (fields ?? []).map((field) => `${name}.${field.name}`))
    .filter((name) => !name.endsWith('.__typename'));
}
