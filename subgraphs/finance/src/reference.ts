/** An entity of another department: its key alone, which the gateway resolves there. Null without an id. */
export function reference(
  typename: string,
  id: string | null | undefined,
): { readonly __typename: string; readonly id: string } | null {
  return id == null ? null : { __typename: typename, id };
}
