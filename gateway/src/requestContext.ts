import type { Caller } from '@lien-thong/subgraph-kit';
import type { Logger } from 'pino';
import type { RequestCost } from './demand/RequestCost';
import type { RequestWatch } from './engine';
import type { Signal } from './execute/Ending';
import type { RequestNotes } from './observe/RequestNotes';

/** What one request carries through every phase, made anew for each. */
export interface RequestContext {
  /** The id that the caller sent or that was made here; every line of the log and every department has it. */
  readonly requestId: string;
  /** Null for an anonymous reader. A token that does not verify never gets this far. */
  readonly caller: Caller | null;
  readonly log: Logger;
  /** The client's address; empty for an operation of the gateway's own. */
  readonly address: string;
  /** Aborts when the client is gone or the request's deadline has passed. */
  readonly signal: Signal;
  /** Headers that name the caller to the departments, signed; none for an anonymous reader. */
  readonly callerHeaders: Readonly<Record<string, string>>;
  /** Departments asked so far, for the log. */
  readonly departmentsAsked: Set<string>;
  /** What was asked, as soon as it is known. A batch has the names of all its operations. */
  readonly operations: string[];
  readonly notes: RequestNotes;
  /** What it costs, for the log. */
  readonly cost: RequestCost;
  /** What the operation under way is estimated to cost, in points; set before it is executed, where demand control is on. */
  estimatedCost?: number;
  /** Why an operation that was checked ahead of the server may not be executed: the server answers with this. */
  refusal?: unknown;
  /** Looks on, for traces and for what is slow. */
  readonly watch?: RequestWatch;
}
