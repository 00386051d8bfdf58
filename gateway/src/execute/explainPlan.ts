import type { PathSegment, Plan, PlanStep } from '../plan/PlanStep';

/** A plan for people and tools to read. */
export interface ExplainedPlan {
  readonly planner: 'native' | 'apollo';
  readonly steps: readonly PlanStep[];
  /** One paragraph for each request, in words. */
  readonly text: string;
  /** The planner's own plan. */
  readonly source: unknown;
}

/** Says what a plan asks of whom, after what, and where the answers go. */
export function explainPlan({ planner, source, steps }: Plan): ExplainedPlan {
  return { planner, steps, source, text: steps.map(explainStep).join('\n') };
}

function explainStep(step: PlanStep): string {
  const after =
    step.after.length === 0 ? 'at once' : `after ${step.after.map((index) => `#${index + 1}`).join(', ')}`;
  const conditions = step.conditions
    .map(({ variable, value }) => `, only if $${variable} is ${value}`)
    .join('');
  const later = step.part === 0 ? '' : ', for a later part of the answer';
  const places = step.entities.flatMap(({ paths }) => paths.map(placeText));
  const where = places.length > 0 ? ` for the entities at ${places.join(' and ')}` : '';
  return `#${step.index + 1} asks ${step.subgraph} ${after}${conditions}${later}${where}:\n   ${step.operation}`;
}

function placeText(path: readonly PathSegment[]): string {
  const parts = path.map((segment) => {
    if (segment.kind === 'field') return segment.key;
    return segment.kind === 'list' ? '@' : `(${segment.names.join('|')})`;
  });
  return parts.join('.') || 'the root';
}

/** One request of one execution. Times are milliseconds since the execution began. */
export interface RequestTrace {
  /** Index of its step in the plan. */
  readonly step: number;
  readonly department: string;
  readonly startMs: number;
  readonly durationMs: number;
  readonly bytes: number;
  readonly failed: boolean;
}
