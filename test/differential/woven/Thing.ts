import type { SelectionSetNode } from 'graphql';

/** An instance of an entity, a value object, or the root. */
export interface Thing {
  /** What the resolver says of it; a reference to an interface object says the interface's name. */
  readonly __typename: string;
  /** The object type that it is. */
  readonly type: string;
  /** What decides its values: the instance, or the path from one. */
  readonly anchor: string;
  /** What the gateway sent of it, when it came through `_entities`. */
  readonly representation?: Readonly<Record<string, unknown>>;
  /** Fields of others that the field above it provides. */
  readonly provided?: readonly SelectionSetNode[];
  /** The judge alone knows what a thing hangs on. */
  readonly above?: Thing;
}
