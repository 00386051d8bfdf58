import { departmentNamed } from '@lien-thong/schema';
import {
  type Aggregate,
  type Appended,
  appendVersion,
  type Caller,
  type CitationRecord,
  type CommandInput,
  type CommandPayload,
  type CommandRun,
  type Decision,
  inputHashOf,
  type RequestContext,
  type Row,
  runCommand,
} from '@lien-thong/subgraph-kit';
import type { FinanceContext } from '../context';

/** A command of this department under way. */
export interface FinanceRun<I extends CommandInput = CommandInput> extends CommandRun<I> {
  readonly context: FinanceContext;
  readonly command: string;
}

/**
 * Runs a mutation of this department: its officers alone may call it, refusals are data. `execute` gives the entities
 * of the payload and whether they are the first result of this key.
 */
export function financeCommand<I extends CommandInput, P extends object>(
  command: string,
  execute: (run: FinanceRun<I>) => Promise<P & { replayed: boolean }>,
) {
  const { name: department } = departmentNamed('finance');
  return (
    _root: unknown,
    { input }: { input: I },
    context: FinanceContext,
  ): Promise<Partial<P> & CommandPayload> =>
    runCommand<I, P>(context, { department, input }, (run) => execute({ ...run, context, command }));
}

/** One version of one chain. */
export interface Step<T extends Row> {
  readonly aggregate: Aggregate<T>;
  readonly entityId: string;
  readonly expectedVersion?: number | null;
  readonly citation?: CitationRecord | null;
  readonly decide: (current: T | null) => Decision<T> | Promise<Decision<T>>;
}

/**
 * Appends the version of one step of a command, exactly once for its key. A command with several steps names each of
 * them (`reserve/1`); the one that decides has no name, so that the command itself is what its history shows.
 */
export function appendStep<T extends Row>(
  run: FinanceRun,
  step: Step<T> & { readonly name?: string },
): Promise<Appended<T>> {
  const { command, key, inputHash, caller, at, context } = run;
  const { name, ...rest } = step;
  return appendVersion(context.journal, {
    ...rest,
    command: name ? `${command}:${name.split('/')[0]}` : command,
    key: name ? `${key}/${name}` : key,
    inputHash,
    caller,
    at,
  });
}

/** What a step needs that follows from the data alone and belongs to no caller's key. */
export interface FollowUpContext {
  readonly base: Pick<RequestContext, 'db' | 'journal'>;
  readonly caller: Caller;
  readonly at: Date;
}

/** The follow-ups of a command. */
export function followUpsOf({ context, caller, at }: FinanceRun): FollowUpContext {
  return { base: context, caller, at };
}

/**
 * Appends a version that follows from what happened before, exactly once for what it follows from (`key`), whether the
 * command itself, a repetition of it or the sweep comes to it first.
 */
export function appendFollowUp<T extends Row>(
  { base, caller, at }: FollowUpContext,
  followUp: Step<T> & { readonly command: string; readonly key: string },
): Promise<Appended<T>> {
  return appendVersion(base.journal, { ...followUp, inputHash: inputHashOf(followUp.key), caller, at });
}
