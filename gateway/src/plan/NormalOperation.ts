import type { ArgumentNode, DirectiveNode, OperationTypeNode, VariableDefinitionNode } from 'graphql';

/** A field of a normalised selection: fragments are expanded, equal selections merged, literals lifted. */
export interface NormalField {
  readonly kind: 'field';
  /** The name in the answer. */
  readonly key: string;
  /** The name in the departments' answers; another where the client's alias is the name of a field that a planner may add. */
  readonly dataKey: string;
  readonly name: string;
  readonly arguments: readonly ArgumentNode[];
  /** `@skip` and `@include` on variables, and directives of the supergraph's own. */
  readonly directives: readonly DirectiveNode[];
  readonly selections?: NormalSelection[];
}

/** What is left of fragments: a type condition, or a directive that holds for several fields. */
export interface NormalFragment {
  readonly kind: 'fragment';
  readonly on?: string;
  readonly directives: readonly DirectiveNode[];
  readonly selections: NormalSelection[];
}

export type NormalSelection = NormalField | NormalFragment;

/** A value that stood in the document and became a variable, so that documents which differ in it share one plan. */
export interface LiftedValue {
  readonly name: string;
  readonly type: string;
  readonly value: unknown;
}

/** One operation of one document, made comparable. */
export interface NormalOperation {
  readonly kind: OperationTypeNode;
  readonly rootType: string;
  readonly selections: readonly NormalSelection[];
  readonly variables: readonly VariableDefinitionNode[];
  readonly lifted: readonly LiftedValue[];
  /** Equal for operations that can share a plan. */
  readonly key: string;
  readonly usesDefer: boolean;
  readonly depth: number;
}
