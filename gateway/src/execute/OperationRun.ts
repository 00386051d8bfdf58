import { codedError } from '@lien-thong/schema';
import type { GraphQLError } from 'graphql';
import { answerKey } from '../plan/separateKeys';
import type { TypeTable } from '../plan/TypeTable';
import { runAtOnce, runPausing } from '../respond/pausing';
import { applyRewrites } from './applyRewrites';
import type { CompiledEntity, CompiledStep } from './CompiledStep';
import { contextBatches } from './contextBatches';
import { noKeys, unmetBy, without } from './dependents';
import { type Brought, batchEntities, type EntityBatch, findObjects, pauseEvery } from './EntityBatch';
import { failedStepError, relocateErrors } from './errors';
import { copyData, mergeData } from './mergeData';
import type { Answer } from './readAnswer';

/** Sends one request to a department. Never rejects. */
export type Send = (step: CompiledStep, body: string) => Promise<Answer>;

/** What one execution of a compiled plan needs. */
export interface RunInput {
  readonly steps: readonly CompiledStep[];
  readonly types: TypeTable;
  /** Values of `@skip` and `@include` variables. */
  readonly conditions: ReadonlyMap<string, boolean>;
  /** JSON text of every variable that has a value. */
  readonly variableTexts: ReadonlyMap<string, string>;
  readonly maskErrors: boolean;
  /** What is known of the answer before the first step, e.g. the event of a subscription. */
  readonly data?: object;
  /** Steps already answered by `data`. */
  readonly answered?: ReadonlySet<number>;
  send: Send;
  /** Told of mistakes of the engine's own. */
  onInternalError?(error: Error): void;
  /** Told of answers that came whole but cannot be merged. */
  onFailure?(subgraph: string, failure: NonNullable<Answer['failure']>): void;
  /** Called when every step of a part has ended. */
  onPartDone?(part: number): void;
}

/** A place where a whole request failed; explains missing values below it. */
export interface FailedPlace {
  readonly fields: readonly string[];
}

/** One execution of a plan: starts each step when those it needs have ended, merges what comes. */
export class OperationRun {
  readonly data: object;
  readonly errors: GraphQLError[] = [];
  readonly failedPlaces: FailedPlace[] = [];
  /** Indexes of canonical places where equal objects were found. */
  readonly unified = new Set<number>();
  /** Whether no answer of a department had an escape in its text, so that none of its strings needs one either. */
  plain = true;
  /** Characters of all departments' answers. */
  size = 0;
  private readonly waiting: number[];
  private readonly dependents: number[][];
  /** `alias slot key` of what was not taken from the answer under way. */
  private readonly unmet = new Set<string>();
  private readonly brought: (Map<string, object> | undefined)[] = [];
  private readonly openByPart = new Map<number, number>();
  private open: number;
  private finish: () => void = () => {};

  constructor(readonly input: RunInput) {
    this.data = input.data ?? {};
    this.waiting = input.steps.map(({ after }) => after.length);
    this.dependents = input.steps.map(() => []);
    for (const { index, after } of input.steps)
      for (const earlier of after) this.dependents[earlier]?.push(index);
    this.open = input.steps.length;
    for (const { part } of input.steps) this.openByPart.set(part, (this.openByPart.get(part) ?? 0) + 1);
  }

  /** Whether every step of a part has ended. */
  isPartDone(part: number): boolean {
    return (this.openByPart.get(part) ?? 0) === 0;
  }

