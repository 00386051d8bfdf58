import type { ComposedWorld } from './ComposedWorld';
import { composeGrown } from './composeGrown';
import { composeWoven } from './composeWoven';

/**
 * The world of a seed: every third is grown from nothing, the others are woven of situations. Null where its
 * subgraphs do not compose, with the reasons in `onReject`.
 */
export function composeWorld(
  seed: number,
  onReject: (reasons: string[]) => void = () => undefined,
): ComposedWorld | null {
  return seed % 3 === 0 ? composeGrown(seed, onReject) : composeWoven(seed, onReject);
}
