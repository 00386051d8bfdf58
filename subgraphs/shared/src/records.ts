import { z } from 'zod';

/**
 * The record shapes that the rows of every department are made of, as zod schemas: seeds and imports are checked
 * against them, repositories take their types from them. Amounts are whole đồng (JSON integers up to 2^53-1; BSON
 * int64 in the database), dates are `YYYY-MM-DD` strings of Asia/Ho_Chi_Minh, instants are `Date`s.
 */

const calendarDate = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const decimalText = /^-?\d{1,30}(\.\d{1,20})?$/;
const timePeriod = /^\d{4}(-Q[1-4]|-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;

/** True when the text is a day of the calendar, written `YYYY-MM-DD`. */
export function isCalendarDate(text: string): boolean {
  if (!calendarDate.test(text)) return false;
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
}

/** A day, `YYYY-MM-DD`. */
export const dateField = z.string().refine(isCalendarDate, 'a date is written YYYY-MM-DD, as 2019-03-31');
/** An exact decimal as text, as "99.86". */
export const decimalField = z
  .string()
  .regex(decimalText, 'a decimal is written in digits with an optional point, as "99.86"');
/** An SDMX time period: 2019, 2019-Q1, 2019-02, 2019-02-15. */
export const timePeriodField = z
  .string()
  .regex(timePeriod, 'a period is written 2019, 2019-Q1, 2019-02 or 2019-02-15');
/** An instant; seed files write it as RFC 3339 text. */
export const instantField = z.coerce.date();
/** Whole đồng. */
export const dongField = z.int('an amount is a whole number of đồng, at most 2^53-1');

/** How a figure in the source is to be read. */
export const valueQualifier = z.enum(['EXACT', 'AT_LEAST', 'AT_MOST', 'APPROXIMATE', 'PROVISIONAL']);
/** What kind of truth a row is. */
export const factStatus = z.enum([
  'DOCUMENT_FACT',
  'EXTERNAL_FACT',
  'DERIVED',
  'OPERATIONAL',
  'ILLUSTRATIVE',
]);

/** An amount with how it is to be read. */
export const moneyRecord = z.strictObject({ amount: dongField, qualifier: valueQualifier });
/** Vietnamese is authoritative; English where a translation exists. */
export const localizedTextRecord = z.strictObject({ vi: z.string().min(1), en: z.string().min(1).nullish() });
/** Inclusive days; either end may be open. */
export const periodRecord = z.strictObject({ startDate: dateField.nullish(), endDate: dateField.nullish() });
/** Document, clause and words that a row rests on, copied onto the row. */
export const citationRecord = z.strictObject({
  documentId: z.string().min(1),
  label: z.string().min(1),
  clause: z.string().min(1),
  quote: z.string().min(1).nullish(),
  url: z.url().nullish(),
});
/** Where a row comes from. */
export const provenanceRecord = z.strictObject({
  status: factStatus,
  citations: z.array(citationRecord),
  note: localizedTextRecord.nullish(),
  recordedBy: z.string().min(1),
  recordedAt: instantField,
});
/** UN/CEFACT Recommendation 20 where it has a code. */
export const unitOfMeasureRecord = z.strictObject({
  scheme: z.string().min(1),
  code: z.string().min(1),
  name: localizedTextRecord,
});
/** Which seed pack wrote the row; absent on rows that commands wrote. Re-seeding touches marked rows only. */
export const seedMark = z.strictObject({
  pack: z.enum(['facts', 'external', 'illustrative']),
  tier: z.enum(['S', 'M', 'L', 'XL']).nullish(),
});

/**
 * What every stored row has: its id, its provenance, a version that goes up by one with every change (1 as seeded),
 * and the mark of the seed pack that wrote it. Spread into a row's own strict object.
 */
export const rowFields = {
  _id: z.string().min(1),
  version: z.int().min(1),
  provenance: provenanceRecord,
  seed: seedMark.optional(),
};

/** What {@link moneyRecord} describes. */
export type MoneyRecord = z.infer<typeof moneyRecord>;
/** What {@link localizedTextRecord} describes. */
export type LocalizedTextRecord = z.infer<typeof localizedTextRecord>;
/** What {@link periodRecord} describes. */
export type PeriodRecord = z.infer<typeof periodRecord>;
/** What {@link citationRecord} describes. */
export type CitationRecord = z.infer<typeof citationRecord>;
/** What {@link provenanceRecord} describes. */
export type ProvenanceRecord = z.infer<typeof provenanceRecord>;
/** What {@link unitOfMeasureRecord} describes. */
export type UnitOfMeasureRecord = z.infer<typeof unitOfMeasureRecord>;
/** What {@link seedMark} describes. */
export type SeedMark = z.infer<typeof seedMark>;
/** What {@link valueQualifier} describes. */
export type ValueQualifier = z.infer<typeof valueQualifier>;
/** What {@link factStatus} describes. */
export type FactStatus = z.infer<typeof factStatus>;

/** The least a row of any collection has. */
export interface Row {
  _id: string;
  version: number;
  provenance: ProvenanceRecord;
  seed?: SeedMark;
}
