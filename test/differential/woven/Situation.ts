import type { Random } from '../random';

/**
 * A situation of federation that a gateway has to master: a few types over two or three subgraphs, which it calls
 * `a`, `b` and `c`. Types and root fields bear names of their own, so that situations can be woven into one
 * supergraph.
 */
export interface Situation {
  readonly name: string;
  /** The SDL of each of its subgraphs, without `@link`; roots by `extend type Query`. */
  readonly sdl: (random: Random) => Readonly<Record<string, string>>;
  /** Written in the manner of Federation 1. */
  readonly federation1?: boolean;
  /** Types that only the situation's own fields can lead to. */
  readonly closed?: readonly string[];
  /** Instances that a subgraph does not know, and the fields that are null for it: every way to them leads there. */
  readonly lost?: readonly LostInstance[];
}

/** The last instance of a type is unknown to a subgraph. */
export interface LostInstance {
  readonly type: string;
  /** A situation's name of the subgraph. */
  readonly subgraph: string;
  readonly nullFields: readonly string[];
}
