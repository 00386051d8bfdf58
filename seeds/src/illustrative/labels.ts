import type { Text } from './model';
import { drawBelow } from './random';

/** The newest day that the illustrative pack knows: nothing was paid, accepted or signed after it. */
export const AS_OF = '2020-06-30';

/** Provenance of every illustrative row, in the shape of the records. */
export const illustrativeProvenance = {
  status: 'ILLUSTRATIVE' as const,
  citations: [],
  note: {
    vi: 'Dữ liệu minh hoạ do máy sinh ra, không phải số liệu thật. Không trích dẫn.',
    en: 'Made-up sample data from a generator, not real figures. Never quote it.',
  },
  recordedBy: 'seed:illustrative',
  recordedAt: new Date(`${AS_OF}T17:00:00+07:00`),
};

/** A number padded with zeros to four digits or more. */
export function padded(value: number, width = 4): string {
  return String(value).padStart(width, '0');
}

/** A title that says in both languages that it is made up. */
export function illustrativeText(vi: string, en: string | null): Text {
  return { vi: `[MINH HOẠ] ${vi}`, en: en === null ? null : `[ILLUSTRATIVE] ${en}` };
}

/** Ids by index. Every illustrative id begins with x-, so that none can be taken for a real one. */
export const ids = {
  programme: (index: number) => `x-prg-${padded(index + 1)}`,
  project: (programmeIndex: number, place: number) => `x-prj-${padded(programmeIndex + 1)}-${place + 1}`,
  service: (index: number) => `x-srv-${padded(index + 1)}`,
  provider: (index: number) => `x-prv-${padded(index + 1)}`,
  unitPrice: (index: number) => `x-up-${padded(index + 1)}`,
  budgetLine: (index: number) => `x-line-${padded(index + 1)}`,
  document: (index: number) => `x-doc-${index + 1}`,
  indicator: (index: number) => `x-ind-${padded(index + 1)}`,
  task: (index: number) => `x-task-${padded(index + 1)}`,
  district: (index: number) => `x-quan-${padded(index + 1, 2)}`,
  commune: (index: number) => `x-xa-${padded(index + 1, 3)}`,
};

/** Id of a row of a contract: the first has no suffix, the others -2, -3. */
export function contractRowId(prefix: string, contract: ContractKey, place: number): string {
  const base = `x-${prefix}-${contract.fiscalYear}-${padded(contract.index + 1)}`;
  return place === 0 ? base : `${base}-${place + 1}`;
}

/** What the ids of a contract's rows are made of. */
export interface ContractKey {
  readonly index: number;
  readonly fiscalYear: number;
}

const checkWeights = [31, 29, 23, 19, 17, 13, 7, 5, 3];

/** The check digit that a Vietnamese tax code of those nine digits would have; null where none exists. */
export function taxCheckDigit(nineDigits: string): number | null {
  const sum = checkWeights.reduce((total, weight, at) => total + weight * Number(nineDigits[at]), 0);
  const digit = 10 - (sum % 11);
  return digit === 10 ? null : digit;
}

/** Ten digits with a wrong check digit, so that the code can be no real firm's. */
export function illustrativeTaxCode(index: number): string {
  const nine = padded((index + 1) * 7 + drawBelow(7, { kind: 'provider', index, field: 'tax' }), 9);
  const wrong =
    ((taxCheckDigit(nine) ?? 0) + 1 + drawBelow(9, { kind: 'provider', index, field: 'check' })) % 10;
  return `${nine}${wrong}`;
}
