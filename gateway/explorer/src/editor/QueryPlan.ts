import { isObject, type JsonObject } from '../answer/Answer';

/** One request to a department, planned, and as it was made. */
export interface PlanStep {
  readonly index: number;
  readonly department: string;
  readonly operation: string;
  /** Steps whose answers it waits for. */
  readonly after: readonly number[];
  /** Milliseconds after the execution began; undefined where the request was not made. */
  readonly startedMs?: number;
  readonly durationMs?: number;
  readonly bytes?: number;
  readonly failed: boolean;
}

/** The plan of a query, as far as the gateway tells. */
export interface QueryPlan {
  readonly planner?: string;
  readonly steps: readonly PlanStep[];
}

const numberOf = (value: unknown) => (typeof value === 'number' ? value : undefined);
const objectsOf = (value: unknown): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

function readStep(raw: JsonObject, requests: readonly JsonObject[]): PlanStep {
  const index = numberOf(raw.index) ?? 0;
  const made = requests.find((request) => request.step === index);
  return {
    index,
    department: String(raw.subgraph ?? made?.department ?? '?'),
    operation: typeof raw.operation === 'string' ? raw.operation : '',
    after: Array.isArray(raw.after)
      ? raw.after.filter((each): each is number => typeof each === 'number')
      : [],
    startedMs: numberOf(made?.startMs),
    durationMs: numberOf(made?.durationMs),
    bytes: numberOf(made?.bytes),
    failed: made?.failed === true,
  };
}

/**
 * Reads `extensions.plan` of an answer: the plans with their steps, and the requests that were made. Undefined where the
 * gateway sent none. Of mutations that run one after the other, each has a plan of its own; the first is read.
 */
export function readQueryPlan(extensions: unknown): QueryPlan | undefined {
  const plan = isObject(extensions) ? extensions.plan : undefined;
  if (!isObject(plan)) return undefined;
  const [first] = objectsOf(plan.plans);
  if (!first) return undefined;
  const requests = objectsOf(plan.requests);
  return {
    planner: typeof first.planner === 'string' ? first.planner : undefined,
    steps: objectsOf(first.steps).map((step) => readStep(step, requests)),
  };
}

/** What the query was charged, where the gateway says so under `extensions.cost`. */
export function readCost(
  extensions: unknown,
): { readonly cost: number; readonly limit?: number } | undefined {
  const cost = isObject(extensions) ? extensions.cost : undefined;
  if (typeof cost === 'number') return { cost };
  if (!isObject(cost)) return undefined;
  const value = numberOf(cost.estimated) ?? numberOf(cost.actual) ?? numberOf(cost.cost);
  return value === undefined ? undefined : { cost: value, limit: numberOf(cost.limit) };
}

/** How deep each step lies: 0 for what is asked at once, 1 for what waits for that, and so on. */
export function depthsOf(steps: readonly PlanStep[]): ReadonlyMap<number, number> {
  const depths = new Map<number, number>();
  const byIndex = new Map(steps.map((step) => [step.index, step]));
  const depthOf = (step: PlanStep, seen: ReadonlySet<number>): number => {
    const known = depths.get(step.index);
    if (known !== undefined) return known;
    if (seen.has(step.index)) return 0;
    const before = step.after.map((index) => byIndex.get(index)).filter((each) => each !== undefined);
    const deeper = new Set([...seen, step.index]);
    const depth = before.length === 0 ? 0 : 1 + Math.max(...before.map((each) => depthOf(each, deeper)));
    depths.set(step.index, depth);
    return depth;
  };
  for (const step of steps) depthOf(step, new Set());
  return depths;
}
