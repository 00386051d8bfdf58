import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '../helpers/repositoryRoot';
import { type Ended, runProgram } from './runProgram';

const folder = join(repositoryRoot, '.cache', 'judges');
const requirements = join(repositoryRoot, 'test', 'judges', 'requirements.txt');
const installWithinMs = 900_000;

/** A Python that has the judges. */
export interface PythonEnvironment {
  /** Runs a program of the environment by its name. */
  run(name: string, words: readonly string[], options: RunOptions): Promise<Ended>;
}

/** How a program of the environment is run. */
export interface RunOptions {
  readonly timeoutMs: number;
  /** Ends it as soon as this holds. */
  readonly isEnough?: () => Promise<boolean>;
  /** The folder that it may write to. */
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Makes the environment in `.cache/judges`, once for each list of requirements. Rejects with a sentence where Python is
 * missing or the packages cannot be had.
 */
export async function makePythonEnvironment(log: (line: string) => void): Promise<PythonEnvironment> {
  const wanted = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex');
  const stamp = join(folder, 'requirements.sha256');
  const bin = join(folder, 'venv', 'bin');
  const installed = await readFile(stamp, 'utf8').catch(() => '');
  if (installed !== wanted || !existsSync(join(bin, 'python'))) {
    log('making a Python environment in .cache/judges');
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await step('python3', ['-m', 'venv', join(folder, 'venv')]);
    const words = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps'];
    await step(join(bin, 'python'), [...words, '-r', requirements]);
    await writeFile(stamp, wanted);
  }
  return {
    run: (name, words, options) => runProgram(join(bin, name), words, options),
  };
}

async function step(file: string, words: readonly string[]): Promise<void> {
  const { code, output } = await runProgram(file, words, { timeoutMs: installWithinMs });
  if (code !== 0)
    throw new Error(`${[file, ...words].join(' ')} ended with ${code}:\n${output.slice(-2_000)}`);
}
