import {
  type Aggregate,
  type Appended,
  appendVersion,
  type CitationRecord,
  type CommandInput,
  type CommandRun,
  type Decision,
  type Row,
} from '@lien-thong/subgraph-kit';
import type { IctContext } from '../context';

/** One version that a mutation appends. */
export interface Version<T extends Row> {
  readonly aggregate: Aggregate<T>;
  readonly entityId: string;
  readonly command: string;
  /** Name of the step, where the mutation has several. */
  readonly step?: string;
  readonly expectedVersion?: number | null;
  readonly citation?: CitationRecord | null;
  readonly decide: (current: T | null) => Decision<T> | Promise<Decision<T>>;
}

/** Appends a version under the caller, the key and the input of a mutation that runs. */
export function appendTo<T extends Row>(
  { journal }: Pick<IctContext, 'journal'>,
  run: CommandRun<CommandInput>,
  { step, ...version }: Version<T>,
): Promise<Appended<T>> {
  const { caller, inputHash, at } = run;
  const key = step ? `${run.key}/${step}` : run.key;
  return appendVersion(journal, { ...version, key, inputHash, caller, at });
}
