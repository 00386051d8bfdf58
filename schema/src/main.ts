import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { validateQuestions } from './checks/validateQuestions';
import { collectOperations } from './collectOperations';
import { CompositionError, composeDepartments } from './compose';
import { errorsPage } from './errorsPage';
import { type GeneratedFile, staleness, writeGenerated } from './generatedFile';
import { manifestText } from './operationsManifest';
import { apiSdlPath, errorsPagePath, operationsPath, questionsPath, supergraphPath } from './paths';

const usage =
  'Usage: node schema/dist/main.js compose|errors|operations [--check] [--from FOLDER]... [--out FILE]';

interface Outcome {
  readonly files: readonly GeneratedFile[];
  /** Further mistakes, one sentence each. */
  readonly problems: readonly string[];
}

function composed(): Outcome {
  const { supergraphSdl, apiSdl, hints } = composeDepartments();
  for (const [code, count] of hints) console.log(`hint ${code}: ${count}`);
  const command = 'npm run schema:compose';
  return {
    files: [
      { path: supergraphPath, content: supergraphSdl, command },
      { path: apiSdlPath, content: apiSdl, command },
    ],
    problems: validateQuestions(apiSdl),
  };
}

function errors(): Outcome {
  const command = 'npm run schema:errors';
  return { files: [{ path: errorsPagePath, content: errorsPage(), command }], problems: [] };
}

/** The saved questions, and the operations of every folder that a client's are in. */
function operations({ from, out }: Flags): Outcome {
  // Without a place of its own, the list with a client's operations would take that of the committed one.
  if (from.length > 0 && out === undefined) return { files: [], problems: ['--from needs --out FILE.'] };
  const sdl = readFileSync(apiSdlPath, 'utf8');
  const folders = from.map((folder) => resolve(folder));
  const { operations: found, problems } = collectOperations(sdl, [questionsPath, ...folders]);
  const named =
    out === undefined ? '' : ` -- ${from.map((folder) => `--from ${folder} `).join('')}--out ${out}`;
  const path = out === undefined ? operationsPath : resolve(out);
  const file = { path, content: manifestText(found), command: `npm run schema:operations${named}` };
  return { files: problems.length > 0 ? [] : [file], problems };
}

/** What a command line asks for beside the task. */
interface Flags {
  readonly check: boolean;
  readonly from: readonly string[];
  readonly out?: string;
}

/** Throws a TypeError that names the flag which is not known, or has no value. */
function readFlags(args: readonly string[]): Flags {
  const { values } = parseArgs({
    args: [...args],
    options: {
      check: { type: 'boolean', default: false },
      from: { type: 'string', multiple: true, default: [] },
      out: { type: 'string' },
    },
  });
  return values;
}

function run(task: string | undefined, args: readonly string[]): number {
  const make = { compose: composed, errors, operations }[task ?? ''];
  if (!make) {
    console.error(usage);
    return 1;
  }
  const flags = readFlags(args);
  const { check } = flags;
  const { files, problems } = make(flags);
  const stale = check ? files.map(staleness).filter((sentence) => sentence !== null) : [];
  if (!check) {
    for (const file of files) console.log(`${file.path} ${writeGenerated(file) ? 'written' : 'unchanged'}`);
  }
  for (const sentence of [...stale, ...problems]) console.error(sentence);
  return stale.length + problems.length > 0 ? 1 : 0;
}

function isFlagMistake(error: unknown): error is TypeError {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

try {
  const [task, ...args] = process.argv.slice(2);
  process.exitCode = run(task, args);
} catch (error) {
  const isMeant = error instanceof CompositionError || isFlagMistake(error);
  if (!isMeant) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
