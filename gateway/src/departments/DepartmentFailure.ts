import type { SubgraphFailureReason } from '../execute/subgraphFailure';

/** A request to a department that brought no usable answer. `detail` has addresses and is for the log alone. */
export class DepartmentFailure extends Error {
  constructor(
    readonly department: string,
    readonly reason: SubgraphFailureReason,
    options: { readonly detail: string; readonly cause?: unknown },
  ) {
    super(`Department ${department} gave no usable answer: ${reason}. ${options.detail}`, {
      cause: options.cause,
    });
    this.name = 'DepartmentFailure';
  }
}
