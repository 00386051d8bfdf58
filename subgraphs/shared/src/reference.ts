/** An entity of another department: its key alone, which the gateway resolves there; nobody is asked here. */
export interface Reference {
  readonly __typename: string;
  readonly id: string;
}

/** The reference to the entity of that type and id; null without an id. */
export function reference(typename: string, id: string): Reference;
export function reference(typename: string, id: string | null | undefined): Reference | null;
export function reference(typename: string, id: string | null | undefined): Reference | null {
  return id == null ? null : { __typename: typename, id };
}
