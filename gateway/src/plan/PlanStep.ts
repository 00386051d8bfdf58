/** One move from a response object towards an entity. */
export type PathSegment =
  | { readonly kind: 'field'; readonly key: string }
  | { readonly kind: 'list' }
  | { readonly kind: 'types'; readonly names: readonly string[] };

/** What a representation holds. */
export type RequiredSelection =
  | {
      readonly kind: 'field';
      /** The key in our data. */
      readonly key: string;
      /** The key in the representation. */
      readonly name: string;
      /** Only fetched under a condition of the client's; where it is not, the representation goes without it. */
      readonly optional?: boolean;
      readonly selections?: readonly RequiredSelection[];
    }
  | { readonly kind: 'fragment'; readonly on?: string; readonly selections: readonly RequiredSelection[] };

/** A step inside data, for rewrites: into a field, on through a type condition, or (contexts) up to the parent. */
export type RewriteSegment =
  | { readonly kind: 'field'; readonly key: string }
  | { readonly kind: 'types'; readonly names: readonly string[] }
  | { readonly kind: 'up' };

/** A change to a representation before it is sent or to an answer before it is merged. */
export type Rewrite =
  | { readonly kind: 'set'; readonly path: readonly RewriteSegment[]; readonly value: unknown }
  | { readonly kind: 'rename'; readonly path: readonly RewriteSegment[]; readonly to: string };

/** One `_entities` field of a request. */
export interface EntityInput {
  /** The key of the field in the answer. */
  readonly alias: string;
  /** The variable that takes the representations. */
  readonly variable: string;
  readonly paths: readonly (readonly PathSegment[])[];
  readonly requires: readonly RequiredSelection[];
  readonly inputRewrites: readonly Rewrite[];
  readonly outputRewrites: readonly Rewrite[];
  /** `@fromContext` arguments: the variable `to` takes what lies at `path`, seen from the entity. */
  readonly contexts: readonly (Rewrite & { readonly kind: 'rename' })[];
}

/** A variable of the client's and the value it must have for a step to be taken. */
export interface StepCondition {
  readonly variable: string;
  readonly value: boolean;
}

/** One request to a department. */
export interface PlanStep {
  readonly index: number;
  readonly subgraph: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly operation: string;
  readonly variables: readonly string[];
  /** Entities asked for; empty for a request of root fields. */
  readonly entities: readonly EntityInput[];
  /** Where the answer to a request of root fields goes; empty for the root of the answer. */
  readonly at: readonly PathSegment[];
  readonly outputRewrites: readonly Rewrite[];
  /** All must hold. */
  readonly conditions: readonly StepCondition[];
  /** Steps whose answers must be merged first, by index. */
  readonly after: readonly number[];
  /** The part of a deferred answer that the step belongs to; 0 is the first part. */
  readonly part: number;
}

/** A part of an answer that is sent later. */
export interface DeferredPart {
  readonly index: number;
  /** The part it is nested in. */
  readonly within: number;
  readonly label?: string;
  /** Field names and `... on Type` towards the objects that the part completes. */
  readonly path: readonly PathSegment[];
  /** GraphQL of the fields that the part brings. */
  readonly selection?: string;
  readonly conditions: readonly StepCondition[];
}

/** A plan of either planner. */
export interface Plan {
  /** False where the planner forgot something that a step needs. */
  readonly complete: boolean;
  readonly steps: readonly PlanStep[];
  readonly deferred: readonly DeferredPart[];
  /** GraphQL of the first part, where there are deferred ones. */
  readonly primarySelection?: string;
  /** The planner's own plan, for people to read. */
  readonly source: unknown;
  readonly planner: 'native' | 'apollo';
}
