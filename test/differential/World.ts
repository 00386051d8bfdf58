/**
 * A world is what the subgraphs and the monolith agree on: types, who owns which field, and the value of every field
 * of every instance, as a pure function of the world's seed. A subgraph answers from it only what it owns; the
 * monolith, which is the judge, answers all of it.
 */
export interface World {
  readonly seed: number;
  readonly subgraphs: readonly string[];
  readonly entities: readonly EntityType[];
  readonly valueTypes: readonly ValueType[];
  readonly interfaces: readonly InterfaceType[];
  readonly unions: readonly UnionType[];
  readonly enums: readonly EnumType[];
  readonly roots: readonly RootField[];
  readonly mutations: readonly MutationField[];
}

/** What a field gives: a scalar, an enum, a value object, an entity, an interface or a union; plain or in a list. */
export interface FieldType {
  readonly kind: 'scalar' | 'enum' | 'value' | 'entity' | 'interface' | 'union';
  readonly name: string;
  readonly list: boolean;
  readonly nonNull: boolean;
}

/** One field and who has it. */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  /** Subgraphs that resolve it; more than one means `@shareable`. */
  readonly owners: readonly string[];
  /** Takes `(n: Int)`, which changes its value. */
  readonly hasArgument: boolean;
  /** Names of fields of the same type, owned elsewhere, that its value is computed from. */
  readonly requires: readonly string[];
  /** The subgraph that had it before `@override(from:)`; it still offers it, with a wrong value. */
  readonly overridden: { readonly from: string; readonly label: string | null } | null;
  readonly inaccessible: boolean;
  /** Gives its errors instead of a value for some instances. */
  readonly mayFail: boolean;
}

/** An entity: found by its keys, its fields spread over subgraphs. */
export interface EntityType {
  readonly name: string;
  readonly fields: readonly Field[];
  /** Key selections of each subgraph that knows the type; a subgraph that is not here does not. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  readonly implements: string | null;
}

/** A value object: the same fields wherever it occurs, all shareable. */
export interface ValueType {
  readonly name: string;
  readonly fields: readonly Field[];
}

/** An interface with a key. In `objectIn` it is an `@interfaceObject` with fields of its own. */
export interface InterfaceType {
  readonly name: string;
  readonly home: string;
  readonly objectIn: string | null;
  /** Fields that every implementation has, owned by `home`. */
  readonly shared: readonly Field[];
  /** Fields that the interface object adds. */
  readonly added: readonly Field[];
}

/** A union whose members differ by subgraph. */
export interface UnionType {
  readonly name: string;
  readonly members: ReadonlyMap<string, readonly string[]>;
}

/** An output enum whose values differ by subgraph. */
export interface EnumType {
  readonly name: string;
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** A field of `Query`. */
export interface RootField {
  readonly name: string;
  readonly type: FieldType;
  readonly owners: readonly string[];
  /** `@provides` selection on an entity result: fields that the owner gives along although others own them. */
  readonly provides: readonly string[];
}

/** A field of `Mutation`: appends to the log of the run and gives an entity. */
export interface MutationField {
  readonly name: string;
  readonly owner: string;
  readonly entity: string;
}

/** Instances of each entity type. */
export const instancesPerType = 4;

/** Every key field that an entity may have; their values name the instance. */
export const keyFieldNames = ['id', 'code', 'place'] as const;
