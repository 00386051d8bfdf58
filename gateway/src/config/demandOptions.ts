import { oneOf, wholeNumber } from './optionKinds';

/** How demand control deals with estimates: not at all, telling them, or refusing what costs too much. */
export type DemandControl = 'off' | 'measure' | 'enforce';

/** Settings: what an operation may cost, by `@cost` and `@listSize`. */
export const demandOptions = {
  demandControl: oneOf(
    {
      variable: 'DEMAND_CONTROL',
      help: 'estimate what operations cost: measure logs estimated and actual cost, enforce refuses what is above the limit too',
      fallback: 'enforce' as DemandControl,
    },
    ['off', 'measure', 'enforce'],
  ),
  costLimit: wholeNumber(
    {
      variable: 'COST_LIMIT',
      help: 'the highest estimated cost of an operation',
      fallback: 50_000,
    },
    [1, 1_000_000_000_000],
  ),
  assumedListSize: wholeNumber(
    {
      variable: 'ASSUMED_LIST_SIZE',
      help: 'how many items a list is estimated to have where the schema does not say',
      fallback: 10,
    },
    [0, 1_000_000],
  ),
};
