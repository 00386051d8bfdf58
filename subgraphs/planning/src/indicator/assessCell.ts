import { dayInHanoi } from '@lien-thong/subgraph-kit';
import type { PlanningContext } from '../context';
import { targetsIn } from '../figure/standing';
import { type Assessment, assess } from './assess';
import type { IndicatorRecord } from './record';

/** What is assessed: one indicator in one period, of the whole or of one part. */
export interface AssessedCell {
  readonly indicator: IndicatorRecord;
  readonly period: string;
  readonly scopeId: string | null;
}

/**
 * The assessment of a cell, today. A part without a target of its own is held to the target of the whole where the
 * measure is a percentage: "100 % of communes" is wanted of each district, while a count for the city is not.
 */
export async function assessCell(
  { loaders, clock }: PlanningContext,
  { indicator, period, scopeId }: AssessedCell,
): Promise<Assessment> {
  const today = dayInHanoi(clock.now());
  const cell = { indicatorId: indicator._id, period };
  const own = await loaders.figuresInCell.load({ ...cell, scopeId });
  if (!scopeId) return assess({ indicator, period, figures: own, today });
  const borrowed =
    targetsIn(own).length === 0 && indicator.measure === 'PERCENTAGE'
      ? targetsIn(await loaders.figuresInCell.load({ ...cell, scopeId: null }))
      : [];
  return assess({ indicator, period, figures: [...own, ...borrowed], today, useBaseline: false });
}
