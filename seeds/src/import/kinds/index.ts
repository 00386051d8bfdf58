import type { ImportKind } from '../ImportKind';
import { acceptances } from './acceptances';
import { allocations } from './allocations';
import { commitments } from './commitments';
import { observations } from './observations';
import { payments } from './payments';
import { targets } from './targets';

/** Everything that can be imported. */
export const importKinds: readonly ImportKind[] = [
  payments,
  allocations,
  commitments,
  observations,
  targets,
  acceptances,
];
