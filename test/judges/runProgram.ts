import { spawn } from 'node:child_process';

/** How a program ended. */
export interface Ended {
  /** Null where it was ended because it took too long, or could not be started. */
  readonly code: number | null;
  /** What it wrote, to its output and its error output. */
  readonly output: string;
  /** What it wrote to its output alone. */
  readonly printed: string;
}

/** How a program is run. */
export interface ProgramOptions {
  readonly timeoutMs: number;
  /** Asked once a second: it is ended as soon as this holds. */
  readonly isEnough?: () => Promise<boolean>;
  /** Where it leaves what it writes; here, where left out. */
  readonly cwd?: string;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program to its end, or for so long. Never rejects. */
export function runProgram(file: string, words: readonly string[], options: ProgramOptions): Promise<Ended> {
  return new Promise((resolve) => {
    let output = '';
    let printed = '';
    const child = spawn(file, words, {
      env: { ...process.env, NO_COLOR: '1', PYTHONUNBUFFERED: '1', ...options.env },
      cwd: options.cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs);
    const asking = setInterval(() => {
      void options.isEnough?.().then((isEnough) => isEnough && child.kill('SIGKILL'));
    }, 1_000);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.on('error', ({ message }) => {
      output += message;
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      clearInterval(asking);
      resolve({ code, output, printed });
    });
  });
}
