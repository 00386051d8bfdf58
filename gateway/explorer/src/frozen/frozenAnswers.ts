import { type Answer, isObject, type JsonObject } from '../answer/Answer';
import { readAnswer } from '../answer/runOperation';

/** A kept answer, as the gateway gives it back. */
export interface FrozenAnswer {
  /** SHA-256 of the content, hexadecimal. */
  readonly hash: string;
  readonly frozenAt: string;
  readonly question?: string;
  readonly query: string;
  /** Variables of each page, in order. */
  readonly pages: readonly {
    readonly variables: JsonObject;
    readonly data: JsonObject | null;
    readonly errors?: readonly unknown[];
  }[];
  /** Data version of each department; null for one that did not answer. */
  readonly dataVersions: Readonly<Record<string, string | null>>;
}

const folder = () => new URL('/explorer/frozen', window.location.origin).href;

async function readBody(response: Response): Promise<unknown> {
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body;
  const message =
    isObject(body) && typeof body.message === 'string' ? body.message : `HTTP ${response.status}`;
  throw new Error(message);
}

/** Asks the gateway to run the question once more and to keep the answer. Gives the hash of what it keeps. */
export async function freezeAnswer(request: {
  readonly question: string;
  readonly query: string;
  readonly pages: readonly JsonObject[];
}): Promise<string> {
  const response = await fetch(folder(), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  const body = await readBody(response);
  if (!isObject(body) || typeof body.hash !== 'string') throw new Error('The gateway gave no hash.');
  return body.hash;
}

/** The kept answer of that hash; undefined where the gateway has none. */
export async function readFrozen(hash: string, signal: AbortSignal): Promise<FrozenAnswer | undefined> {
  const response = await fetch(`${folder()}/${encodeURIComponent(hash)}`, { signal });
  if (response.status === 404) return undefined;
  return (await readBody(response)) as FrozenAnswer;
}

/** The first page of a kept answer, as an answer. */
export function answerOfPage(frozen: FrozenAnswer, index: number): Answer {
  const page = frozen.pages[index];
  return { ...readAnswer({ data: page?.data, errors: page?.errors }, 0), answeredAt: frozen.frozenAt };
}
