import { type GraphQLError, type GraphQLSchema, isNonNullType, OperationTypeNode } from 'graphql';
import type { EngineRequest, EngineResponse } from '../engine';
import { requestVariables } from '../execute/requestVariables';
import type { NormalField, NormalOperation, NormalSelection } from '../plan/NormalOperation';
import { type Conditions, conditionVariables, isIncluded } from '../respond/collectFields';
import type { Withheld } from './Withheld';
import { withheldError } from './withheldErrors';

/** How an operation is answered that asks for something its caller may not see: without it, or not at all. */
export type Authorization = 'filter' | 'reject';

/** Nobody reads more. */
const mostErrors = 100;

/**
 * Why the operation is refused whole, before anything is asked of anyone: null where it is not. With `reject` that is
 * everything withheld. In any case a subscription without a root field left, since no event could come; and a mutation whose
 * root must not be null, since nothing of its answer would be left. What `@skip` and `@include` leave out is not asked for.
 */
export function refuse(
  normal: NormalOperation,
  given: EngineRequest['variables'],
  { authorization, schema }: { readonly authorization: Authorization; readonly schema: GraphQLSchema },
): EngineResponse | null {
  if (!normal.withholding) return null;
  const variables = requestVariables(schema, normal, given);
  if ('errors' in variables) return { errors: variables.errors };
  const conditions = conditionsOf(normal, variables.values);
  const found = withheldIn(normal.selections, conditions);
  const isWhole =
    authorization === 'reject'
      ? found.length > 0
      : found.some(({ field, path }) => path.length === 1 && isFatal(normal, field, schema));
  return isWhole ? { errors: found.slice(0, mostErrors).map(errorOf) } : null;
}

/** Whether these are the errors of an operation that was refused whole. */
export function isRefused(errors: readonly GraphQLError[]): boolean {
  return errors.every(({ extensions }) => extensions.code === 'UNAUTHORIZED_FIELD_OR_TYPE');
}

interface Found {
  readonly field: NormalField & { readonly withheld: Withheld };
  readonly path: readonly string[];
}

/** The values of the variables that `@skip` and `@include` look at. */
export function conditionsOf(
  { selections }: NormalOperation,
  values: Readonly<Record<string, unknown>>,
): Conditions {
  return new Map([...conditionVariables(selections)].map((name) => [name, values[name] === true]));
}

function withheldIn(
  selections: readonly NormalSelection[],
  conditions: Conditions,
  path: readonly string[] = [],
): Found[] {
  return selections.flatMap((selection): Found[] => {
    if (!isIncluded(selection, conditions)) return [];
    if (selection.kind === 'fragment') return withheldIn(selection.selections, conditions, path);
    const here = [...path, selection.key];
    const { withheld } = selection;
    if (withheld) return [{ field: { ...selection, withheld }, path: here }];
    return selection.selections ? withheldIn(selection.selections, conditions, here) : [];
  });
}

function isFatal({ kind }: NormalOperation, { name }: NormalField, schema: GraphQLSchema): boolean {
  if (kind === OperationTypeNode.SUBSCRIPTION) return true;
  if (kind !== OperationTypeNode.MUTATION) return false;
  const field = schema.getMutationType()?.getFields()[name];
  return field !== undefined && isNonNullType(field.type);
}

/** Lists on the way are not counted through, as nothing was fetched. */
function errorOf({ field: { withheld }, path }: Found): GraphQLError {
  return withheldError(withheld.message, withheld.coordinate, [path]);
}
