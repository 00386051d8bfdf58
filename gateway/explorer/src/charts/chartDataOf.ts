import { type Answer, isObject, type JsonObject, valueAt } from '../answer/Answer';
import { inLanguage } from '../format/formatValue';
import type { Words } from '../i18n/Language';
import type { ChartSpec } from '../questions/Question';
import type { ChartData, ChartValue } from './ChartData';

/** Bars drawn at most; more could not be told apart. */
const barsAtMost = 15;
const phaseFields = ['estimate', 'pendingAllocation', 'allocated', 'committed', 'paid', 'settled'];

function amountOf(value: unknown): ChartValue {
  if (isObject(value)) return typeof value.amount === 'number' ? value.amount : null;
  return typeof value === 'number' ? value : null;
}

function labelAt(row: JsonObject, path: string, words: Words): string {
  const value = valueAt(row, path.split('.'));
  if (isObject(value) && typeof value.vi === 'string') {
    return inLanguage({ vi: value.vi, en: value.en as string }, words.language);
  }
  return typeof value === 'string' ? value : words.say('missing');
}

/** Made up: the row itself, or any row that a total of it counts. */
function isMadeUp(row: JsonObject): boolean {
  if (isObject(row.provenance) && row.provenance.status === 'ILLUSTRATIVE') return true;
  const parts = Array.isArray(row.factBreakdown) ? row.factBreakdown : [];
  return parts.some(
    (part: unknown) => isObject(part) && part.status === 'ILLUSTRATIVE' && Number(part.count) > 0,
  );
}

function rowsAt(answer: Answer, at: readonly string[]): readonly JsonObject[] {
  const value = valueAt(answer.data, at);
  const list = isObject(value) && Array.isArray(value.nodes) ? value.nodes : value;
  return (Array.isArray(list) ? list : [list]).filter(isObject);
}

function phases(
  spec: Extract<ChartSpec, { kind: 'phases' }>,
  rows: readonly JsonObject[],
  words: Words,
): ChartData {
  const known = phaseFields.filter((field) => rows.some((row) => field in row));
  return {
    kind: 'phases',
    unit: 'money',
    categories: known.map((field) => words.labelOf([field])),
    series: rows.slice(0, 6).map((row) => ({
      name: spec.label ? labelAt(row, spec.label, words) : words.labelOf(spec.at.slice(-1)),
      values: known.map((field) => amountOf(row[field])),
    })),
    illustrative: rows.some(isMadeUp),
    ...(rows.length > 6 ? { shownOf: { shown: 6, total: rows.length } } : {}),
  };
}

function monthsBetween(first: string, last: string): readonly string[] {
  const months: string[] = [];
  let [year = 0, month = 0] = first.split('-').map(Number);
  for (let each = first; each <= last && months.length < 120; ) {
    months.push(each);
    month += 1;
    if (month > 12) [year, month] = [year + 1, 1];
    each = `${year}-${String(month).padStart(2, '0')}`;
  }
  return months;
}

function months(
  spec: Extract<ChartSpec, { kind: 'months' }>,
  rows: readonly JsonObject[],
  words: Words,
): ChartData {
  const dated = rows.filter((row) => typeof row[spec.date] === 'string');
  const monthOf = (row: JsonObject) => String(row[spec.date]).slice(0, 7);
  const sorted = dated.map(monthOf).sort();
  const all = monthsBetween(sorted[0] ?? '', sorted.at(-1) ?? '');
  const kinds = [...new Set(dated.map((row) => (typeof row.kind === 'string' ? row.kind : '')))];
  const sumOf = (month: string, kind: string) =>
    dated
      .filter((row) => monthOf(row) === month && (row.kind ?? '') === kind)
      .reduce((sum, row) => sum + (amountOf(row[spec.amount]) ?? 0), 0);
  return {
    kind: 'months',
    unit: 'money',
    categories: all.map((month) => `${month.slice(5)}/${month.slice(0, 4)}`),
    series: kinds.map((kind) => ({
      name: kind
        ? words.text(words.labels.values.PaymentKind?.[kind] ?? { vi: kind, en: kind })
        : words.labelOf([spec.amount]),
      values: all.map((month) => sumOf(month, kind)),
    })),
    illustrative: dated.some(isMadeUp),
  };
}

