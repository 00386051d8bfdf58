import { isDeepStrictEqual } from 'node:util';
import type { TestAnswer } from '../helpers/federation';

/**
 * What an answer is worth: `complete` is the known right one; `partial` has null in place of parts, each of which an
 * error explains that names a department; `failed` is no data at all, with a reason; all else is `wrong`.
 */
export interface Verdict {
  readonly worth: 'complete' | 'partial' | 'failed' | 'wrong';
  /** Why it is not complete. */
  readonly why?: string;
}

type Path = ReadonlyArray<string | number>;

/** The places of an answer that the known right one has and this one has null for, or another value. */
interface Difference {
  readonly path: Path;
  readonly isNull: boolean;
}

/** What changes with each row that is written: any text is right, and a number that has not become less. */
const changing = new Set(['lastChangedAt', 'dataVersion', 'count']);

function differences(expected: unknown, found: unknown, path: Path = []): Difference[] {
  if (isDeepStrictEqual(expected, found)) return [];
  if (found === null) return [{ path, isNull: true }];
  if (changing.has(String(path.at(-1))) && hasGrown(expected, found)) return [];
  if (Array.isArray(expected) && Array.isArray(found) && expected.length === found.length) {
    return expected.flatMap((each, at) => differences(each, found[at], [...path, at]));
  }
  if (isRecord(expected) && isRecord(found)) {
    const names = new Set([...Object.keys(expected), ...Object.keys(found)]);
    return [...names].flatMap((name) => differences(expected[name], found[name], [...path, name]));
  }
  return [{ path, isNull: false }];
}

function hasGrown(expected: unknown, found: unknown): boolean {
  if (typeof expected === 'number' && typeof found === 'number') return found >= expected;
  return typeof expected === 'string' && typeof found === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Rows of a list are not told apart: an error is at the first place of several alike. */
function touches(one: Path, other: Path): boolean {
  const length = Math.min(one.length, other.length);
  return one.slice(0, length).every((part, at) => typeof part === 'number' || part === other[at]);
}

function explainedPaths(errors: NonNullable<TestAnswer['errors']>): Path[] {
  return errors
    .filter(({ extensions }) => typeof extensions?.department === 'string')
    .flatMap(({ path, extensions }) => {
      const further = Array.isArray(extensions?.paths) ? (extensions.paths as Path[]) : [];
      return path ? [path, ...further] : further;
    });
}

/** Compares an answer with the known right one. */
export function judgeAnswer(expected: unknown, { data, errors }: TestAnswer): Verdict {
  const found = differences(expected, data ?? null);
  if (found.length === 0) {
    return errors
      ? { worth: 'wrong', why: `nothing is missing, and yet: ${errors[0]?.message}` }
      : { worth: 'complete' };
  }
  if (data === undefined || data === null) {
    const reason = errors?.[0];
    if (!reason) return { worth: 'wrong', why: 'neither data nor errors' };
    return { worth: 'failed', why: `${String(reason.extensions?.code)}: ${reason.message}` };
  }
  const explained = explainedPaths(errors ?? []);
  const unexplained = found.find(
    ({ path, isNull }) => !isNull || !explained.some((each) => touches(each, path)),
  );
  if (!unexplained) return { worth: 'partial', why: String(errors?.[0]?.extensions?.code) };
  const { path, isNull } = unexplained;
  return {
    worth: 'wrong',
    why: `${path.join('.')} is ${isNull ? 'null' : 'another value'}; errors: ${JSON.stringify(errors ?? []).slice(0, 300)}`,
  };
}
