import { formatLogLine } from './formatLogLine';

const colours = [36, 32, 35, 33, 34, 96, 92, 95] as const;

/** Takes the lines of one process. */
export type LineSink = (line: string) => void;

/** Where the common log goes. */
export interface ProcessLogOptions {
  readonly write: (text: string) => void;
  /** Whether each process gets a colour, as fits a terminal. */
  readonly coloured: boolean;
  /** Names of all processes, for the width of the column and the choice of colours. */
  readonly names: readonly string[];
  readonly now?: () => Date;
}

/**
 * One readable log of several processes: the time, the name of the process, what it says. The answer gives the sink
 * of a process by its name.
 */
export function createProcessLog(options: ProcessLogOptions): (name: string) => LineSink {
  const { write, coloured, names, now = () => new Date() } = options;
  const width = Math.max(...names.map((name) => name.length));
  return (name) => {
    const colour = colours[Math.max(0, names.indexOf(name)) % colours.length];
    const label = `${name.padEnd(width)} |`;
    const prefix = coloured ? `\u001b[${colour}m${label}\u001b[0m` : label;
    return (text) => {
      const time = now().toTimeString().slice(0, 8);
      for (const line of formatLogLine(text).split('\n')) write(`${time} ${prefix} ${line}\n`);
    };
  };
}
