import type { CollectionReport } from './loadCollection';

const columns = ['inserted', 'updated', 'unchanged', 'leftAlone', 'removed'] as const;
const heads = ['inserted', 'updated', 'unchanged', 'left alone', 'removed'];

/** The table that ends a loading: one line for each collection and pack that has rows, then sums of money. */
export function describeReports(reports: readonly CollectionReport[]): string[] {
  const shown = reports.filter((report) => columns.some((column) => report[column] > 0));
  const lines = shown.map((report) => [
    `${report.department} ${report.collection}`,
    report.pack,
    ...columns.map((column) => report[column].toLocaleString('en-US')),
  ]);
  const total = columns.map((column) => shown.reduce((sum, report) => sum + report[column], 0));
  const table = [
    ['collection', 'pack', ...heads],
    ...lines,
    ['all', '', ...total.map((count) => count.toLocaleString('en-US'))],
  ];
  const widths = (table[0] ?? []).map((_, at) => Math.max(...table.map((row) => (row[at] ?? '').length)));
  const printed = table.map((row) =>
    row
      .map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return [...printed, ...moneyLines(shown)];
}

function moneyLines(reports: readonly CollectionReport[]): string[] {
  const lines = reports.flatMap(({ department, collection, pack, sums }) =>
    Object.entries(sums).map(
      ([field, sum]) =>
        `  ${department} ${collection}.${field} (${pack}): ${BigInt(sum).toLocaleString('en-US')}`,
    ),
  );
  return lines.length > 0 ? ['sums in dong:', ...lines] : [];
}
