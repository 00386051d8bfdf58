import { isObject } from '../answer/Answer';
import { inLanguage } from '../format/formatValue';
import type { Language } from '../i18n/Localized';
import { cellOf, type Failures } from './cellOf';
import type { Row } from './rowsOf';
import type { Column } from './TableSpec';

/** Which column a table is sorted by. */
export interface Sorting {
  readonly columnId: string;
  readonly descending: boolean;
}

type SortKey = number | string | undefined;

function keyOf(value: unknown, column: Column, language: Language): SortKey {
  if (column.nested)
    return Array.isArray(value) ? value.length : isObject(value) ? Number(value.totalCount ?? 0) : 0;
  switch (column.value) {
    case 'money':
      return isObject(value) ? Number(value.amount) : Number(value);
    case 'integer':
    case 'decimal':
      return Number(value);
    case 'localized':
      return isObject(value) ? inLanguage({ vi: String(value.vi), en: value.en as string }, language) : '';
    case 'period':
      return isObject(value) ? String(value.startDate ?? value.endDate ?? '') : '';
    default:
      return Array.isArray(value) ? value.join(' ') : String(value);
  }
}

/** The rows in order of a column; what has no value stands last, whichever the direction. Stable. */
export function sortRows(
  rows: readonly Row[],
  [column, sorting]: [Column, Sorting],
  options: { readonly failures: Failures; readonly language: Language },
): readonly Row[] {
  const collator = new Intl.Collator(options.language, { numeric: true });
  const sign = sorting.descending ? -1 : 1;
  const keyed = rows.map((row) => {
    const cell = cellOf(row, column, options.failures);
    return { row, key: cell.state === 'value' ? keyOf(cell.value, column, options.language) : undefined };
  });
  keyed.sort((one, other) => {
    if (one.key === undefined || other.key === undefined) {
      return Number(one.key === undefined) - Number(other.key === undefined);
    }
    if (typeof one.key === 'number' && typeof other.key === 'number') return sign * (one.key - other.key);
    return sign * collator.compare(String(one.key), String(other.key));
  });
  return keyed.map(({ row }) => row);
}

/** The columns with those of one department side by side, in the order in which the departments first occur. */
export function groupByDepartment(
  columns: readonly Column[],
): readonly { owner: string; columns: readonly Column[] }[] {
  const groups = new Map<string, Column[]>();
  for (const column of columns) groups.set(column.owner, [...(groups.get(column.owner) ?? []), column]);
  return [...groups].map(([owner, list]) => ({ owner, columns: list }));
}
