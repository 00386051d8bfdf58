import { codedError } from '@lien-thong/schema';
import type { GraphQLError } from 'graphql';
import { flagOf } from '../config/readOptions';
import type { LimitName, OperationLimits } from './OperationLimits';

const whatIsCounted: Readonly<Record<LimitName, string>> = {
  tokenLimit: 'tokens',
  depthLimit: 'levels of fields, fragments expanded',
  fieldLimit: 'fields, fragments expanded',
  rootFieldLimit: 'fields at its root',
  aliasLimit: 'aliases, fragments expanded',
  fragmentLimit: 'fragments',
  directiveLimit: 'directives, fragments expanded',
  fieldDirectiveLimit: 'directives at one place',
  pageLimit: 'rows on one page',
  listLimit: 'items in one list',
  variableLimit: 'values in its variables',
  variableDepthLimit: 'levels in its variables',
};

/** What was counted, and where, if that helps to find it. */
export interface Excess {
  readonly limit: LimitName;
  readonly value: number;
  /** As `Query.payments(first:)` or `$input`. */
  readonly place?: string;
  /** The value is a lower bound: counting ended there. */
  readonly atLeast?: boolean;
}

/** OPERATION_TOO_LARGE, with the limit, its name and the value in words and in `extensions`. */
export function tooLarge(limits: OperationLimits, { limit, value, place, atLeast }: Excess): GraphQLError {
  const allowed = limits[limit];
  const where = place === undefined ? '' : ` at ${place}`;
  const counted = `${atLeast ? 'at least ' : ''}${shown(value)} ${whatIsCounted[limit]}${where}`;
  return codedError('OPERATION_TOO_LARGE', {
    message: `The operation is too large: it has ${counted}; at most ${shown(allowed)} are taken. Ask for less at once.`,
    extensions: {
      limit: flagOf(limit).slice(2),
      allowed,
      value: Number.isFinite(value) ? value : String(value),
    },
  });
}

/** OPERATION_TOO_LARGE for a question about the schema that would be answered with too many objects. */
export function tooLargeIntrospection(value: number, allowed: number): GraphQLError {
  return codedError('OPERATION_TOO_LARGE', {
    message: `The answer about the schema is estimated to hold ${shown(value)} objects; at most ${shown(allowed)} are given at once. Ask for less of it.`,
    extensions: { limit: 'introspection', allowed, value },
  });
}

/** The error where one of these counts is above its limit; the first that is. */
export function firstExcess(
  limits: OperationLimits,
  counts: Partial<Record<LimitName, number>>,
): GraphQLError | null {
  for (const [name, value] of Object.entries(counts)) {
    const limit = name as LimitName;
    if (value > limits[limit]) return tooLarge(limits, { limit, value });
  }
  return null;
}

function shown(value: number): string {
  return value.toLocaleString('en-US');
}
