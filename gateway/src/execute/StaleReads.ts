import type { StaleAnswers } from '../resilience/StaleAnswers';
import { type Answer, readAnswer } from './readAnswer';
import type { RawAnswer } from './SubgraphClient';

/** A read that has ended. */
export interface EndedRead {
  readonly reader: string;
  readonly department: string;
  readonly body: string;
  readonly raw: RawAnswer;
  readonly answer: Answer;
  /** `epoch` when the read began. */
  readonly epoch: number;
}

/** What takes the place of an answer. */
export interface StaleAnswer {
  readonly answer: Answer;
  readonly ageMs: number;
}

/** Departments say so themselves where it is their database that fails. */
const failingCodes = new Set<unknown>(['DATABASE_UNAVAILABLE', 'DEPARTMENT_UNAVAILABLE']);

/** The reads of one engine and what is kept of them for when a department fails. */
export class StaleReads {
  private readonly supergraph: number;

  constructor(private readonly answers: StaleAnswers) {
    this.supergraph = answers.register();
  }

  /** To be taken down before a read begins. */
  get epoch(): number {
    return this.answers.epoch;
  }

  /** A write by this reader begins, or has ended. */
  forget(reader: string): void {
    this.answers.forget(reader);
  }

  /** Keeps what is good; gives what was kept where the department fails; undefined where the answer stays what it is. */
  async settle(read: EndedRead): Promise<StaleAnswer | undefined> {
    const { raw, answer, epoch } = read;
    if (!isFailing(answer)) {
      if (!('reason' in raw) && !answer.failure && answer.errors.length === 0)
        this.answers.keep(this.supergraph, read, { text: raw.text, epoch });
      return undefined;
    }
    const kept = this.answers.find(this.supergraph, read);
    return kept ? { answer: await readAnswer({ text: kept.text }), ageMs: kept.ageMs } : undefined;
  }
}

function isFailing({ failure, errors }: Answer): boolean {
  if (failure) return failure.reason !== 'aborted';
  return errors.some(({ extensions }) => failingCodes.has(extensions?.code));
}
