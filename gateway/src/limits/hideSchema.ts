import type { GraphQLResponse } from '@apollo/server';
import { codedError } from '@lien-thong/schema';
import type { GraphQLFormattedError } from 'graphql';

/**
 * Puts one error without names in the place of what validation said: which field is not there, or what a type wants,
 * tells the schema word by word to whoever may not ask for it.
 */
export function hideSchema({ body }: GraphQLResponse): void {
  if (body.kind !== 'single' || !body.singleResult.errors) return;
  body.singleResult.errors = withoutSchema(body.singleResult.errors);
}

/** These errors, with one without names in the place of what validation said. */
export function withoutSchema(errors: readonly GraphQLFormattedError[]): readonly GraphQLFormattedError[] {
  if (!errors.some(tellsSchema)) return errors;
  return [...errors.filter((error) => !tellsSchema(error)), generalError()];
}

function tellsSchema({ extensions }: GraphQLFormattedError): boolean {
  return extensions?.code === 'GRAPHQL_VALIDATION_FAILED';
}

function generalError(): GraphQLFormattedError {
  const { message, extensions } = codedError('GRAPHQL_VALIDATION_FAILED', {
    message:
      'The operation does not fit the schema. Names and types are told only to who may ask for the schema.',
  });
  return { message, extensions };
}
