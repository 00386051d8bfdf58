import { AsyncLocalStorage } from 'node:async_hooks';
import type { TraceSpan } from './Tracing';

/** What is known of the request that a department is answering. */
export interface RequestCounts {
  /** For its log line and its `x-database-commands` header. */
  databaseCommands: number;
  readonly requestId?: string;
  /** Kind and root fields of its operation, as `query contracts`; as soon as it is known. */
  operation?: string;
  /** Codes of the errors in its answer, each once. */
  readonly errorCodes?: string[];
  /** Whether errors left nothing of the data. */
  hasFailed?: boolean;
}

/** The request that is being answered, when there is one. */
export const requestCounts = new AsyncLocalStorage<RequestCounts>();

/** The span of the work under way, where traces are made. */
export const currentSpan = new AsyncLocalStorage<TraceSpan>();
