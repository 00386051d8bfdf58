import type { Answer } from '../answer/Answer';
import type { OperationRequest } from '../answer/runOperation';
import { endpoint } from '../answer/runOperation';
import type { ChartData } from '../charts/ChartData';
import { type DepartmentFreshness, dataVersionOf, type Freshness } from '../freshness/Freshness';
import type { Words } from '../i18n/Language';
import type { GlossaryTerm } from '../questions/Question';
import type { TableSpec } from '../table/TableSpec';
import type { Sheet } from './Sheet';
import { saveFile } from './saveFile';
import { sheetsOf, sourcesCited } from './sheetsOf';
import type { CsvSeparator } from './toCsv';
import { toCsv } from './toCsv';

/** What is taken away. */
export interface Taken {
  readonly slug: string;
  readonly title: string;
  readonly request: OperationRequest;
  readonly answer: Answer;
  readonly specs: readonly TableSpec[];
  readonly freshness: Freshness;
  readonly words: Words;
}

/** The file that was written, and whether it is whole. */
export interface SavedFile {
  readonly name: string;
  readonly whole: boolean;
}

const fileName = (taken: Taken, ending: string, table = '') =>
  `${taken.slug}${table ? `.${table}` : ''}.${dataVersionOf(taken.freshness)}.${ending}`;

/** The answer's tables, flat. */
export const tablesToExport = (taken: Taken): readonly Sheet[] =>
  sheetsOf(taken.answer, taken.specs, taken.words);

/** Writes one table as CSV. */
export function saveCsv(taken: Taken, tableId: string, separator: CsvSeparator): SavedFile {
  const sheets = tablesToExport(taken);
  const sheet = sheets.find((each) => each.id === tableId) ?? sheets[0];
  if (!sheet) throw new RangeError('The answer has no table.');
  const name = fileName(taken, 'csv', sheets.length > 1 ? sheet.id : '');
  saveFile(name, toCsv(sheet, separator), 'text/csv;charset=utf-8');
  return { name, whole: sheet.whole };
}

const freshnessLine = (each: DepartmentFreshness): readonly [string, string] => [
  `data of ${each.department}`,
  each.answered
    ? `version ${each.dataVersion}, changed ${each.lastChangedAt}, ${each.licence}`
    : 'did not answer',
];

function aboutOf(taken: Taken, sheets: readonly Sheet[]): readonly (readonly [string, string])[] {
  const incomplete = sheets.filter((sheet) => !sheet.whole);
  return [
    ['question', taken.title],
    ['slug', taken.slug],
    ['asked at', taken.answer.answeredAt],
    ['address', endpoint],
    ...(taken.freshness ?? []).map(freshnessLine),
    [
      'complete',
      incomplete.length === 0 ? 'yes' : `NO: ${incomplete.map((each) => each.shortfall).join('; ')}`,
    ],
    [
      'illustrative data',
      sheets.some((sheet) => sheet.illustrative) ? 'YES: made-up rows, never to be quoted' : 'none',
    ],
    ['empty cell', 'not stated in the source; never zero'],
    ['amounts', 'whole đồng (VND)'],
    ['variables', JSON.stringify(taken.request.variables ?? {})],
    ['query', taken.request.query],
  ];
}

/** Writes all tables as a workbook, with what they are, the words used and the sources. */
export async function saveXlsx(taken: Taken, glossary: readonly GlossaryTerm[]): Promise<SavedFile> {
  const { toXlsx } = await import('./toXlsx');
  const sheets = tablesToExport(taken);
  const facts = { about: aboutOf(taken, sheets), glossary, sources: sourcesCited(taken.answer) };
  const name = fileName(taken, 'xlsx');
  saveFile(name, await toXlsx(sheets, facts));
  return { name, whole: sheets.every((sheet) => sheet.whole) };
}

/** Writes the answer as the gateway gave it, with the request and what is missing. */
export function saveJson(taken: Taken): SavedFile {
  const sheets = tablesToExport(taken);
  const shortfalls = sheets.filter((sheet) => !sheet.whole).map((sheet) => `${sheet.id}: ${sheet.shortfall}`);
  const content = {
    question: taken.slug,
    title: taken.title,
    askedAt: taken.answer.answeredAt,
    dataVersions: Object.fromEntries(
      (taken.freshness ?? []).map((each) => [each.department, each.dataVersion ?? null]),
    ),
    complete: shortfalls.length === 0,
    shortfalls,
    request: taken.request,
    data: taken.answer.data,
    errors: taken.answer.errors,
  };
  const name = fileName(taken, 'json');
  saveFile(name, JSON.stringify(content, null, 2), 'application/json;charset=utf-8');
  return { name, whole: shortfalls.length === 0 };
}

/** Writes the chart as a picture. */
export async function saveChart(taken: Taken, data: ChartData, format: 'svg' | 'png'): Promise<SavedFile> {
  const { chartPng, chartSvg } = await import('../charts/chartFile');
  const svg = chartSvg(data, taken.words, taken.title);
  const name = fileName(taken, format, 'chart');
  if (format === 'svg') saveFile(name, svg, 'image/svg+xml;charset=utf-8');
  else saveFile(name, await chartPng(svg));
  return { name, whole: true };
}
