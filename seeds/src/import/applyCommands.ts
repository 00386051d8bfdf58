import { DepartmentSilentError, type GraphClient, RequestRefusedError } from './GraphClient';
import type { CheckContext, ImportKind, ImportRow, Versions } from './ImportKind';
import type { ImportProblem } from './ImportTable';
import type { Ledger } from './Ledger';

/** The rows that become one command. */
export type CommandRows = readonly [ImportRow, ...ImportRow[]];

/** What an application of commands is given. */
export interface Application {
  readonly kind: ImportKind;
  readonly commands: readonly CommandRows[];
  readonly ledger: Ledger;
  /** Begins every idempotency key of this file. */
  readonly keyPrefix: string;
  readonly graph: CheckContext['graph'];
  /** The department, with the token of the caller. */
  readonly writer: GraphClient;
  /** Chains that are worked on at the same time. */
  readonly concurrency: number;
  readonly onDone: (rows: CommandRows, outcome: 'applied' | 'replayed' | 'earlier' | 'refused') => void;
  readonly shouldStop: () => boolean;
}

interface UserError {
  readonly code: string;
  readonly message: { readonly vi: string; readonly en: string };
  readonly path: readonly string[];
}
interface Payload {
  readonly replayed: boolean;
  readonly errors: readonly UserError[];
}

/** Rows that are one command stand together, in the order of their first row. */
export function commandsOf(kind: ImportKind, rows: readonly ImportRow[]): CommandRows[] {
  const { groupBy } = kind;
  const groups = new Map<string, [ImportRow, ...ImportRow[]]>();
  for (const row of rows) {
    const key = groupBy ? JSON.stringify(groupBy.map((column) => row.values[column])) : String(row.row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}

/** Somebody else wrote between reading and writing; so often in a row, something is wrong. */
const maxConflicts = 20;

/**
 * Sends the commands: chains side by side, the commands of a chain in the order of the file. A command that is refused
 * is a problem of its row, and the others go on. Rejects with DepartmentSilentError or RequestRefusedError where
 * nothing can go on; what was sent stands in the ledger.
 */
export async function applyCommands(application: Application): Promise<ImportProblem[]> {
  const { kind, commands, concurrency, shouldStop } = application;
  const chains = new Map<string, CommandRows[]>();
  for (const command of commands) {
    const chain = kind.chainOf(command[0]);
    const before = chains.get(chain);
    if (before) before.push(command);
    else chains.set(chain, [command]);
  }
  const waiting = [...chains.values()];
  const problems: ImportProblem[] = [];
  let failure: { readonly error: unknown } | null = null;
  const work = async () => {
    for (let chain = waiting.shift(); chain && !failure; chain = waiting.shift()) {
      let versions: Versions | null = null;
      for (const command of chain) {
        if (failure || shouldStop()) return;
        const outcome = await applyOne(application, command, versions);
        versions = outcome.versions;
        problems.push(...outcome.problems);
      }
    }
  };
  const guarded = () =>
    work().catch((error: unknown) => {
      failure ??= { error };
    });
  await Promise.all(Array.from({ length: concurrency }, guarded));
  const failed = failure as { readonly error: unknown } | null;
  if (failed) throw failed.error;
  return problems.sort((a, b) => a.row - b.row);
}

interface Outcome {
  readonly problems: readonly ImportProblem[];
  /** Versions for the next command of the chain; null where they have to be read. */
  readonly versions: Versions | null;
}

async function applyOne(
  application: Application,
  command: CommandRows,
  known: Versions | null,
): Promise<Outcome> {
  const { kind, ledger, graph, onDone } = application;
  const [first] = command;
  const earlier = ledger.of(first.row);
  if (earlier?.state === 'done') {
    onDone(command, 'earlier');
    return { problems: [], versions: known };
  }
  // A try that was sent is repeated as it was; after a refusal the next one begins with what is true now.
  let repeated = earlier?.state === 'sent' ? earlier : null;
  let attempt = repeated?.attempt ?? (earlier?.attempt ?? 0) + 1;
  let versions = repeated?.versions ?? known;
  for (let conflicts = 0; ; conflicts += 1) {
    versions ??= (await kind.versionsOf?.(first, graph)) ?? {};
    if (!repeated) ledger.write(first.row, { state: 'sent', attempt, versions });
    const payload = await send(application, command, { attempt, versions });
    const [error] = payload.errors;
    if (!error) {
      ledger.write(first.row, { state: 'done', attempt, versions });
      onDone(command, payload.replayed ? 'replayed' : 'applied');
      return { problems: [], versions: kind.versionsAfter?.(payload, versions) ?? null };
    }
    ledger.write(first.row, { state: 'refused', attempt, versions });
    if (error.code !== 'VERSION_CONFLICT' || conflicts >= maxConflicts) {
      onDone(command, 'refused');
      return { problems: problemsOf(command, payload.errors), versions: null };
    }
    repeated = null;
    versions = null;
    attempt += 1;
  }
}

async function send(
  { kind, keyPrefix, writer }: Application,
  command: CommandRows,
  { attempt, versions }: { attempt: number; versions: Versions },
): Promise<Payload> {
  const { name, input, selection } = kind.mutation;
  const query = `mutation Import($input: ${input}!) {
    payload: ${name}(input: $input) { ${selection} replayed errors { code message { vi en } path } }
  }`;
  const idempotencyKey = `${keyPrefix}-${command[0].row}-${attempt}`;
  const variables = { input: { ...kind.inputOf(command, versions), idempotencyKey } };
  for (let silence = 0; ; silence += 1) {
    const { payload } = await writer.ask<{ payload: Payload }>(query, variables);
    const [error] = payload.errors;
    // The caller may not do this, in any row.
    if (error?.code === 'FORBIDDEN') throw new RequestRefusedError(error.code, error.message.en);
    if (error?.code !== 'UPSTREAM_UNAVAILABLE') return payload;
    if (silence >= 3) throw new DepartmentSilentError(error.message.en);
    await new Promise((resolve) => setTimeout(resolve, 1_000 * 2 ** silence));
  }
}

function problemsOf([{ row }]: CommandRows, errors: readonly UserError[]): ImportProblem[] {
  return errors.map(({ code, message, path }) => ({
    row,
    column: path.join('.'),
    reason: `${code}: ${message.en || message.vi}`,
  }));
}
