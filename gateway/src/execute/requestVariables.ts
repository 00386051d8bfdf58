import { codedError } from '@lien-thong/schema';
import { GraphQLError, type GraphQLSchema, getVariableValues } from 'graphql';
import type { LiftedValue, NormalOperation } from '../plan/NormalOperation';

/** The variables of one request, checked against the schema. */
export interface RequestVariables {
  readonly values: Readonly<Record<string, unknown>>;
  /** JSON text of each variable that has a value, the lifted ones included. */
  readonly texts: ReadonlyMap<string, string>;
}

const none: Readonly<Record<string, unknown>> = {};

/** Coerces what the client sent. Throws BAD_USER_INPUT errors, each naming the variable and the value. */
export function requestVariables(
  schema: GraphQLSchema,
  operation: NormalOperation,
  given: Readonly<Record<string, unknown>> | undefined,
): RequestVariables | { readonly errors: readonly GraphQLError[] } {
  const values = operation.variables.length === 0 ? none : coerce(schema, operation, given);
  if (Array.isArray(values)) return { errors: values };
  const texts = new Map(liftedTexts(operation.lifted));
  for (const [name, value] of Object.entries(values)) texts.set(name, JSON.stringify(value) ?? 'null');
  return { values: values as Readonly<Record<string, unknown>>, texts };
}

function coerce(
  schema: GraphQLSchema,
  operation: NormalOperation,
  given: Readonly<Record<string, unknown>> | undefined,
): Readonly<Record<string, unknown>> | GraphQLError[] {
  const { coerced, errors } = getVariableValues(schema, operation.variables, given ?? none, {
    maxErrors: 20,
  });
  if (coerced) return coerced;
  return errors.map(({ message, nodes }) => {
    const { extensions } = codedError('BAD_USER_INPUT');
    return new GraphQLError(message, { nodes, extensions });
  });
}

const textsByLifted = new WeakMap<readonly LiftedValue[], ReadonlyMap<string, string>>();

function liftedTexts(lifted: readonly LiftedValue[]): ReadonlyMap<string, string> {
  let texts = textsByLifted.get(lifted);
  if (!texts) {
    texts = new Map(lifted.map(({ name, value }) => [name, JSON.stringify(value)]));
    textsByLifted.set(lifted, texts);
  }
  return texts;
}
