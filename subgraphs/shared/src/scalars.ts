import { codedError, type ErrorCode } from '@lien-thong/schema';
import { GraphQLScalarType, Kind, print, type ValueNode } from 'graphql';
import { isCalendarDate } from './records';
import { daysOfPeriod } from './timePeriod';

const decimalShape = /^[+-]?\d{1,30}(\.\d{1,20})?$/;
const instantShape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

function refuse(code: ErrorCode, what: string, value: unknown): never {
  const shown = typeof value === 'string' ? `"${value}"` : String(value);
  throw codedError(code, { message: `${what} Got ${shown.slice(0, 60)}.` });
}

interface TextScalarOptions {
  readonly name: string;
  readonly description: string;
  readonly code: ErrorCode;
  /** What would be right, said in the error. */
  readonly expected: string;
  readonly accepts: (text: string) => boolean;
  readonly parse?: (text: string) => unknown;
  readonly serialize?: (value: unknown) => string;
}

function textScalar(options: TextScalarOptions): GraphQLScalarType {
  const { name, description, code, expected, accepts } = options;
  const parse = (value: unknown): unknown => {
    if (typeof value !== 'string' || !accepts(value)) refuse(code, expected, value);
    return options.parse ? options.parse(value) : value;
  };
  return new GraphQLScalarType({
    name,
    description,
    parseValue: parse,
    parseLiteral: (node: ValueNode) =>
      node.kind === Kind.STRING ? parse(node.value) : refuse(code, expected, print(node)),
    serialize: options.serialize ?? String,
  });
}

const amountExpected = 'An amount is a whole number of đồng between -9007199254740991 and 9007199254740991.';

function parseAmount(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    refuse('INVALID_AMOUNT', amountExpected, value);
  return value;
}

/** Whole đồng as a JSON integer, |x| <= 2^53-1; anything else is refused with INVALID_AMOUNT. */
export const VND = new GraphQLScalarType({
  name: 'VND',
  description: 'Whole đồng as a JSON integer, |x| <= 2^53-1.',
  parseValue: parseAmount,
  parseLiteral(node) {
    if (node.kind !== Kind.INT) refuse('INVALID_AMOUNT', amountExpected, print(node));
    const exact = BigInt(node.value);
    const amount = Number(exact);
    return Number.isSafeInteger(amount) ? amount : refuse('INVALID_AMOUNT', amountExpected, node.value);
  },
  serialize: parseAmount,
});

/** Calendar day `YYYY-MM-DD`; refused with INVALID_DATE. */
export const DateScalar = textScalar({
  name: 'Date',
  description: 'Calendar date, ISO 8601 YYYY-MM-DD, in Asia/Ho_Chi_Minh.',
  code: 'INVALID_DATE',
  expected: 'A date is written YYYY-MM-DD and exists in the calendar, as 2019-03-31.',
  accepts: isCalendarDate,
});

/** Instant, RFC 3339 with offset; a `Date` inside, refused with INVALID_DATE. */
export const DateTimeScalar = textScalar({
  name: 'DateTime',
  description: 'Instant, RFC 3339 with offset.',
  code: 'INVALID_DATE',
  expected: 'An instant is written as in RFC 3339 with its offset, as 2019-02-15T14:00:00+07:00.',
  accepts: (text) => instantShape.test(text) && !Number.isNaN(Date.parse(text)),
  parse: (text) => new Date(text),
  serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
});

/** Exact decimal as a string; refused with INVALID_DECIMAL. */
export const DecimalScalar = textScalar({
  name: 'Decimal',
  description: 'Exact decimal as a string, as "99.86". Never money.',
  code: 'INVALID_DECIMAL',
  expected: 'A decimal is a string of digits with an optional point, as "99.86".',
  accepts: (text) => decimalShape.test(text),
  // Stored and computed with as it is written, save for a plus that says nothing.
  parse: (text) => text.replace(/^\+/, ''),
});

/** SDMX time period; refused with INVALID_PERIOD. */
export const TimePeriodScalar = textScalar({
  name: 'TimePeriod',
  description: 'SDMX time period: 2019, 2019-Q1, 2019-02, 2019-02-15.',
  code: 'INVALID_PERIOD',
  expected: 'A period is written 2019, 2019-Q1, 2019-02 or 2019-02-15.',
  accepts: (text) => daysOfPeriod(text) !== null,
});

/** An absolute web address (http or https); refused with BAD_USER_INPUT. */
export const URLScalar = textScalar({
  name: 'URL',
  description: 'An absolute web address.',
  code: 'BAD_USER_INPUT',
  expected: 'An address is absolute and starts with https:// or http://.',
  accepts: (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
});

/** The resolvers of every scalar in `common.graphql`. */
export const scalarResolvers = {
  VND,
  Date: DateScalar,
  DateTime: DateTimeScalar,
  Decimal: DecimalScalar,
  TimePeriod: TimePeriodScalar,
  URL: URLScalar,
};
