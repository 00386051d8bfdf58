import { setTimeout as delay } from 'node:timers/promises';
import type { TestAnswer } from '../helpers/federation';
import { questionNumbers, questionText, twinVariables } from '../helpers/questions';
import { judgeAnswer, type Verdict } from './judgeAnswer';
import { PlainClient } from './PlainClient';

/** One question that was asked; times in milliseconds on the clock of `performance.now()`. */
export interface AskedQuestion extends Verdict {
  readonly question: string;
  readonly begunAt: number;
  readonly endedAt: number;
}

/** What is asked, as bodies by the number of the question. */
const bodies: ReadonlyMap<string, string> = new Map(
  questionNumbers.map((number) => [
    number,
    JSON.stringify({ query: questionText(number), variables: twinVariables[number] }),
  ]),
);

/** Asks the fourteen questions in turn, at a steady rate whatever becomes of the answers, and judges each. */
export class QuestionLoad {
  /** All that was asked and answered, in the order of the answers. */
  readonly asked: AskedQuestion[] = [];
  readonly #client: PlainClient;
  readonly #expected = new Map<string, unknown>();
  readonly #open = new Set<Promise<void>>();
  #isRunning = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(
    url: string,
    private readonly questions: readonly string[] = questionNumbers,
  ) {
    this.#client = new PlainClient(url, { connections: 512 });
  }

  /** Takes the answers of now for the right ones. Rejects where one has errors, or differs when it is asked once more. */
  async learn(): Promise<void> {
    for (const question of this.questions) {
      const first = await this.#answer(question);
      if (first.errors) throw new Error(`question ${question}: ${JSON.stringify(first.errors)}`);
      const { worth, why } = judgeAnswer(first.data, await this.#answer(question));
      if (worth !== 'complete') throw new Error(`question ${question} has two answers: ${why}`);
      this.#expected.set(question, first.data);
    }
  }

  /** Begins to ask, so many questions a second. */
  start(perSecond: number): void {
    this.#isRunning = true;
    this.#loop = this.#askSteadily(1_000 / perSecond);
  }

  /** Ends when the last question is answered. */
  async stop(): Promise<void> {
    this.#isRunning = false;
    await this.#loop;
    await Promise.all(this.#open);
  }

  close(): void {
    this.#client.close();
  }

  /** Asks one question now, and notes what came. */
  async ask(question: string): Promise<AskedQuestion> {
    const begunAt = performance.now();
    let verdict: Verdict;
    try {
      verdict = judgeAnswer(this.#expected.get(question), await this.#answer(question));
    } catch (error) {
      const { code = '', message } = error as Error & { code?: string };
      verdict = { worth: 'failed', why: `${code} ${message}`.trim() };
    }
    const asked = { ...verdict, question, begunAt, endedAt: performance.now() };
    this.asked.push(asked);
    return asked;
  }

  async #askSteadily(everyMs: number): Promise<void> {
    let next = performance.now();
    for (let at = 0; this.#isRunning; at += 1) {
      const asking: Promise<void> = this.ask(this.questions[at % this.questions.length] ?? '01').then(() => {
        this.#open.delete(asking);
      });
      this.#open.add(asking);
      next += everyMs;
      await delay(Math.max(0, next - performance.now()));
    }
  }

  async #answer(question: string): Promise<TestAnswer> {
    const { status, body } = await this.#client.post(bodies.get(question) ?? '');
    try {
      return JSON.parse(body) as TestAnswer;
    } catch {
      throw new Error(`status ${status}: ${body.slice(0, 200)}`);
    }
  }
}
