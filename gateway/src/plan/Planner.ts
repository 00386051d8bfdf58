import type { Plan } from './PlanStep';

/** One operation as a planner gets it: valid, within limits, without introspection. */
export interface PlanRequest {
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly text: string;
  readonly overrides: OverrideChoice;
  /** The operation selects what clients cannot see, as keys and requirements may be. */
  readonly isInternal?: boolean;
  readonly signal?: AbortSignal;
}

/** Which progressive overrides hold: labels, and a roll from 0 to below 100 for `percent(n)`. */
export interface OverrideChoice {
  readonly labels: ReadonlySet<string>;
  readonly roll: number;
}

/** Makes plans. Rejects where there is none, with the planner's own words. */
export interface Planner {
  readonly name: 'native' | 'apollo';
  plan(request: PlanRequest): Promise<Plan>;
  dispose(): Promise<void>;
}
