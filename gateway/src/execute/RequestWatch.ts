import type { NormalOperation } from '../plan/NormalOperation';
import type { Plan } from '../plan/PlanStep';
import type { SubgraphFailureReason } from './subgraphFailure';

/** An operation with the plans that answer it. */
export interface PlannedOperation {
  readonly normal: NormalOperation;
  readonly plans: readonly Plan[];
}

/** Looks on while one request is made to a department. */
export interface CallWatch {
  /** Headers that go along with it, as `traceparent`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Called once, when the answer is there or is waited for no more. */
  ended(reason?: SubgraphFailureReason): void;
}

/** Looks on while one client request is answered. Called on the hot path: each method is quick and does not throw. */
export interface RequestWatch {
  /** No plan was at hand, so one is made; what comes back is called when that has ended. */
  planning?(): () => void;
  /** What is about to be executed. */
  planned?(operation: PlannedOperation): void;
  /** A department is asked. */
  asking?(subgraph: string): CallWatch | undefined;
  /** Waits for what another request has asked already: of that department, or all of its answer where none is named. */
  sharing?(leader: RequestWatch | undefined, subgraph?: string): (() => void) | undefined;
  /** A department's answer came and cannot be used, or none came. */
  failed?(subgraph: string, reason: SubgraphFailureReason): void;
  /** All departments have answered: the answer is being written. */
  responding?(): void;
}
