import { parse, print } from 'graphql';
import type { ExplainedPlan } from '../execute/explainPlan';
import type { PathSegment, PlanStep } from '../plan/PlanStep';

/** The plans of an operation in words: which department is asked, after what, for what, and the request itself. */
export function planText(plans: readonly ExplainedPlan[]): string {
  if (plans.length === 0) return 'No department is asked: the gateway answers this by itself.';
  const parts = plans.map((plan, index) => {
    const head =
      plans.length > 1 ? `Part ${index + 1} of ${plans.length}, after the part before it has ended.\n` : '';
    return head + onePlan(plan);
  });
  return parts.join('\n\n');
}

function onePlan({ planner, steps }: ExplainedPlan): string {
  const departments = new Set(steps.map(({ subgraph }) => subgraph));
  const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;
  const by = planner === 'native' ? 'the native planner' : "Apollo's planner";
  const head = `${count(steps.length, 'request')} to ${count(departments.size, 'department')} in ${count(depthOf(steps), 'wave')}, planned by ${by}.`;
  return [head, ...steps.map(stepText)].join('\n\n');
}

/** How many requests wait for each other at most. */
function depthOf(steps: readonly PlanStep[]): number {
  const depths: number[] = [];
  for (const { after } of steps) depths.push(1 + Math.max(0, ...after.map((index) => depths[index] ?? 0)));
  return Math.max(0, ...depths);
}

function stepText(step: PlanStep): string {
  const waits =
    step.after.length === 0
      ? 'at once'
      : `when ${step.after.map((index) => `#${index + 1}`).join(' and ')} ${step.after.length === 1 ? 'has' : 'have'} been answered`;
  const conditions = step.conditions
    .map(({ variable, value }) => `, only if $${variable} is ${value}`)
    .join('');
  const later = step.part === 0 ? '' : `, for part ${step.part} of the answer, which is sent later`;
  const entities = step.entities.flatMap(({ paths }) =>
    paths.map((path) => `for what is at ${placeText(path)}`),
  );
  const lines = [
    `#${step.index + 1}  ${step.subgraph} is asked ${waits}${conditions}${later}`,
    ...entities,
    print(parse(step.operation)),
  ];
  return lines
    .flatMap((line) => line.split('\n'))
    .join('\n    ')
    .replace(/ +$/gm, '');
}

/** A place in the answer, as `contracts[].provider`. */
function placeText(path: readonly PathSegment[]): string {
  const text = path.map((segment) => {
    if (segment.kind === 'list') return '[]';
    return segment.kind === 'field' ? `.${segment.key}` : `(only ${segment.names.join(', ')})`;
  });
  return text.join('').replace(/^\./, '') || 'the root';
}
