import { type Connection, ConnectTimeout } from '../execute/http1/Connection';
import type { Exchange, ExchangeStage } from '../execute/http1/Exchange';
import { AnswerTooLarge, type HttpResponse } from '../execute/http1/ResponseReader';
import type { FailedAnswer, RawAnswer, SubgraphRequest } from '../execute/SubgraphClient';
import type { DepartmentLink } from './DepartmentLink';
import type { AttemptKind, AttemptOutcome } from './DepartmentObserver';

/** Who makes attempts. */
export interface AttemptOwner {
  readonly link: DepartmentLink;
  readonly request: SubgraphRequest;
  /** An attempt has ended; called once for each that was not cancelled. */
  answered(attempt: Attempt, answer: RawAnswer): void;
}

/** The client left before the answer came. */
export const left: FailedAnswer = { reason: 'aborted', detail: 'The client left.' };

const once = { once: true };

/** One HTTP request to a department, with its deadline, for as long as its client waits. */
export class Attempt implements Exchange {
  message = '';
  connection: Connection | undefined = undefined;
  private timer: NodeJS.Timeout | undefined = undefined;
  private startedAt = 0;
  private told: ((outcome: AttemptOutcome) => void) | undefined = undefined;

  constructor(
    private readonly owner: AttemptOwner,
    readonly kind: AttemptKind,
    readonly timeoutMs: number,
  ) {}

  /**
   * A mutation never goes over a kept socket, which could be closed while it is being sent, so that nobody would know whether it happened.
   * Where one kept socket was closed, the others may be too.
   */
  get needsFreshSocket(): boolean {
    return !this.owner.request.repeatable || this.kind === 'retry' || this.kind === 'resend';
  }

  /** Sends it, as the so manieth of its request. */
  send(number: number): void {
    const { link, request } = this.owner;
    const { body, headers, signal } = request;
    link.counts.attempts++;
    const { observer } = link;
    if (observer?.attempt) {
      this.startedAt = link.clock.now();
      this.told = observer.attempt({ ...link.place, kind: this.kind, number, body, headers });
    }
    this.message = link.client.message(body, headers);
    this.timer = setTimeout(expire, this.timeoutMs, this);
    signal?.addEventListener('abort', this, once);
    link.client.run(this);
  }

  /** Gives it up, without `answered`. */
  cancel(): void {
    this.over(left);
    this.owner.link.client.cancel(this);
  }

  /** Ends it in time, or since the client left. */
  giveUp(answer: FailedAnswer): void {
    this.owner.link.client.cancel(this);
    this.end(answer);
  }

  handleEvent(): void {
    this.giveUp(left);
  }

  done({ status, text, retryAfter }: HttpResponse, isKept: boolean): void {
    if (status >= 200 && status < 300) {
      this.end({ text });
      return;
    }
    const detail = `HTTP ${status}: ${text.slice(0, 500)}`;
    // What servers say to a socket that was idle for too long, which is not meant for what was just sent over it (RFC 9110, 15.5.9).
    const stage = status === 408 && isKept ? 'kept' : undefined;
    this.end({ reason: 'status', detail, text, status, retryAfter, stage });
  }

  failed(error: Error, stage: ExchangeStage): void {
    if (error instanceof AnswerTooLarge) {
      this.end({ reason: 'too-large', detail: error.message });
      return;
    }
    const reason = error instanceof ConnectTimeout ? 'timeout' : 'unreachable';
    // An error for several addresses has no message of its own.
    const detail = error.message || (error as NodeJS.ErrnoException).code || error.name;
    this.end({ reason, detail, cause: error, stage: stage === 'under way' ? undefined : stage });
  }

  private end(answer: RawAnswer): void {
    this.over(answer);
    this.owner.answered(this, answer);
  }

  private over(answer: RawAnswer): void {
    clearTimeout(this.timer);
    this.owner.request.signal?.removeEventListener('abort', this);
    if (!this.told) return;
    const durationMs = this.owner.link.clock.now() - this.startedAt;
    this.told(
      'reason' in answer
        ? { durationMs, reason: answer.reason, status: answer.status }
        : { durationMs, status: 200 },
    );
  }
}

function expire(attempt: Attempt): void {
  attempt.giveUp({ reason: 'timeout', detail: `No answer within ${Math.round(attempt.timeoutMs)} ms.` });
}
