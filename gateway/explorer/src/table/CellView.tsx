import { isObject, type JsonObject } from '../answer/Answer';
import { formatValue } from '../format/formatValue';
import { useWords, type Words } from '../i18n/Language';
import { type Cell, cellOf, type Failures, noFailures } from './cellOf';
import { nestedRowsOf, type Row } from './rowsOf';
import type { Column, TableSpec } from './TableSpec';

/** How many rows of a nested table a cell names. */
const namedRows = 3;

/** The value that names a nested row: the first text of its columns. */
function nameOfRow(words: Words, spec: TableSpec, row: Row): string {
  const naming =
    spec.columns.find(
      (column) => ['localized', 'text', 'id', 'enum'].includes(column.value) && !column.nested,
    ) ?? spec.columns[0];
  const cell = naming && cellOf(row, naming, noFailures);
  return naming && cell?.state === 'value' ? formatValue(words, naming, cell.value) : '…';
}

function totalOf(row: Row, column: Column): number | undefined {
  let value: unknown = row.object;
  for (const key of column.path) value = isObject(value) ? value[key] : undefined;
  return isObject(value) && typeof value.totalCount === 'number' ? value.totalCount : undefined;
}

/** The rows of a nested table in one line. */
export function briefOfNested(words: Words, row: Row, column: Column): string {
  const spec = column.nested;
  if (!spec) return '';
  const rows = nestedRowsOf(row, spec);
  const total = Math.max(totalOf(row, column) ?? 0, rows.length);
  if (total === 0) return '–';
  const preferred = spec.columns.find((each) => each.value === 'localized' || each.id.endsWith('name'));
  const named = rows
    .slice(0, namedRows)
    .map((each) => nameOfRow(words, preferred ? { ...spec, columns: [preferred] } : spec, each))
    .join('; ');
  // Rows without a name of their own are counted.
  if (!/[^…; ]/.test(named))
    return total === 1 ? words.say('oneRow') : words.say('rows', { n: words.number(total) });
  return total > namedRows ? `${named}; +${words.number(total - namedRows)}` : named;
}

/** The text of a cell, as shown and as sorted by eye. */
export function cellText(words: Words, [row, column]: [Row, Column], failures: Failures): string {
  const cell = cellOf(row, column, failures);
  if (cell.state === 'down')
    return words.say('notAnswering', { department: words.departmentName(cell.department) });
  if (cell.state === 'withheld') return words.say('withheld');
  if (cell.state === 'absent') return '–';
  if (column.nested)
    return cell.state === 'missing' ? words.say('missing') : briefOfNested(words, row, column);
  if (cell.state === 'missing') return words.say('missing');
  if (Array.isArray(cell.value) && cell.value.length === 0) return '–';
  return formatValue(words, column, cell.value);
}

const textLanguage = (words: Words, column: Column, cell: Cell): string | undefined => {
  const value =
    cell.state === 'value' && column.value === 'localized' ? (cell.value as JsonObject) : undefined;
  return words.language === 'en' && value && !value.en ? 'vi' : undefined;
};

/** One value as the reader sees it. */
export function CellView({ row, column, failures }: { row: Row; column: Column; failures: Failures }) {
  const words = useWords();
  const cell = cellOf(row, column, failures);
  const text = cellText(words, [row, column], failures);
  if (cell.state === 'absent') {
    return (
      <span className="missing" title={words.say('missing')}>
        <span aria-hidden="true">–</span>
        <span className="visually-hidden">{words.say('missing')}</span>
      </span>
    );
  }
  if (cell.state === 'value') return <span lang={textLanguage(words, column, cell)}>{text}</span>;
  return <span className={cell.state}>{text}</span>;
}
