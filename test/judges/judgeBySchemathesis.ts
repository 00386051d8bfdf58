import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorCodes } from '@lien-thong/schema';
import { repositoryRoot } from '../helpers/repositoryRoot';
import type { PythonEnvironment } from './PythonEnvironment';
import type { Verdict } from './Verdict';

/** Operations that it must have generated, at least. */
const wantedOperations = 2_000;
/** For each of the 63 root fields. */
const operationsOfField = 33;
const seed = '20190215';
/** Some three minutes on two cores that do nothing else. */
const withinMs = 1_800_000;

interface Counts {
  readonly operations: number;
  readonly withData: number;
  readonly refused: number;
  readonly codes: Readonly<Record<string, number>>;
}

/** Where and as whom it asks. */
export interface Asking {
  /** The GraphQL endpoint. */
  readonly url: string;
  readonly token: string;
}

/** Generates operations for every root field, with a fixed seed; each must be answered as `answersWell.py` says. */
export async function judgeBySchemathesis(
  python: PythonEnvironment,
  { url, token }: Asking,
): Promise<Verdict> {
  const folder = await mkdtemp(join(tmpdir(), 'judges-'));
  const countsFile = join(folder, 'counts.json');
  const words = [
    ...['run', url, '--checks', 'answers_well', '--phases', 'fuzzing', '--mode', 'positive'],
    ...['--max-examples', String(operationsOfField), '--seed', seed, '--generation-database', 'none'],
    ...['--workers', '2', '--continue-on-failure', '--no-shrink', '--request-timeout', '120'],
    ...['--suppress-health-check', 'all', '--header', `authorization: Bearer ${token}`, '--no-color'],
  ];
  const { code, output } = await python.run('st', words, {
    timeoutMs: withinMs,
    cwd: folder,
    env: {
      SCHEMATHESIS_HOOKS: join(repositoryRoot, 'test', 'judges', 'answersWell.py'),
      JUDGES_COUNTS: countsFile,
      JUDGES_CODES: JSON.stringify(Object.keys(errorCodes)),
    },
  });
  const none: Counts = { operations: 0, withData: 0, refused: 0, codes: {} };
  const counts = await readFile(countsFile, 'utf8').then(
    (text) => JSON.parse(text) as Counts,
    () => none,
  );
  await rm(folder, { recursive: true, force: true });
  const codes = Object.entries(counts.codes).map(([name, count]) => `${name} ${count}`);
  return {
    judge: 'schemathesis',
    passed: code === 0 && counts.operations >= wantedOperations,
    summary: `${counts.operations} operations were answered well, ${counts.withData} with data, ${counts.refused} refused whole (${codes.join(', ')}); ${wantedOperations} are wanted; it ended with ${code ?? 'no code in time'}`,
    details: output,
  };
}
