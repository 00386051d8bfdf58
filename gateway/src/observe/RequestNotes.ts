/** What is noted of one request while it is answered, for its line in the log and for the counters. */
export interface RequestNotes {
  /** Kind and name of what was asked, as soon as it is known to be valid; all of a batch. */
  readonly operations: string[];
  /** Codes of the errors in its answer, each once. */
  readonly errorCodes: string[];
  /** Whether errors left nothing of the data. */
  hasFailed: boolean;
  /** Where a trace of it is sent. */
  traceId?: string;
}

/** Notes of a request of which nothing is known yet. */
export function newNotes(): RequestNotes {
  return { operations: [], errorCodes: [], hasFailed: false };
}

interface CodedError {
  readonly extensions?: { readonly code?: unknown };
}

/** Notes the errors of an answer, or of one part of it; without data it has failed as a whole. */
export function noteErrors(notes: RequestNotes, errors: readonly CodedError[], hasData: boolean): void {
  if (!hasData) notes.hasFailed = true;
  for (const { extensions } of errors) {
    const code = typeof extensions?.code === 'string' ? extensions.code : 'none';
    if (!notes.errorCodes.includes(code)) notes.errorCodes.push(code);
  }
}

/** Notes the errors of an answer that is text already. */
export function noteErrorText(notes: RequestNotes, text: string): void {
  try {
    const { errors } = JSON.parse(text) as { errors?: unknown };
    if (Array.isArray(errors)) noteErrors(notes, errors as CodedError[], false);
  } catch {
    // Not JSON: there are no codes in it.
  }
}
