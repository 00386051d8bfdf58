import { type ErrorCode, errorCodes } from '@lien-thong/schema';
import type { LocalizedTextRecord, MoneyRecord } from '../records';

/** One reason why a command was refused, as `UserError` shows it. */
export interface UserErrorRecord {
  readonly code: ErrorCode;
  readonly message: LocalizedTextRecord;
  /** Path into the input. */
  readonly path: readonly string[];
  /** What would have been allowed, in whole đồng. */
  readonly limit: MoneyRecord | null;
}

/** What a refusal may say beyond its code. */
export interface RefusalDetails {
  /** Path into the input, as `amount` or `items.0.quantity`. */
  readonly path?: string;
  /** What was wrong and what would be right; the registry's sentence where left out. */
  readonly message?: LocalizedTextRecord;
  /** What would have been allowed, where that is a number of đồng. */
  readonly limit?: MoneyRecord;
}

/** Thrown by a command that must not happen. Nothing has been written; the payload's `errors` carry the reasons. */
export class CommandRefused extends Error {
  constructor(readonly errors: readonly UserErrorRecord[]) {
    super(errors.map(({ code }) => code).join(', '));
    this.name = 'CommandRefused';
  }
}

/** One reason, ready to throw or to collect. */
export function userError(code: ErrorCode, details: RefusalDetails = {}): UserErrorRecord {
  return {
    code,
    message: details.message ?? errorCodes[code].sentence,
    path: details.path ? details.path.split('.') : [],
    limit: details.limit ?? null,
  };
}

/** Refuses the command with one reason. */
export function refuse(code: ErrorCode, details: RefusalDetails = {}): never {
  throw new CommandRefused([userError(code, details)]);
}

/** Refuses the command with all reasons at once; does nothing when there is none. */
export function refuseIfAny(errors: readonly UserErrorRecord[]): void {
  if (errors.length > 0) throw new CommandRefused(errors);
}
