import { useEffect, useState } from 'react';
import { isObject, type JsonObject } from '../answer/Answer';
import { runOperation } from '../answer/runOperation';
import type { PickerKind } from '../questions/Question';

/** Something that can be picked: the value that is sent, and how people know it. */
export interface Suggestion {
  readonly value: string;
  readonly vi: string;
  readonly en: string;
  readonly illustrative: boolean;
}

const lookups = {
  programmes: `query ProgrammePicker {
  programmes(first: 100) { nodes { id code name { vi en } period { startDate endDate } provenance { status } } }
}`,
  services: `query ServicePicker {
  services(first: 100, orderBy: [{ field: CODE }]) { nodes { id code name { vi en } provenance { status } } }
}`,
  documents: `query DocumentPicker {
  documents(first: 100) { nodes { number title { vi en } provenance { status } } }
}`,
  indicators: `query IndicatorPicker {
  indicators(first: 100, orderBy: [{ field: CODE }]) { nodes { code name { vi en } provenance { status } } }
}`,
} as const;

type Lookup = keyof typeof lookups;

const lookupOf: Readonly<Record<PickerKind, Lookup>> = {
  programmeCode: 'programmes',
  programmeId: 'programmes',
  year: 'programmes',
  period: 'programmes',
  serviceIds: 'services',
  document: 'documents',
  indicatorCode: 'indicators',
};

const asked = new Map<Lookup, Promise<readonly JsonObject[]>>();

/** The rows of a lookup, asked for once; a failed one is asked again the next time. */
function look(lookup: Lookup): Promise<readonly JsonObject[]> {
  const known = asked.get(lookup);
  if (known) return known;
  const rows = runOperation({ query: lookups[lookup] }).then((answer) => {
    const list = answer.data?.[lookup];
    if (!isObject(list) || !Array.isArray(list.nodes)) throw new Error(`There is no answer to ${lookup}.`);
    return list.nodes.filter(isObject);
  });
  asked.set(lookup, rows);
  rows.catch(() => asked.delete(lookup));
  return rows;
}

function textOf(value: unknown, language: 'vi' | 'en'): string {
  if (!isObject(value)) return '';
  const text = (language === 'en' ? value.en : undefined) ?? value.vi;
  return typeof text === 'string' ? text : '';
}

const isMadeUp = (row: JsonObject) => isObject(row.provenance) && row.provenance.status === 'ILLUSTRATIVE';

function named(rows: readonly JsonObject[], key: string, title: 'name' | 'title'): readonly Suggestion[] {
  return rows.flatMap((row) => {
    const value = row[key];
    if (typeof value !== 'string') return [];
    const code = typeof row.code === 'string' && row.code !== value ? `${row.code} ` : '';
    return [
      {
        value,
        vi: `${code}${textOf(row[title], 'vi')}`,
        en: `${code}${textOf(row[title], 'en')}`,
        illustrative: isMadeUp(row),
      },
    ];
  });
}

/** The years that any programme runs in, the newest first. */
function yearsOf(rows: readonly JsonObject[]): readonly number[] {
  const years = new Set<number>();
  for (const { period } of rows) {
    if (!isObject(period)) continue;
    const first = Number(String(period.startDate ?? period.endDate).slice(0, 4));
    const last = Number(String(period.endDate ?? period.startDate).slice(0, 4));
    for (let year = first; year <= last && year - first < 30; year += 1) years.add(year);
  }
  return [...years].sort((one, other) => other - one);
}

const plain = (value: string, vi = '', en = vi): Suggestion => ({ value, vi, en, illustrative: false });

function periodsOf(years: readonly number[]): readonly Suggestion[] {
  const roman = ['I', 'II', 'III', 'IV'];
  return years.flatMap((year) => [
    plain(String(year), `Năm ${year}`, `Year ${year}`),
    ...roman.map((word, index) =>
      plain(`${year}-Q${index + 1}`, `Quý ${word}/${year}`, `Q${index + 1}/${year}`),
    ),
  ]);
}

function suggestionsOf(kind: PickerKind, rows: readonly JsonObject[]): readonly Suggestion[] {
  switch (kind) {
    case 'year':
      return yearsOf(rows).map((year) => plain(String(year)));
    case 'period':
      return periodsOf(yearsOf(rows));
    case 'programmeId':
    case 'serviceIds':
      return named(rows, 'id', 'name');
    case 'document':
      return named(rows, 'number', 'title');
    default:
      return named(rows, 'code', 'name');
  }
}

/** What can be picked, looked up in the graph once the picker is wanted; empty while it is not known. */
export function useSuggestions(kind: PickerKind, wanted: boolean): readonly Suggestion[] {
  const [suggestions, setSuggestions] = useState<readonly Suggestion[]>([]);
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    look(lookupOf[kind]).then(
      (rows) => current && setSuggestions(suggestionsOf(kind, rows)),
      // Without suggestions the field still takes what is typed.
      () => current && setSuggestions([]),
    );
    return () => {
      current = false;
    };
  }, [kind, wanted]);
  return suggestions;
}
