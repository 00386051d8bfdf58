import type { GraphQLError } from 'graphql';
import type { EngineResponse, IncrementalPayload } from '../engine';
import type { NormalDefer } from '../plan/NormalOperation';
import { answerKey } from '../plan/separateKeys';
import { isDeferred } from '../respond/collectFields';
import { locate } from './compileCollector';
import type { Execution } from './Execution';
import type { OperationRun } from './OperationRun';

type Path = readonly (string | number)[];

/** A deferred fragment that has not been sent yet. */
interface Pending {
  readonly defer: NormalDefer;
  readonly parts: readonly number[];
  /** The deferred fragment that must be sent before it. */
  readonly within?: string;
}

/** Answers with the first part as soon as its steps have ended; the others follow as theirs end. */
export async function runDeferred(execution: Execution): Promise<EngineResponse> {
  const { compiled } = execution.input;
  const wake = new Signal();
  const data = {};
  const run = execution.start(compiled.stages[0] ?? [], { data, onPartDone: () => wake.raise() });
  const all = run.run();
  while (!run.isPartDone(0)) await wake.wait();
  const errors: GraphQLError[] = [...run.errors];
  execution.introspect(data, errors);
  const first = execution.respond(compiled.writer(execution.conditions), {
    data,
    errors,
    failedPlaces: run.failedPlaces,
  });
  if (!first.data) {
    await all;
    return first;
  }
  return {
    ...first,
    ...execution.staleExtensions(),
    subsequent: follow(execution, { run, wake, sent: JSON.parse(first.data.text), told: run.errors.length }),
  };
}

async function* follow(
  execution: Execution,
  { run, wake, sent, told }: { run: OperationRun; wake: Signal; sent: unknown; told: number },
): AsyncIterableIterator<IncrementalPayload> {
  let pending = pendingParts(execution);
  let errorsTold = told;
  while (pending.length > 0) {
    const waiting = new Set(pending.map(({ defer }) => defer.id));
    const ready = pending.filter(
      ({ parts, within }) =>
        (within === undefined || !waiting.has(within)) && parts.every((part) => run.isPartDone(part)),
    );
    if (ready.length === 0) {
      await wake.wait();
      continue;
    }
    pending = pending.filter((each) => !ready.includes(each));
    const errors = run.errors.slice(errorsTold);
    errorsTold = run.errors.length;
    const incremental = ready.flatMap((each) => payloadsOf(execution, each, { run, sent, errors }));
    if (incremental.length > 0 || pending.length === 0)
      yield { incremental, ...execution.staleExtensions(), hasNext: pending.length > 0 };
  }
}

function pendingParts({ input, conditions }: Execution): Pending[] {
  const active = new Map(
    input.normal.deferred.filter((defer) => isDeferred(defer, conditions)).map((defer) => [defer.id, defer]),
  );
  const byId = new Map(input.normal.deferred.map((defer) => [defer.id, defer]));
  const around = (id: string | undefined): string | undefined =>
    id === undefined || active.has(id) ? id : around(byId.get(id)?.within);
  return [...active.values()].map((defer) => ({
    defer,
    parts: input.compiled.partsOf(defer.id),
    within: around(defer.within),
  }));
}

function payloadsOf(
  execution: Execution,
  { defer, within }: Pending,
  { run, sent, errors }: { run: OperationRun; sent: unknown; errors: readonly GraphQLError[] },
): NonNullable<IncrementalPayload['incremental']> {
  const writer = execution.input.compiled.partWriter(defer, execution.conditions);
  const places = [...locate(run.data, defer.path, execution.input.supergraph.types)].flatMap(
    ([object, paths]) =>
      paths.map((path) => ({
        object,
        path: path.map((key) => (typeof key === 'string' ? answerKey(key) : key)),
      })),
  );
  // An object that null reached from elsewhere is not in the answer, so nothing may follow for it.
  const present = within === undefined ? places.filter(({ path }) => exists(sent, path)) : places;
  let rest = errors;
  return present.map(({ object, path }, index) => {
    const own = rest.filter(
      (error) => index === present.length - 1 || !error.path || startsWith(error.path, path),
    );
    rest = rest.filter((error) => !own.includes(error));
    const { data, errors: found } = execution.respond(writer, {
      data: object,
      errors: own,
      failedPlaces: run.failedPlaces,
      at: path,
    });
    return {
      data: data ?? null,
      path,
      ...(defer.label !== undefined && { label: defer.label }),
      ...(found && { errors: found }),
    };
  });
}

function exists(data: unknown, path: Path): boolean {
  let value = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return false;
    value = (value as Record<string | number, unknown>)[key];
  }
  return typeof value === 'object' && value !== null;
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((key, index) => path[index] === key);
}

/** Wakes one waiter; a signal that nobody waits for is kept. */
class Signal {
  private raised = false;
  private waiter: (() => void) | undefined;

  raise(): void {
    this.raised = true;
    this.waiter?.();
  }

  async wait(): Promise<void> {
    if (!this.raised) {
      await new Promise<void>((resolve) => {
        this.waiter = resolve;
      });
    }
    this.raised = false;
    this.waiter = undefined;
  }
}
