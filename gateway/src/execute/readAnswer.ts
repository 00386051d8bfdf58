import { isRecord } from '../isRecord';
import { parsePausing } from '../respond/parsePausing';
import { runPausing } from '../respond/pausing';
import type { RawAnswer } from './SubgraphClient';
import type { SubgraphFailureReason } from './subgraphFailure';

/** An error as a department reports it, checked. */
export interface SubgraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** A department's answer, read. `failure` says why there is no usable data. */
export interface Answer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly SubgraphError[];
  readonly failure?: {
    readonly reason: SubgraphFailureReason;
    readonly detail: string;
    readonly cause?: unknown;
  };
  /** Size of its text, for the decision how to write the client's answer. */
  readonly size: number;
  /** Whether its text had no escape: what was written without one needs none when it is written again. */
  readonly plain: boolean;
}

/** More errors than these say nothing more; ten megabytes of them must not become an answer. */
const mostErrors = 50;
const longestMessage = 2_000;

/** Texts of so many characters are parsed with pauses. */
const longText = 512 * 1024;

/** Parses a department's text and checks its shape; a long one takes its time. Never throws nor rejects. */
export function readAnswer(raw: RawAnswer): Answer | Promise<Answer> {
  if (!('reason' in raw)) return raw.text.length < longText ? readText(raw.text) : readLongText(raw.text);
  const { reason, detail, cause, text } = raw;
  const failed: Answer = { data: null, errors: [], failure: { reason, detail, cause }, size: 0, plain: true };
  // A GraphQL answer may come with a status of 400 or 500 and still say what went wrong.
  if (reason !== 'status' || text === undefined) return failed;
  const answer = readText(text);
  return answer.failure || (answer.errors.length === 0 && answer.data === null) ? failed : answer;
}

async function readLongText(text: string): Promise<Answer> {
  try {
    return readObject(await runPausing(parsePausing(text)), text.length, isPlain(text));
  } catch (cause) {
    return notJson(text, cause);
  }
}

function readText(text: string): Answer {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    return notJson(text, cause);
  }
  return readObject(parsed, text.length, isPlain(text));
}

/** Checks an answer that is an object already, e.g. an event of a subscription. Never throws. */
export function readObject(parsed: unknown, size: number, plain = false): Answer {
  if (!isRecord(parsed)) return broken(wrongShape(JSON.stringify(parsed) ?? ''));
  const { data, errors } = parsed as { data?: unknown; errors?: unknown };
  const list = readErrors(errors);
  const empty = data === undefined || data === null;
  if ((!empty && !isRecord(data)) || list === undefined || (empty && list.length === 0)) {
    return broken(wrongShape(JSON.stringify(parsed)));
  }
  return { data: empty ? null : (data as Record<string, unknown>), errors: list, size, plain };
}

/** JSON has to escape what needs an escape. */
function isPlain(text: string): boolean {
  return !text.includes('\\');
}

function notJson(text: string, cause: unknown): Answer {
  return broken({ reason: 'not-json', detail: `The answer is not JSON: ${text.slice(0, 500)}`, cause });
}

function wrongShape(text: string): NonNullable<Answer['failure']> {
  return { reason: 'wrong-shape', detail: `The answer is no GraphQL answer: ${text.slice(0, 500)}` };
}

function broken(failure: NonNullable<Answer['failure']>): Answer {
  return { data: null, errors: [], failure, size: 0, plain: true };
}

function readErrors(errors: unknown): SubgraphError[] | undefined {
  if (errors === undefined || errors === null) return [];
  if (!Array.isArray(errors)) return undefined;
  return errors.slice(0, mostErrors).map(readError);
}

function readError(error: unknown): SubgraphError {
  const { message, path, extensions } = isRecord(error) ? error : {};
  return {
    message:
      typeof message === 'string'
        ? message.slice(0, longestMessage)
        : 'The department reported an error without a message.',
    path:
      Array.isArray(path) && path.every((key) => typeof key === 'string' || typeof key === 'number')
        ? path
        : undefined,
    extensions: isRecord(extensions) ? extensions : undefined,
  };
}
