import { codedError } from '@lien-thong/schema';
import { GraphQLError } from 'graphql';
import { withheldErrors } from '../authorize/withheldErrors';
import type { AnswerProblem } from '../respond/findProblems';
import type { FailedPlace } from './OperationRun';

/**
 * Errors for what had to become null in the answer, less those that other errors explain already: the specification wants one error for a
 * field, and a department that failed has been named.
 */
export function problemErrors(
  problems: readonly AnswerProblem[],
  known: { readonly errors: readonly GraphQLError[]; readonly failedPlaces: readonly FailedPlace[] },
): GraphQLError[] {
  const misfits = problems
    .filter(({ withheld }) => !withheld)
    .filter((problem) => !problem.missing || !explained(problem, known))
    .map(({ path, message }) => {
      const { extensions } = codedError('DOWNSTREAM_SERVICE_ERROR');
      return new GraphQLError(message, { path, extensions });
    });
  return [...misfits, ...withheldErrors(problems)];
}

function explained(
  { path }: AnswerProblem,
  {
    errors,
    failedPlaces,
  }: { readonly errors: readonly GraphQLError[]; readonly failedPlaces: readonly FailedPlace[] },
): boolean {
  if (errors.some((error) => error.path && overlap(error.path, path))) return true;
  const fields = path.filter((key) => typeof key === 'string');
  return failedPlaces.some((place) => overlap(place.fields, fields));
}

/** Whether one path leads to or through the other. */
function overlap(one: readonly (string | number)[], other: readonly (string | number)[]): boolean {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index++) if (one[index] !== other[index]) return false;
  return true;
}
