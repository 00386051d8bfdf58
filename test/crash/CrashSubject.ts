import type { Db } from 'mongodb';
import type { Random } from '../differential/random';

/** A command as a client sends it; its idempotency key is added. */
export interface RandomCommand {
  readonly mutation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** One department under kill -9: how it is set up, what is sent to it, and what must hold of its rows. */
export interface CrashSubject {
  readonly department: 'ict' | 'finance' | 'planning';
  /** Addresses of the departments that it asks, as environment variables. */
  readonly env: Readonly<Record<string, string>>;
  /** Commands that make the rows which the random ones work on, in order. */
  readonly preparation: readonly RandomCommand[];
  /** A command that may well be refused; null when there is nothing to work on yet. */
  next(random: Random, db: Db): Promise<RandomCommand | null>;
  /** What does not hold of the rows, in sentences; empty when all is well. */
  problems(db: Db): Promise<string[]>;
  stop(): Promise<void>;
}
