import { batchSteps } from './batchSteps';
import { PlanBuilder, type StepDraft } from './PlanBuilder';
import type { Plan } from './PlanStep';

/** A plan with further steps at its end, each after those that bring what it needs. */
export function withFetches(plan: Plan, fetches: readonly StepDraft[], strict: boolean): Plan {
  const builder = new PlanBuilder(strict);
  for (const { index: _index, after, ...draft } of plan.steps) builder.add(draft, new Set(after));
  for (const [at, fetch] of fetches.entries()) {
    builder.add(fetch, new Set(Array.from({ length: plan.steps.length + at }, (_, index) => index)));
  }
  return { ...plan, complete: builder.isComplete(), steps: batchSteps(builder.build()) };
}
