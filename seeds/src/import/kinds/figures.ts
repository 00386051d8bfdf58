import type { CheckContext, ImportRow } from '../ImportKind';
import type { ImportProblem } from '../ImportTable';
import { entities, listed, unknownIn, valuesOf } from '../lookUp';

/** An indicator as the checks of figures need it. */
export interface IndicatorFacts {
  readonly id: string;
  readonly code: string;
  readonly measure: string;
  readonly steward: { readonly id: string };
}

/** Mistakes that targets and results can both have, and the indicators that the rows name. */
export async function checkFigures(
  rows: readonly ImportRow[],
  { graph }: CheckContext,
): Promise<{ indicators: ReadonlyMap<string, IndicatorFacts>; problems: ImportProblem[] }> {
  const indicators = await listed<IndicatorFacts>(graph('planning'), 'indicators', {
    ids: valuesOf(rows, 'indicator_id'),
    fields: 'code measure steward { id }',
  });
  const scopes = await entities<{ id: string }>(graph('planning'), 'PublicBody', {
    ids: valuesOf(rows, 'scope_id'),
    fields: 'code',
  });
  const columns = ['value', 'upper_value'];
  const outside = rows.flatMap(({ row, values }) =>
    columns.flatMap((column): ImportProblem[] => {
      const measure = indicators.get(String(values.indicator_id))?.measure;
      const value = values[column];
      if (measure !== 'PERCENTAGE' || value == null) return [];
      if (Number(value) >= 0 && Number(value) <= 100) return [];
      return [{ row, column, reason: `a percentage is from 0 to 100 (found ${value})` }];
    }),
  );
  const problems = [
    ...unknownIn(rows, 'indicator_id', { known: indicators, what: 'indicator' }),
    ...unknownIn(rows, 'scope_id', { known: scopes, what: 'public body' }),
    ...outside,
  ];
  return { indicators, problems };
}