  /** Resolves when every step has ended. Never rejects. */
  run(): Promise<void> {
    if (this.open === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.finish = resolve;
      // Steps that end at once start others, so only those that wait for nothing by themselves are started here.
      for (const step of this.input.steps) if (step.after.length === 0) this.start(step);
    });
  }

  /** Takes the answer of a root step that came from elsewhere, e.g. with an event; to be called before `run`. */
  receive(step: CompiledStep, answer: Answer): void {
    this.take(step, answer, []);
    if (answer.data) this.mergeRoots(step, [this.data], answer.data);
  }

  private start(step: CompiledStep): void {
    if (this.input.answered?.has(step.index) || !this.holds(step)) {
      this.end(step);
      return;
    }
    this.using(step, () => (step.entities.length > 0 ? this.startEntities(step) : this.startRoots(step)));
  }

  private holds(step: CompiledStep): boolean {
    return step.conditions.every(
      ({ variable, value }) => (this.input.conditions.get(variable) ?? false) === value,
    );
  }

  private end(step: CompiledStep): void {
    this.open--;
    const left = (this.openByPart.get(step.part) as number) - 1;
    this.openByPart.set(step.part, left);
    if (left === 0) this.input.onPartDone?.(step.part);
    for (const index of this.dependents[step.index] as number[]) {
      this.waiting[index] = (this.waiting[index] as number) - 1;
      if (this.waiting[index] === 0) this.start(this.input.steps[index] as CompiledStep);
    }
    if (this.open === 0) this.finish();
  }

  private variables(step: CompiledStep): string {
    let text = '';
    for (const name of step.variables) {
      const value = this.input.variableTexts.get(name);
      if (value !== undefined) text += `${text === '' ? '' : ','}"${name}":${value}`;
    }
    return text;
  }

  private startRoots(step: CompiledStep): void {
    const targets: object[] = [];
    if (step.at)
      step.at.collect(this.data, (object) => {
        targets.push(object);
      });
    else targets.push(this.data);
    if (targets.length === 0) {
      this.end(step);
      return;
    }
    const variables = this.variables(step);
    const body = `${step.bodyStart}${variables === '' ? '}' : `,"variables":{${variables}}}`}`;
    void this.input.send(step, body).then((answer) => {
      this.settle(step, () => {
        this.take(step, answer, []);
        if (answer.data) this.mergeRoots(step, targets, answer.data);
      });
    });
  }

  /** Takes an answer and ends the step, also where a mistake of ours is in the way: the others must not wait for ever. */
  private settle(step: CompiledStep, take: () => void): void {
    this.guarded(() => {
      take();
      this.unify(step);
    });
    this.end(step);
  }

  private guarded(work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      const cause = error instanceof Error ? error : new Error(String(error));
      this.input.onInternalError?.(cause);
      this.errors.push(codedError('INTERNAL_SERVER_ERROR', { cause }));
      return false;
    }
  }

  private unify(step: CompiledStep): void {
    for (const place of step.canonical) if (place.unify(this.data) > 0) this.unified.add(place.index);
  }

  private mergeRoots(
    step: CompiledStep,
    targets: readonly object[],
    data: Readonly<Record<string, unknown>>,
  ): void {
    applyRewrites(data, step.outputRewrites, this.input.types);
    targets.forEach((target, index) => {
      mergeData(target, index === 0 ? data : copyData(data), this.input.types);
    });
  }

  private startEntities(step: CompiledStep): void {
    const { work, size } = this.collect(step);
    this.finishing(step, { work, size, use: (request) => this.sendEntities(step, request) });
  }

  /** Runs work at once, or with pauses where it is for many objects: others must not wait for all of it. */
  private finishing<T>(
    step: CompiledStep,
    { work, size, use }: { work: Generator<void, T, void>; size: number; use: (result: T) => void },
  ): void {
    if (size <= manyObjects) this.using(step, () => use(runAtOnce(work)));
    else
      void runPausing(work).then(
        (result) => this.using(step, () => use(result)),
        (error) =>
          this.using(step, () => {
            throw error;
          }),
      );
  }

  /** Does a part of a step, and ends the step where a mistake of ours is in the way. */
  private using(step: CompiledStep, work: () => void): void {
    if (!this.guarded(work)) this.end(step);
  }

  private sendEntities(step: CompiledStep, { batches, start, variables }: EntityRequest): void {
    if (batches.every(({ count }) => count === 0)) {
      this.end(step);
      return;
    }
    let members = this.variables(step);
    for (const text of variables) members += `${members === '' ? '' : ','}${text}`;
    for (const { variable, text } of batches)
      members += `${members === '' ? '' : ','}"${variable}":[${text}]`;
    void this.input.send(step, `${start},"variables":{${members}}}`).then((answer) => {
      const size = batches.reduce((sum, { targets }) => sum + targets.length, 0);
      const work = this.takeEntities(step, answer, batches);
      this.finishing(step, { work, size, use: () => this.settle(step, () => {}) });
    });
  }

  private collect(step: CompiledStep): { work: Generator<void, EntityRequest, void>; size: number } {
    const [entity] = step.entities as readonly [CompiledEntity];
    if (entity.contexts.length > 0) return { work: this.collectInContext(step, entity), size: 0 };
    const found = step.entities.map((each) => findObjects(each, this.data));
    const size = found.reduce((sum, { objects }) => sum + objects.length, 0);
    return { work: this.request(step, found), size };
  }

  private *request(
    step: CompiledStep,
    found: readonly ReturnType<typeof findObjects>[],
  ): Generator<void, EntityRequest, void> {
    const batches: EntityBatch[] = [];
    for (const each of found) batches.push(yield* batchEntities(each, this.broughtFor(each.entity)));
    return { batches, start: step.bodyStart, variables: [] };
  }

  // biome-ignore lint/correctness/useYield: contextual arguments are for few objects; the work is of the same kind
  private *collectInContext(
    step: CompiledStep,
    entity: CompiledEntity,
  ): Generator<void, EntityRequest, void> {
    const { batches, operation, variables } = contextBatches(step, entity, {
      data: this.data,
      types: this.input.types,
    });
    return { batches, start: `{"query":${JSON.stringify(operation)}`, variables };
  }

  private *takeEntities(
    step: CompiledStep,
    answer: Answer,
    batches: readonly EntityBatch[],
  ): Generator<void, void, void> {
    let taken = answer;
    for (const batch of batches) {
      if (!answer.data || batch.count === 0) continue;
      const list = answer.data[batch.alias];
      if (Array.isArray(list) && list.length === batch.count) yield* this.mergeEntities(batch, list);
      else if (answer.errors.length === 0) taken = { ...answer, failure: this.misfit(step, batch, list) };
    }
    // What an answer without its requirements says about them was to be expected; who failed to bring them has been named.
    const errors = taken.errors.filter(
      ({ path = [] }) => !this.unmet.has(`${path[0]} ${path[1]} ${path[2]}`),
    );
    this.unmet.clear();
    this.take(step, errors.length === taken.errors.length ? taken : { ...taken, errors }, batches);
  }

  private misfit(step: CompiledStep, batch: EntityBatch, list: unknown): NonNullable<Answer['failure']> {
    const failure = wrongCount(batch, list);
    this.input.onFailure?.(step.subgraph, failure);
    return failure;
  }

  /** Entities that fetches alike have brought, by representation. */
  private broughtFor({ repeats, merge }: CompiledEntity): Brought | undefined {
    if (repeats === undefined) return undefined;
    const known = this.brought[repeats] ?? new Map<string, object>();
    this.brought[repeats] = known;
    return { known, use: merge };
  }

  /** Keeps what was brought for the fetches that would ask for the same. */
  private keep({ entity, texts }: EntityBatch, list: readonly unknown[]): void {
    const known = entity.repeats === undefined ? undefined : this.brought[entity.repeats];
    if (!known || !texts || entity.dependents.length > 0) return;
    for (let slot = 0; slot < texts.length; slot++) {
      const source = list[slot];
      if (typeof source === 'object' && source !== null) known.set(texts[slot] as string, source);
    }
  }

  private *mergeEntities(batch: EntityBatch, list: readonly unknown[]): Generator<void, void, void> {
    const { entity, targets, slots, places } = batch;
    const { types } = this.input;
    this.keep(batch, list);
    applyRewrites(list, entity.outputRewrites, types);
    const used = new Map<number, Set<number>>();
    for (let index = 0; index < targets.length; index++) {
      if (index % pauseEvery === pauseEvery - 1) yield;
      const slot = slots[index] as number;
      const source = list[slot];
      if (typeof source !== 'object' || source === null || Array.isArray(source)) continue;
      const shared =
        entity.sharing === 'everywhere' ||
        mayShare(used, slot, entity.sharing === 'none' ? -1 : (places[index] as number));
      const target = targets[index] as object;
      const unmet = entity.dependents.length === 0 ? noKeys : unmetBy(target, entity.dependents);
      if (unmet.length === 0) {
        entity.merge(target, shared ? source : copyData(source));
        continue;
      }
      for (const key of unmet) this.unmet.add(`${batch.alias} ${slot} ${key}`);
      entity.merge(target, without(shared ? source : copyData(source), unmet));
    }
  }

  private take(step: CompiledStep, answer: Answer, batches: readonly EntityBatch[]): void {
    this.size += answer.size;
    if (!answer.plain) this.plain = false;
    if (answer.failure) {
      this.errors.push(
        failedStepError({ step, failure: answer.failure, batches, data: this.data, types: this.input.types }),
      );
      for (const place of placesOf(step)) this.failedPlaces.push(place);
    }
    if (answer.errors.length > 0) {
      this.errors.push(
        ...relocateErrors({
          step,
          errors: answer.errors,
          batches,
          data: this.data,
          types: this.input.types,
          mask: this.input.maskErrors,
        }),
      );
    }
  }
}