function bars(
  spec: Extract<ChartSpec, { kind: 'bars' }>,
  rows: readonly JsonObject[],
  words: Words,
): ChartData {
  const [main = ''] = spec.amounts;
  const largest = [...rows]
    .sort((one, other) => (amountOf(other[main]) ?? 0) - (amountOf(one[main]) ?? 0))
    .slice(0, barsAtMost);
  return {
    kind: 'bars',
    unit: 'money',
    categories: largest.map((row) => labelAt(row, spec.label, words)),
    series: spec.amounts.map((field) => ({
      name: words.labelOf([field]),
      values: largest.map((row) => amountOf(row[field])),
    })),
    illustrative: largest.some(isMadeUp),
    ...(rows.length > largest.length ? { shownOf: { shown: largest.length, total: rows.length } } : {}),
  };
}

const decimalOf = (value: unknown): ChartValue =>
  value === null || value === undefined || Number.isNaN(Number(value)) ? null : Number(value);

interface Point {
  readonly period: string;
  readonly value: ChartValue;
  readonly role: NonNullable<ChartData['series'][number]['role']>;
}

function pointsOf(indicator: JsonObject): readonly Point[] {
  const list = (value: unknown) => (Array.isArray(value) ? value : isObject(value) ? value.nodes : undefined);
  const targets = ((list(indicator.targets) as unknown[] | undefined) ?? []).filter(isObject);
  const results = ((list(indicator.observations) as unknown[] | undefined) ?? []).filter(isObject);
  const { baseline } = indicator;
  // The newest figure of a period is the result; what it revises stays visible beside it.
  const newest = new Map<string, JsonObject>();
  for (const each of results) {
    const before = newest.get(String(each.period));
    if (!before || String(each.publishedAt) >= String(before.publishedAt))
      newest.set(String(each.period), each);
  }
  const current = new Map<string, JsonObject>();
  for (const each of targets) {
    const before = current.get(String(each.period));
    if (!before || String(each.setOn) >= String(before.setOn)) current.set(String(each.period), each);
  }
  const point = (each: JsonObject, role: Point['role']): Point => ({
    period: String(each.period),
    value: decimalOf(each.value),
    role,
  });
  return [
    ...(isObject(baseline) ? [point(baseline, 'baseline')] : []),
    ...targets.map((each) => point(each, current.get(String(each.period)) === each ? 'target' : 'targetOld')),
    ...results.map((each) => point(each, newest.get(String(each.period)) === each ? 'actual' : 'revision')),
  ];
}

function series(rows: readonly JsonObject[], words: Words): ChartData {
  const points = rows.flatMap(pointsOf).filter((point) => point.value !== null);
  const periods = [...new Set(points.map((point) => point.period))].sort();
  const roles = ['target', 'actual', 'targetOld', 'revision', 'baseline'] as const;
  const drawn = roles.flatMap((role) => {
    const own = points.filter((point) => point.role === role);
    if (own.length === 0) return [];
    const layers = Math.max(
      ...periods.map((period) => own.filter((point) => point.period === period).length),
    );
    return Array.from({ length: layers }, (_, layer) => ({
      name: words.say(role),
      role,
      marks: role !== 'actual' && role !== 'target',
      values: periods.map((period) => own.filter((point) => point.period === period)[layer]?.value ?? null),
    }));
  });
  const everything = rows.flatMap((row) => [
    row,
    ...(Array.isArray(row.targets) ? row.targets : []),
    ...(isObject(row.observations) && Array.isArray(row.observations.nodes) ? row.observations.nodes : []),
  ]);
  return {
    kind: 'series',
    unit: 'number',
    categories: periods,
    series: drawn,
    illustrative: everything.filter(isObject).some(isMadeUp),
  };
}

/** What to draw of an answer; undefined where nothing in it has a figure. */
export function chartDataOf(spec: ChartSpec, answer: Answer, words: Words): ChartData | undefined {
  const rows = rowsAt(answer, spec.at);
  if (rows.length === 0) return undefined;
  const data =
    spec.kind === 'phases'
      ? phases(spec, rows, words)
      : spec.kind === 'months'
        ? months(spec, rows, words)
        : spec.kind === 'bars'
          ? bars(spec, rows, words)
          : series(rows, words);
  const hasFigure = data.series.some((each) => each.values.some((value) => value !== null));
  return hasFigure ? data : undefined;
}
