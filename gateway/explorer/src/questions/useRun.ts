import { useCallback, useEffect, useRef, useState } from 'react';
import type { Answer, JsonObject } from '../answer/Answer';
import { appendPage, nextCursor } from '../answer/appendPage';
import { runOperation } from '../answer/runOperation';
import type { PagedList } from '../shape/Shape';
import type { Question } from './Question';

/** Rows asked for at a time when a list is read on. */
const readOnPageSize = 200;

/** How far a run is. */
export interface RunState {
  readonly phase: 'idle' | 'running' | 'reading' | 'done' | 'cancelled' | 'failed';
  readonly answer?: Answer;
  readonly failure?: string;
  /** Variables of the first page. */
  readonly variables?: JsonObject;
  /** The variables of every page that the answer consists of. */
  readonly pages: readonly JsonObject[];
}

/** What can be done with a question. */
export interface Run extends RunState {
  readonly start: (variables: JsonObject) => void;
  /** Reads on: one page, or all pages of every list. Gives the answer as far as it was read. */
  readonly readOn: (reach: 'page' | 'end', list?: PagedList) => Promise<Answer | undefined>;
  readonly cancel: () => void;
}

const idle: RunState = { phase: 'idle', pages: [] };

const messageOf = (problem: unknown) => (problem instanceof Error ? problem.message : String(problem));

function pageVariables(list: PagedList, variables: JsonObject, cursor: string): JsonObject {
  const size = list.sizeVariable ? { [list.sizeVariable]: readOnPageSize } : {};
  return { ...variables, ...size, [list.cursorVariable]: cursor };
}

interface Reading {
  answer: Answer;
  pages: JsonObject[];
}

async function readPages(
  question: Question,
  [reading, variables]: [Reading, JsonObject],
  options: {
    readonly list: PagedList;
    readonly once: boolean;
    readonly signal: AbortSignal;
    readonly onPage: (reading: Reading) => void;
  },
): Promise<Reading> {
  let { answer, pages } = reading;
  for (;;) {
    const cursor = nextCursor(answer, options.list.path);
    if (!cursor) break;
    const asked = pageVariables(options.list, variables, cursor);
    const page = await runOperation({ query: question.run, variables: asked }, options.signal);
    const longer = appendPage(answer, page, options.list.path);
    const stuck = page.data === null || nextCursor(longer, options.list.path) === cursor;
    answer = longer;
    pages = [...pages, asked];
    options.onPage({ answer, pages });
    // A page without data, or with the same cursor, would be asked for again and again.
    if (options.once || stuck) break;
  }
  return { answer, pages };
}

/** Runs a question, reads its lists on, and cancels. A new run ends the one before. */
export function useRun(question: Question): Run {
  const [state, setState] = useState<RunState>(idle);
  const latest = useRef(state);
  latest.current = state;
  const controller = useRef<AbortController | null>(null);

  const begin = useCallback(() => {
    controller.current?.abort();
    controller.current = new AbortController();
    return controller.current.signal;
  }, []);

  const start = useCallback(
    (variables: JsonObject) => {
      const signal = begin();
      setState({ phase: 'running', variables, pages: [] });
      runOperation({ query: question.run, variables }, signal).then(
        (answer) => setState({ phase: 'done', answer, variables, pages: [variables] }),
        (problem: unknown) => {
          if (signal.aborted && controller.current?.signal !== signal) return;
          setState({
            phase: signal.aborted ? 'cancelled' : 'failed',
            failure: messageOf(problem),
            variables,
            pages: [],
          });
        },
      );
    },
    [begin, question],
  );

  const readOn = useCallback(
    async (reach: 'page' | 'end', list?: PagedList): Promise<Answer | undefined> => {
      const { answer, variables, pages } = latest.current;
      if (!answer || !variables) return answer;
      const lists = list ? [list] : question.shape.paged;
      let reading: Reading = { answer, pages: [...pages] };
      if (!lists.some((each) => nextCursor(answer, each.path))) return answer;
      const signal = begin();
      const show = (phase: RunState['phase'], failure?: string) =>
        setState({ phase, answer: reading.answer, pages: reading.pages, variables, failure });
      show('reading');
      try {
        for (const each of lists) {
          const onPage = (next: Reading) => {
            reading = next;
            show('reading');
          };
          reading = await readPages(question, [reading, variables], {
            list: each,
            once: reach === 'page',
            signal,
            onPage,
          });
        }
        show('done');
      } catch (problem) {
        show(signal.aborted ? 'cancelled' : 'failed', messageOf(problem));
        return signal.aborted ? undefined : reading.answer;
      }
      return reading.answer;
    },
    [begin, question],
  );

  const cancel = useCallback(() => controller.current?.abort(), []);
  useEffect(() => () => controller.current?.abort(), []);
  return { ...state, start, readOn, cancel };
}
