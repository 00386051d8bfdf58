import type { GraphQLError, GraphQLSchema } from 'graphql';
import { mutationCost } from '../demand/RequestCost';
import type { EngineOptions, EngineRequest, EngineResponse } from '../engine';
import type { NormalOperation } from '../plan/NormalOperation';
import type { Supergraph } from '../plan/Supergraph';
import { isDeferred } from '../respond/collectFields';
import { type AnswerProblem, findProblems } from '../respond/findProblems';
import { nextTurn, runPausing } from '../respond/pausing';
import { ReadyJson } from '../respond/ReadyJson';
import {
  compilePausingWriter,
  compileWriter,
  type PlaceMemo,
  type WriteState,
} from '../respond/WriterCompiler';
import { problemErrors } from './answerErrors';
import type { CompiledOperation, WriterOf } from './CompiledOperation';
import type { CompiledStep } from './CompiledStep';
import { explainPlan, type RequestTrace } from './explainPlan';
import { introspectionAnswer } from './introspectionAnswer';
import { type FailedPlace, OperationRun, type RunInput } from './OperationRun';
import type { Answer } from './readAnswer';
import type { RequestVariables } from './requestVariables';
import { runDeferred } from './runDeferred';
import type { RequestScope, Subgraphs } from './Subgraphs';

/** What one execution stands on. */
export interface ExecutionInput {
  /** Called when the first department has answered. */
  onFirstAnswer?(): void;
  readonly compiled: CompiledOperation;
  /** The client's own operation; `compiled` may be shared with others that differ in labels and literals. */
  readonly normal: NormalOperation;
  readonly variables: RequestVariables;
  readonly request: EngineRequest;
  readonly supergraph: Supergraph;
  readonly subgraphs: Subgraphs;
  readonly options: EngineOptions;
  /** What introspection shows the caller, where that is not the whole schema. */
  readonly introspected?: GraphQLSchema;
}

/** What has been gathered for an answer. */
export interface Gathered {
  readonly data: object;
  readonly errors: readonly GraphQLError[];
  readonly failedPlaces: readonly FailedPlace[];
  /** Whether no string in `data` needs an escape. */
  readonly plain?: boolean;
  /** Indexes of canonical places where objects are shared. */
  readonly unified?: ReadonlySet<number>;
  /** Where `data` stands in the whole answer; the root where it is left out. */
  readonly at?: readonly (string | number)[];
}

/** One client request against its compiled operation. */
export class Execution {
  readonly conditions: ReadonlyMap<string, boolean>;
  readonly scope: RequestScope;
  private readonly startedAt = performance.now();
  private readonly traces: RequestTrace[] = [];
  /** The age of the oldest kept answer, by department. */
  private staleAges: Map<string, number> | undefined;

  constructor(readonly input: ExecutionInput) {
    const { compiled, variables, request, options } = input;
    const shares = options.shareReads !== false && input.normal.kind === 'query';
    this.conditions = new Map(compiled.conditionNames.map((name) => [name, variables.values[name] === true]));
    this.scope = {
      headers: request.headers ?? noHeaders,
      traceHeaders: request.traceHeaders,
      signal: request.signal,
      onAsk: request.onAsk,
      watch: request.watch,
      // What a mutation joins, and what an event does, is of now or not at all.
      reader: input.normal.kind === 'query' ? request.reader : undefined,
      onStale: request.reader === undefined ? undefined : (name, ageMs) => this.noteStale(name, ageMs),
      shareKey: shares ? shareKeyOf(request) : undefined,
      endsAt:
        request.timeoutMs === undefined ? Number.POSITIVE_INFINITY : performance.now() + request.timeoutMs,
    };
  }

  /** Runs every stage and writes the answer. */
  async run(): Promise<EngineResponse> {
    const { compiled, normal } = this.input;
    if (normal.deferred.some((defer) => isDeferred(defer, this.conditions))) return runDeferred(this);
    const data = {};
    const errors: GraphQLError[] = [];
    const failedPlaces: FailedPlace[] = [];
    let unified: ReadonlySet<number> | undefined;
    let size = 0;
    let plain = true;
    for (const [index, steps] of compiled.stages.entries()) {
      const run = this.start(steps, { data });
      await run.run();
      errors.push(...run.errors);
      failedPlaces.push(...run.failedPlaces);
      unified = run.unified;
      size += run.size;
      plain &&= run.plain;
      // A mutation whose null reaches the root ends the operation: those behind it are not sent.
      if (compiled.stages.length > 1 && this.endsAll(index, data)) break;
    }
    this.input.request.watch?.responding?.();
    this.introspect(data, errors);
    const gathered = { data, errors, failedPlaces, unified, plain };
    const writer = compiled.writer(this.conditions);
    const response =
      size < largeAnswer ? this.respond(writer, gathered) : await this.respondPausing(writer, gathered);
    if (!this.input.request.explain)
      return this.staleAges ? { ...response, ...this.staleExtensions() } : response;
    const plan = { plans: compiled.plans.map(explainPlan), requests: this.traces };
    return { ...response, extensions: { ...this.staleExtensions()?.extensions, plan } };
  }

