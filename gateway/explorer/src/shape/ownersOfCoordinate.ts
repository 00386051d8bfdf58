import type { FieldOwners } from './FieldOwners';
import type { DepartmentName } from './Shape';

/** The departments that resolve `Type.field`; empty for a coordinate that the supergraph does not know. */
export function ownersOfCoordinate(owners: FieldOwners, coordinate: string): readonly DepartmentName[] {
  return owners.owners[coordinate] ?? [];
}
