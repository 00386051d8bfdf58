import type { FormattedExecutionResult, GraphQLError, GraphQLFormattedError } from 'graphql';
import { addCost } from '../demand/RequestCost';
import { translateErrors } from '../departments/translateErrors';
import type { EngineResponse, IncrementalPayload } from '../engine';
import { noteErrors } from '../observe/RequestNotes';
import type { RequestContext } from '../requestContext';

/** The last look at an error before it leaves. */
export type FormatError = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

/** What the parts of one answer have in common. */
export interface AnswerScope {
  readonly context: RequestContext;
  readonly formatError: FormatError;
}

/** Errors of one part as a client may see them. */
export function formatErrors(
  errors: readonly GraphQLError[],
  { context, formatError }: AnswerScope,
): GraphQLFormattedError[] {
  const formatted = translateErrors(errors, context).map((error) => formatError(error.toJSON(), error));
  noteErrors(context.notes, formatted, true);
  return formatted;
}

/** One whole answer, or one event of a subscription, as a client may see it. */
export function formatAnswer(
  { data, errors, extensions }: EngineResponse,
  scope: AnswerScope,
): FormattedExecutionResult {
  noteCost(data, scope);
  return {
    ...(errors && { errors: formatErrors(errors, scope) }),
    // `data` is text that turns itself into JSON.
    ...(data !== undefined && { data: data as unknown as FormattedExecutionResult['data'] }),
    ...(extensions && { extensions }),
  };
}

function noteCost(data: EngineResponse['data'], { context }: AnswerScope): void {
  if (data?.cost !== undefined) addCost(context.cost, 'actual', data.cost);
}

/** What follows the first part of a deferred answer, as a client may see it. */
export async function* formatPayloads(payloads: AsyncIterable<IncrementalPayload>, scope: AnswerScope) {
  for await (const { incremental, extensions, hasNext } of payloads) {
    for (const { data } of incremental ?? []) noteCost(data, scope);
    yield {
      ...(incremental && {
        incremental: incremental.map(({ data, path, label, errors }) => ({
          ...(errors && { errors: formatErrors(errors, scope) }),
          data: data as unknown as Record<string, unknown>,
          path,
          ...(label !== undefined && { label }),
        })),
      }),
      ...(extensions && { extensions }),
      hasNext,
    };
  }
}
