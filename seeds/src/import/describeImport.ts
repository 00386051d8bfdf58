import type { Column } from './columns';
import type { ImportKind } from './ImportKind';
import type { ImportProblem } from './ImportTable';

/** Rows under heads, in columns. */
export function textTable(heads: readonly string[], rows: ReadonlyArray<readonly string[]>): string[] {
  const lines = [heads, ...rows];
  const widths = heads.map((_, at) => Math.max(...lines.map((line) => (line[at] ?? '').length)));
  return lines.map((line) =>
    line
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Every mistake with row, column and reason, in the order of the rows and the names of columns. */
export function describeProblems(problems: readonly ImportProblem[]): string[] {
  const sorted = [...problems].sort((a, b) => a.row - b.row || (a.column < b.column ? -1 : 1));
  return textTable(
    ['row', 'column', 'reason'],
    sorted.map(({ row, column, reason }) => [row === 0 ? '' : String(row), column, reason]),
  );
}

const needOf = ({ isRequired, type }: Column) =>
  `${isRequired ? 'needed' : 'may be empty'}, ${typeof type === 'object' ? type.oneOf.join(' | ') : typeWords[type]}`;

const typeWords: Readonly<Record<Exclude<Column['type'], object>, string>> = {
  id: 'id',
  text: 'text',
  dong: 'whole đồng',
  whole: 'whole number',
  decimal: 'decimal',
  day: 'YYYY-MM-DD',
  pastDay: 'YYYY-MM-DD, not in the future',
  period: '2019, 2019-Q1, 2019-02 or 2019-02-15',
};

/** The header of a kind and one row that shows what stands in it, as CSV; and what the columns are. */
export function describeTemplate(kind: ImportKind): { readonly csv: string; readonly help: string[] } {
  const line = (cells: readonly string[]) => cells.join(',');
  return {
    csv: `\uFEFF${line(kind.columns.map(({ name }) => name))}\r\n${line(kind.columns.map(({ example }) => example))}\r\n`,
    help: [
      `${kind.department} ${kind.name}: ${kind.about}`,
      ...textTable(
        ['column', 'holds', 'what'],
        kind.columns.map((column) => [column.name, column.about, needOf(column)]),
      ),
    ],
  };
}
