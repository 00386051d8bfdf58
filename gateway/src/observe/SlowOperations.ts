import { Kind, parse, print, visit } from 'graphql';
import type { Logger } from 'pino';
import type { PlannedOperation } from '../engine';
import { explainPlan } from '../execute/explainPlan';
import { operationKey } from '../plan/printNormal';
import type { SeenCall } from './SeenCall';

/** One operation that took long. */
export interface SlowOperation {
  readonly operation: string;
  readonly ms: number;
  readonly planned: PlannedOperation | null;
  /** `performance.now()` at which it came. */
  readonly startedAt: number;
  readonly calls: readonly SeenCall[];
  readonly log: Logger;
}

/** So many lines at once, then one for each of so many milliseconds. */
const burst = 5;
const onePerMs = 5_000;

/** Logs operations that take long with their plan, sparingly: under overload all of them are slow. */
export class SlowOperations {
  /** How many there were, logged or not. */
  count = 0;
  #left = burst;
  #refilledAt = performance.now();
  #silent = 0;

  constructor(readonly thresholdMs: number) {}

  /** Logs one that is over the threshold; the values of what was asked are never in the line. */
  note({ operation, ms, planned, startedAt, calls, log }: SlowOperation): void {
    this.count += 1;
    if (!this.#mayLog()) return;
    const silent = this.#silent;
    this.#silent = 0;
    log.warn(
      {
        operation,
        ms: Math.round(ms),
        ...(planned && { text: withoutValues(operationKey(planned.normal)), plan: planInWords(planned) }),
        requests: calls.map((call) => ({
          department: call.department,
          outcome: call.outcome,
          startMs: Math.round(call.startedAt - startedAt),
          durationMs: call.durationMs === null ? null : Math.round(call.durationMs),
        })),
        ...(silent > 0 && { notLogged: silent }),
      },
      `${operation} was slow: ${Math.round(ms)} ms`,
    );
  }

  #mayLog(): boolean {
    const now = performance.now();
    const refill = Math.floor((now - this.#refilledAt) / onePerMs);
    if (refill > 0) {
      this.#left = Math.min(burst, this.#left + refill);
      this.#refilledAt += refill * onePerMs;
    }
    if (this.#left === 0) {
      this.#silent += 1;
      return false;
    }
    this.#left -= 1;
    return true;
  }
}

function planInWords({ plans }: PlannedOperation): string {
  return plans
    .map((plan) => {
      const steps = plan.steps.map((step) => ({ ...step, operation: withoutValues(step.operation) }));
      return explainPlan({ ...plan, steps }).text;
    })
    .join('\nthen\n');
}

/** A document without what was filled in: numbers are 0, texts empty, lists empty, defaults gone. Names of enums stay. */
export function withoutValues(text: string): string {
  const bare = visit(parse(text, { noLocation: true }), {
    VariableDefinition: (node) => ({ ...node, defaultValue: undefined }),
    IntValue: (node) => ({ ...node, value: '0' }),
    FloatValue: (node) => ({ ...node, kind: Kind.INT, value: '0' }) as never,
    StringValue: (node) => ({ ...node, value: '', block: false }),
    ListValue: (node) => ({ ...node, values: [] }),
  });
  return print(bare).replace(/\s+/g, ' ');
}
