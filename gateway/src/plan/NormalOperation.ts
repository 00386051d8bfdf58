import type { ArgumentNode, DirectiveNode, OperationTypeNode, VariableDefinitionNode } from 'graphql';
import type { Withheld, Withholding } from '../authorize/Withheld';
import type { PathSegment } from './PlanStep';

/** A field of a normalised selection: fragments are expanded, equal selections merged, literals lifted. */
export interface NormalField {
  readonly kind: 'field';
  /** The name in the answer. */
  readonly key: string;
  /** The name in the departments' answers; another where the client's alias is the name of a field that a planner may add. */
  readonly dataKey: string;
  readonly name: string;
  readonly arguments: readonly ArgumentNode[];
  /** `@skip` and `@include` on variables. */
  readonly directives: readonly DirectiveNode[];
  readonly selections?: NormalSelection[];
  /** Why the caller does not get it, where that is so. */
  readonly withheld?: Withheld;
}

/** What is left of fragments: a type condition, or a directive that holds for several fields. */
export interface NormalFragment {
  readonly kind: 'fragment';
  readonly on?: string;
  /** Set where the fragment may be sent later; its directives carry the same id to the planner as the label. */
  readonly defer?: NormalDefer;
  readonly directives: readonly DirectiveNode[];
  readonly selections: NormalSelection[];
}

/** A fragment under `@defer`. */
export interface NormalDefer {
  readonly id: string;
  /** The client's own label. */
  readonly label?: string;
  /** The variable that must be true; without one the fragment is always deferred. */
  readonly condition?: string;
  /** From the root of the data to the objects that the fragment is on. */
  path: readonly PathSegment[];
  /** The type of those objects. */
  readonly type: string;
  readonly selections: NormalSelection[];
  /** Id of the deferred fragment around it. */
  readonly within?: string;
}

/** One element of a normal selection set. */
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
  /** Fragments under `@defer`, outer ones first. */
  readonly deferred: readonly NormalDefer[];
  readonly depth: number;
  /** Set where the caller may not see all of it. */
  readonly withholding?: Withholding;
}

/** What an object is asked for so that whoever reads the answer knows which fragments are meant. */
export const typenameField: NormalField = {
  kind: 'field',
  key: '__typename',
  dataKey: '__typename',
  name: '__typename',
  arguments: [],
  directives: [],
};
