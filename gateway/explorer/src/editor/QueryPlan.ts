import { isObject, type JsonObject } from '../answer/Answer';

/** One request to a department, as the gateway reports it under `extensions.plan.steps`. */
export interface PlanStep {
  readonly index: number;
  readonly department: string;
  readonly operation: string;
  /** Steps whose answers it waits for. */
  readonly after: readonly number[];
  /** Milliseconds after the request came in; undefined where nothing was measured. */
  readonly startedMs?: number;
  readonly durationMs?: number;
  readonly failed: boolean;
}

/** The plan of a query and what it cost, as far as the gateway tells. */
export interface QueryPlan {
  readonly planner?: string;
  readonly steps: readonly PlanStep[];
  readonly totalMs?: number;
}

const numberOf = (value: unknown) => (typeof value === 'number' ? value : undefined);

function readStep(raw: JsonObject, position: number): PlanStep {
  const department = raw.department ?? raw.subgraph;
  return {
    index: numberOf(raw.index) ?? position,
    department: typeof department === 'string' ? department : '?',
    operation: typeof raw.operation === 'string' ? raw.operation : '',
    after: Array.isArray(raw.after)
      ? raw.after.filter((each): each is number => typeof each === 'number')
      : [],
    startedMs: numberOf(raw.startedMs),
    durationMs: numberOf(raw.durationMs),
    failed: raw.failed === true || typeof raw.error === 'string',
  };
}

/** Reads `extensions.plan` of an answer; undefined where the gateway sent none. */
export function readQueryPlan(extensions: unknown): QueryPlan | undefined {
  const plan = isObject(extensions) ? extensions.plan : undefined;
  if (!isObject(plan) || !Array.isArray(plan.steps)) return undefined;
  return {
    planner: typeof plan.planner === 'string' ? plan.planner : undefined,
    steps: plan.steps.filter(isObject).map(readStep),
    totalMs: numberOf(plan.totalMs),
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