  /** What the answer says of parts that are older than it is; undefined where all of it is of now. */
  staleExtensions(): Pick<EngineResponse, 'extensions'> | undefined {
    if (!this.staleAges) return undefined;
    const ages = [...this.staleAges].map(([name, ageMs]) => [name, { ageMs: Math.round(ageMs) }]);
    return { extensions: { stale: Object.fromEntries(ages) } };
  }

  private noteStale(subgraph: string, ageMs: number): void {
    this.staleAges ??= new Map();
    this.staleAges.set(subgraph, Math.max(ageMs, this.staleAges.get(subgraph) ?? 0));
  }

  /** A run over some steps, not started yet. */
  start(
    steps: readonly CompiledStep[],
    more: Pick<RunInput, 'data' | 'answered' | 'onPartDone'>,
  ): OperationRun {
    return new OperationRun({
      steps,
      types: this.input.supergraph.types,
      conditions: this.conditions,
      variableTexts: this.input.variables.texts,
      maskErrors: this.input.options.subgraphErrors === 'masked',
      send: (step, body) => this.send(step, body),
      onInternalError: (error) => this.input.options.onInternalError?.(error),
      onFailure: (subgraph, failure) => this.input.options.onSubgraphFailure?.({ subgraph, ...failure }),
      ...more,
    });
  }

  private async send(step: CompiledStep, body: string): Promise<Answer> {
    const startMs = performance.now() - this.startedAt;
    const answer = await this.input.subgraphs.send(step, body, this.scope);
    this.input.onFirstAnswer?.();
    if (this.input.request.explain) {
      const durationMs = performance.now() - this.startedAt - startMs;
      const failed = answer.failure !== undefined;
      this.traces.push({
        step: step.index,
        department: step.subgraph,
        startMs,
        durationMs,
        bytes: answer.size,
        failed,
      });
    }
    return answer;
  }

  /** Writes an answer, with an error for everything in it that had to become null. */
  respond(writer: WriterOf, gathered: Gathered): EngineResponse {
    const state = this.writeState(gathered);
    const write = gathered.plain && !this.input.compiled.introspection ? plainWriter(writer) : writer.write;
    return finish(write(gathered.data, state), { writer, gathered, state });
  }

  /** As `respond`, for answers so large that others would wait for them. */
  private async respondPausing(writer: WriterOf, gathered: Gathered): Promise<EngineResponse> {
    const state = this.writeState(gathered);
    writer.pausing ??= compilePausingWriter(writer.input);
    const text = await runPausing(writer.pausing(gathered.data, state));
    // The text is a tree of its pieces yet; it is made one here, and others take their turn before it is sent.
    Number(text);
    await nextTurn();
    return finish(text, { writer, gathered, state });
  }

  private writeState({ unified }: Gathered): WriteState {
    const cost = this.input.normal.kind === 'mutation' ? mutationCost : 0;
    return { problems: 0, cost, memos: memosFor(this.input.compiled, unified) };
  }

  /** Answers `__schema` and `__type`. */
  introspect(data: object, errors: GraphQLError[]): void {
    const { compiled, variables, supergraph, introspected = supergraph.apiSchema } = this.input;
    if (!compiled.introspection) return;
    const result = introspectionAnswer(compiled, introspected, variables.texts);
    if (result.data) Object.assign(data, result.data);
    if (result.errors) errors.push(...result.errors);
  }

  private endsAll(stage: number, data: object): boolean {
    const writer = this.input.compiled.stageWriter(stage, this.conditions);
    return writer.write(data, { problems: 0, cost: 0, memos: [] }) === '';
  }
}

function finish(
  text: string,
  { writer, gathered, state }: { writer: WriterOf; gathered: Gathered; state: WriteState },
): EngineResponse {
  const found = state.problems > 0 ? problemErrors(problemsAt(writer.input, gathered), gathered) : [];
  const data = text === '' ? null : new ReadyJson(text, writer.input.costs ? state.cost : undefined);
  return gathered.errors.length + found.length === 0
    ? { data }
    : { data, errors: [...gathered.errors, ...found] };
}

function plainWriter(writer: WriterOf): WriterOf['write'] {
  writer.plain ??= compileWriter(writer.input, { plain: true });
  return writer.plain;
}

/** Texts of shared objects, for the places where there are any. */
function memosFor({ canonical }: CompiledOperation, unified?: ReadonlySet<number>): (PlaceMemo | null)[] {
  return canonical.map(({ index }) => (unified?.has(index) ? new Map() : null));
}

function problemsAt(input: WriterOf['input'], { data, at = [] }: Gathered): AnswerProblem[] {
  const problems = findProblems(input, data);
  return at.length === 0
    ? problems
    : problems.map((problem) => ({ ...problem, path: [...at, ...problem.path] }));
}

/** What two requests must have in common before one may get what the other asked for. */
export function shareKeyOf({ caller, headers }: EngineRequest): string {
  return caller === undefined && headers === undefined ? '' : JSON.stringify([caller, headers]);
}

/** Answers from departments' texts of so many characters in all are written with pauses. */
const largeAnswer = 512 * 1024;

const noHeaders: Readonly<Record<string, string>> = {};
