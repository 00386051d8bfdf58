import { parseArgs } from 'node:util';
import { supergraphOptions } from '../config/supergraphOptions';

/** What `--explain FILE` asks for. */
export interface ExplainRequest {
  /** The file of the operation. */
  readonly file: string;
  readonly supergraph: string;
  /** Which operation, where the file holds several. */
  readonly operation?: string;
  readonly format: 'text' | 'json';
  readonly planner: 'native' | 'apollo';
  /** Labels of progressive overrides that hold. */
  readonly labels: readonly string[];
}

/** A command that cannot be followed: the sentence says what would be right. */
export class ExplainUsageError extends Error {}

/** How `--explain FILE` is used. */
export const explainUsage = `npm run gateway -- --explain FILE [--operation NAME] [--format text|json] [--planner native|apollo]
                              [--supergraph FILE] [--label LABEL]`;

const switchWords = ['auto', 'on', 'off'];

/** Whether the flags ask for a plan of a file, and not for the gateway, whose `--explain` is auto, on or off. */
export function asksForPlan(flags: readonly string[]): boolean {
  const at = flags.findIndex((flag) => flag === '--explain' || flag.startsWith('--explain='));
  const flag = flags[at];
  if (flag === undefined) return false;
  const value = flag === '--explain' ? flags[at + 1] : flag.slice('--explain='.length);
  return value !== undefined && !value.startsWith('--') && !switchWords.includes(value);
}

function oneOf<T extends string>(flag: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined)
    throw new ExplainUsageError(`--${flag} is ${allowed.join(' or ')}, not "${value}".`);
  return found;
}

/** Reads the flags of `--explain FILE`. Throws an ExplainUsageError. */
export function readExplainRequest(
  flags: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ExplainRequest {
  try {
    const { values } = parseArgs({
      args: [...flags],
      options: {
        explain: { type: 'string', default: '' },
        operation: { type: 'string' },
        format: { type: 'string', default: 'text' },
        planner: { type: 'string', default: 'native' },
        supergraph: { type: 'string', default: env.SUPERGRAPH || supergraphOptions.supergraph.fallback },
        label: { type: 'string', multiple: true, default: [] },
      },
    });
    return {
      file: values.explain,
      supergraph: values.supergraph,
      operation: values.operation,
      format: oneOf('format', values.format, ['text', 'json']),
      planner: oneOf('planner', values.planner, ['native', 'apollo']),
      labels: values.label,
    };
  } catch (error) {
    if (error instanceof ExplainUsageError) throw error;
    throw new ExplainUsageError(error instanceof Error ? error.message : String(error));
  }
}
