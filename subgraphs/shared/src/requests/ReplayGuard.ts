/** How many of a session's last requests are told apart: far more than are under way at once. */
const windowSize = 65_536;
/** Sessions known at once: each process that sends has one. */
const mostSessions = 512;

/** How old a request may be, and how far its sender's clock may be ahead, milliseconds. */
export const standardTimes = { lifetimeMs: 30_000, skewMs: 5_000 } as const;
/** How long a silent session is remembered: until its requests have expired. */
export const replaysKeptMs: number = standardTimes.lifetimeMs + standardTimes.skewMs;

/** Whether a request is new, was seen before, or cannot be told apart since too many senders are at work. */
export type ReplayOutcome = 'new' | 'seen' | 'full';

/** What knows which requests have come. */
export interface Replays {
  /** Whether the request is new; it is not from then on. */
  take(request: NumberedRequest): ReplayOutcome | Promise<ReplayOutcome>;
}

interface Session {
  highest: number;
  /** When it was last heard of, milliseconds. */
  at: number;
  /** One bit for each of the last numbers. */
  readonly bits: Uint32Array;
}

/** The number of a request within its session, and when it came. */
export interface NumberedRequest {
  readonly session: string;
  /** Above zero. */
  readonly count: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * Remembers which numbered requests have come, each session by a window of bits (as RFC 4303, 3.4.3): 8 KB a session,
 * 4 MB at most. Sessions that were silent for `keptMs` are forgotten, which is safe as long as their requests have
 * expired by then.
 */
export class ReplayGuard implements Replays {
  readonly #sessions = new Map<string, Session>();

  constructor(private readonly keptMs: number) {}

  /** Whether the request is new; it is not from then on. `full` where more sessions are alive than can be told apart. */
  take({ session, count, at }: NumberedRequest): ReplayOutcome {
    const known = this.#sessions.get(session) ?? this.#begin(session, at);
    if (!known) return 'full';
    if (count <= known.highest - windowSize) return 'seen';
    known.at = at;
    for (let skipped = Math.max(known.highest + 1, count - windowSize + 1); skipped <= count; skipped++)
      setBit(known.bits, skipped, false);
    if (count > known.highest) known.highest = count;
    else if (hasBit(known.bits, count)) return 'seen';
    setBit(known.bits, count, true);
    return 'new';
  }

  #begin(name: string, at: number): Session | null {
    if (this.#sessions.size >= mostSessions) this.#forgetSilent(at);
    if (this.#sessions.size >= mostSessions) return null;
    const session = { highest: 0, at, bits: new Uint32Array(windowSize / 32) };
    this.#sessions.set(name, session);
    return session;
  }

  #forgetSilent(at: number): void {
    for (const [name, session] of this.#sessions)
      if (at - session.at > this.keptMs) this.#sessions.delete(name);
  }
}

function hasBit(bits: Uint32Array, count: number): boolean {
  const at = count % windowSize;
  return ((bits[at >>> 5] ?? 0) & (1 << (at & 31))) !== 0;
}

function setBit(bits: Uint32Array, count: number, value: boolean): void {
  const at = count % windowSize;
  const mask = 1 << (at & 31);
  bits[at >>> 5] = value ? (bits[at >>> 5] ?? 0) | mask : (bits[at >>> 5] ?? 0) & ~mask;
}
