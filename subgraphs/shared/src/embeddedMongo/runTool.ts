import { spawn } from 'node:child_process';

/** How a tool ended. */
export interface ToolResult {
  readonly succeeded: boolean;
  /** Everything that it wrote to its standard output. */
  readonly output: string;
  /** The last words of its error output, or why it could not be started: at most ten lines. */
  readonly complaint: string;
}

/** Options of `runTool`. */
export interface ToolOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Sees each line of its error output, where tools say how far they are. */
  readonly onLine?: (line: string) => void;
  /** Ended after this many milliseconds; without it, it may take as long as it likes. */
  readonly timeoutMs?: number;
}

/** Runs a tool to its end, or to that of this process. Never rejects: a tool that is not there is a result like any other. */
export function runTool(file: string, args: readonly string[], options: ToolOptions): Promise<ToolResult> {
  const { env, cwd, onLine, timeoutMs } = options;
  return new Promise((resolve) => {
    const child = spawn(file, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const limit = timeoutMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    const endWithThisProcess = () => child.kill();
    process.once('exit', endWithThisProcess);
    const settle = (result: ToolResult) => {
      process.off('exit', endWithThisProcess);
      clearTimeout(limit);
      resolve(result);
    };
    let output = '';
    let rest = '';
    const complaints: string[] = [];
    const hear = (line: string) => {
      complaints.push(line);
      if (complaints.length > 10) complaints.shift();
      onLine?.(line);
    };
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) hear(line);
    });
    child.on('error', (error) => settle({ succeeded: false, output, complaint: error.message }));
    child.on('close', (code) => {
      if (rest) hear(rest);
      settle({ succeeded: code === 0, output, complaint: complaints.join('\n') });
    });
  });
}
