import type { GraphQLError } from 'graphql';
import type { OperationLimits } from './OperationLimits';
import { tooLarge } from './tooLarge';

type Variables = Readonly<Record<string, unknown>>;

/**
 * OPERATION_TOO_LARGE where variables hold too long a list, too many values, or too many levels; null where they do not.
 * Walks them without recursion: they are checked before anything that recurses looks at them.
 */
export function checkVariables(variables: Variables, limits: OperationLimits): GraphQLError | null {
  let values = 0;
  for (const name in variables) {
    const value = variables[name];
    values += 1;
    if (typeof value !== 'object' || value === null) continue;
    const found = new Walk(`$${name}`, limits, values).run(value);
    if (typeof found !== 'number') return found;
    values = found;
  }
  return values > limits.variableLimit ? tooLarge(limits, { limit: 'variableLimit', value: values }) : null;
}

/** A walk through one variable; nodes wait on a stack with the level at which they stand. */
class Walk {
  readonly #nodes: object[] = [];
  readonly #levels: number[] = [];

  constructor(
    private readonly place: string,
    private readonly limits: OperationLimits,
    private values: number,
  ) {}

  /** How many values there are by now, or the limit that is passed. */
  run(variable: object): number | GraphQLError {
    this.#nodes.push(variable);
    this.#levels.push(1);
    for (let node = this.#nodes.pop(); node !== undefined; node = this.#nodes.pop()) {
      const error = this.#open(node, this.#levels.pop() as number);
      if (error) return error;
    }
    return this.values;
  }

  #open(node: object, level: number): GraphQLError | null {
    const { limits, place } = this;
    if (level > limits.variableDepthLimit) {
      return tooLarge(limits, { limit: 'variableDepthLimit', value: level, place, atLeast: true });
    }
    const inner: readonly unknown[] = Array.isArray(node) ? node : Object.values(node);
    if (Array.isArray(node) && inner.length > limits.listLimit) {
      return tooLarge(limits, { limit: 'listLimit', value: inner.length, place });
    }
    this.values += inner.length;
    if (this.values > limits.variableLimit) {
      return tooLarge(limits, { limit: 'variableLimit', value: this.values, place, atLeast: true });
    }
    for (const value of inner) {
      if (typeof value !== 'object' || value === null) continue;
      this.#nodes.push(value);
      this.#levels.push(level + 1);
    }
    return null;
  }
}
