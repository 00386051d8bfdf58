import type { Language, Localized } from '../i18n/Localized';
import type { Labels } from '../questions/Question';
import type { ValueKind } from '../shape/Shape';
import { formatMoney } from './formatMoney';

/** What formatting needs to know of the page. */
export interface Formatting {
  readonly language: Language;
  readonly labels: Labels;
}

type Json = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The text in that language, falling back to Vietnamese, which is the authoritative one. */
export const inLanguage = (
  text: Localized | { vi: string; en?: string | null },
  language: Language,
): string => (language === 'en' ? text.en : undefined) ?? text.vi;

function formatDate(text: string, language: Language): string {
  const [year, month, day] = text.slice(0, 10).split('-');
  if (!day) return text;
  return language === 'vi' ? `${day}/${month}/${year}` : `${year}-${month}-${day}`;
}

function formatTimePeriod(text: string, language: Language): string {
  const quarter = /^(\d{4})-Q([1-4])$/.exec(text);
  if (quarter) {
    const roman = ['I', 'II', 'III', 'IV'][Number(quarter[2]) - 1];
    return language === 'vi' ? `Quý ${roman}/${quarter[1]}` : `Q${quarter[2]}/${quarter[1]}`;
  }
  const month = /^(\d{4})-(\d{2})$/.exec(text);
  if (month) return `${month[2]}/${month[1]}`;
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? formatDate(text, language) : text;
}

function formatDecimal(value: unknown, language: Language): string {
  const [whole = '', fraction] = String(value).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, language === 'vi' ? '.' : ',');
  return fraction ? `${grouped}${language === 'vi' ? ',' : '.'}${fraction}` : grouped;
}

const inHanoi = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Ho_Chi_Minh',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

function formatInstant(text: string, language: Language): string {
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) return text;
  const part = Object.fromEntries(inHanoi.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${formatDate(`${part.year}-${part.month}-${part.day}`, language)} ${part.hour}:${part.minute}`;
}

function formatUnit(value: unknown, language: Language): string {
  if (!isRecord(value)) return String(value);
  return isRecord(value.name) ? inLanguage(value.name as unknown as Localized, language) : String(value.code);
}

function formatMoneyValue(value: unknown, language: Language): string {
  if (!isRecord(value)) return formatMoney(Number(value), language);
  return formatMoney(Number(value.amount), language, String(value.qualifier ?? 'EXACT'));
}

function formatPeriod(value: unknown, language: Language): string {
  if (!isRecord(value)) return String(value);
  const side = (date: unknown) => (typeof date === 'string' ? formatDate(date, language) : '…');
  return `${side(value.startDate)} – ${side(value.endDate)}`;
}

/** The word for an enum value; the value itself where no word is known. */
export function formatEnum(formatting: Formatting, type: string, value: string): string {
  const words = formatting.labels.values[type]?.[value];
  return words ? inLanguage(words, formatting.language) : value;
}

/** A value (never null) as the page shows it in that language. */
export function formatValue(
  formatting: Formatting,
  column: { value: ValueKind; type: string },
  value: unknown,
): string {
  const { language } = formatting;
  if (Array.isArray(value)) return value.map((each) => formatValue(formatting, column, each)).join(', ');
  switch (column.value) {
    case 'money':
      return formatMoneyValue(value, language);
    case 'localized':
      return isRecord(value) ? inLanguage(value as unknown as Localized, language) : String(value);
    case 'unit':
      return formatUnit(value, language);
    case 'period':
      return formatPeriod(value, language);
    case 'enum':
      return formatEnum(formatting, column.type, String(value));
    case 'date':
      return formatDate(String(value), language);
    case 'instant':
      return formatInstant(String(value), language);
    case 'timePeriod':
      return formatTimePeriod(String(value), language);
    case 'decimal':
    case 'integer':
      return formatDecimal(value, language);
    case 'boolean':
      return value ? '✓' : '✗';
    default:
      return String(value);
  }
}
