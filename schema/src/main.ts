import { validateQuestions } from './checks/validateQuestions';
import { CompositionError, composeDepartments } from './compose';
import { errorsPage } from './errorsPage';
import { type GeneratedFile, staleness, writeGenerated } from './generatedFile';
import { apiSdlPath, errorsPagePath, supergraphPath } from './paths';

const usage = 'Usage: node schema/dist/main.js compose|errors [--check]';

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

function run(task: string | undefined, check: boolean): number {
  const make = { compose: composed, errors }[task ?? ''];
  if (!make) {
    console.error(usage);
    return 1;
  }
  const { files, problems } = make();
  const stale = check ? files.map(staleness).filter((sentence) => sentence !== null) : [];
  if (!check) {
    for (const file of files) console.log(`${file.path} ${writeGenerated(file) ? 'written' : 'unchanged'}`);
  }
  for (const sentence of [...stale, ...problems]) console.error(sentence);
  return stale.length + problems.length > 0 ? 1 : 0;
}

try {
  const [task, ...flags] = process.argv.slice(2);
  process.exitCode = run(task, flags.includes('--check'));
} catch (error) {
  if (!(error instanceof CompositionError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