/** An entity fetch that is ready to be sent. */
interface EntityRequest {
  readonly batches: readonly EntityBatch[];
  /** The beginning of the body, up to the variables. */
  readonly start: string;
  /** Further members of the variables, as text. */
  readonly variables: readonly string[];
}

/** Joining more objects than these takes longer than others should wait. */
const manyObjects = 4_000;

/** The first place may have the object itself; so may others of its path, unless `path` is -1. */
function mayShare(used: Map<number, Set<number>>, slot: number, path: number): boolean {
  const paths = used.get(slot);
  if (!paths) {
    used.set(slot, new Set([path]));
    return true;
  }
  return path !== -1 && paths.has(path);
}

function wrongCount({ count }: EntityBatch, list: unknown): NonNullable<Answer['failure']> {
  const got = Array.isArray(list) ? `${list.length} entities` : 'no list';
  return {
    reason: 'wrong-shape',
    detail: `The department was asked for ${count} entities and answered ${got}.`,
  };
}

function placesOf(step: CompiledStep): FailedPlace[] {
  const fields = (entity: CompiledEntity): FailedPlace[] =>
    entity.places.map(({ path }) => ({
      fields: path.flatMap((segment) => (segment.kind === 'field' ? [answerKey(segment.key)] : [])),
    }));
  if (step.entities.length > 0) return step.entities.flatMap(fields);
  const at = step.at?.path.flatMap((segment) => (segment.kind === 'field' ? [segment.key] : [])) ?? [];
  return step.rootKeys.map((key) => ({ fields: [...at, key].map(answerKey) }));
}
