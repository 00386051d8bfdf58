import { codedError } from '@lien-thong/schema';
import { GraphQLError } from 'graphql';
import type { AnswerProblem } from '../respond/findProblems';

type Path = AnswerProblem['path'];

/**
 * UNAUTHORIZED_FIELD_OR_TYPE for what was withheld: one error for each place of the operation, its rows counted as one, with
 * the path of the first and those of the others in `extensions.paths`.
 */
export function withheldErrors(problems: readonly AnswerProblem[]): GraphQLError[] {
  const groups = new Map<string, AnswerProblem[]>();
  for (const problem of problems) {
    if (!problem.withheld) continue;
    const key = JSON.stringify([problem.withheld.coordinate, placeOf(problem.path)]);
    const group = groups.get(key);
    if (group) group.push(problem);
    else groups.set(key, [problem]);
  }
  return [...groups.values()].map(groupError);
}

/** The error for one place that is withheld. */
export function withheldError(message: string, coordinate: string, [path, ...paths]: Path[]): GraphQLError {
  const extensions = { coordinate, ...(paths.length > 0 && { paths }) };
  const error = codedError('UNAUTHORIZED_FIELD_OR_TYPE', { message, extensions });
  return new GraphQLError(error.message, { path, extensions: error.extensions });
}

function groupError(group: readonly AnswerProblem[]): GraphQLError {
  const { message, withheld } = group[0] as AnswerProblem;
  return withheldError(
    message,
    withheld?.coordinate ?? '',
    group.map(({ path }) => path),
  );
}

function placeOf(path: Path): Path {
  return path.filter((key) => typeof key === 'string');
}
