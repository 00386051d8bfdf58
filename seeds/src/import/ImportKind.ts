import type { Column, ImportValue } from './columns';
import type { GraphClient } from './GraphClient';
import type { ImportProblem } from './ImportTable';

/** A row of the file that is understood. */
export interface ImportRow {
  readonly row: number;
  readonly values: Readonly<Record<string, ImportValue>>;
}

/** What the checks of a kind may use. */
export interface CheckContext {
  /** Asks a department; rejects where it does not answer. */
  readonly graph: (department: string) => GraphClient;
  /** True for a row that an earlier run has sent: its effect may be in the database already. */
  readonly isSent: (row: ImportRow) => boolean;
  /** Mistakes of single cells; their values are null in the rows. */
  readonly cellProblems: readonly ImportProblem[];
  /** Department that the caller works for. */
  readonly callerDepartment: string;
}

/** What a command needs beside the row, read right before it is sent and kept in the ledger. */
export type Versions = Readonly<Record<string, number>>;

/** What may be imported: the columns of its rows, their rules, and the command that each row (or group) becomes. */
export interface ImportKind {
  readonly department: string;
  readonly name: string;
  /** Departments that checks and command ask. */
  readonly asks: readonly string[];
  readonly about: string;
  readonly columns: readonly Column[];
  /** Columns whose equal values make several rows one command; each row is one without. */
  readonly groupBy?: readonly string[];
  /** The mutation, with the type of its input and what its payload is asked for. */
  readonly mutation: { readonly name: string; readonly input: string; readonly selection: string };
  /** Every mistake beyond single cells: ids that do not exist, numbers used twice, sums without room. */
  readonly check: (rows: readonly ImportRow[], context: CheckContext) => Promise<ImportProblem[]>;
  /** Commands of one chain are sent one after the other, in the order of the file. */
  readonly chainOf: (row: ImportRow) => string;
  /** Versions that the command has to name; none without. */
  readonly versionsOf?: (row: ImportRow, graph: CheckContext['graph']) => Promise<Versions>;
  /** The versions after a command, where its payload tells them, so that the next one need not ask. */
  readonly versionsAfter?: (payload: unknown, before: Versions) => Versions | null;
  /** The input without its idempotency key. */
  readonly inputOf: (rows: readonly [ImportRow, ...ImportRow[]], versions: Versions) => object;
  /** Whole đồng of a row, signed, with the name under which they are summed; null for rows without money. */
  readonly moneyOf?: (row: ImportRow) => { readonly of: string; readonly amount: number };
}
