import { codedError } from '@lien-thong/schema';
import {
  type DocumentNode,
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
} from 'graphql';
import type { RequestContext } from '../context';
import { describeRule, type FieldRule, type PolicyEvaluator, ruleHolds } from './FieldRule';
import { holdsRolePolicy } from './holdsRolePolicy';
import { readFieldRules } from './readFieldRules';

/**
 * Lets a department enforce the rules of its own schema, whoever asks it: a field is resolved only where the caller
 * satisfies its rules, those of its type and those of the type that it answers; otherwise it is an
 * UNAUTHORIZED_FIELD_OR_TYPE error. Changes the schema; one without rules stays as it is.
 */
export function enforceFieldRules(
  schema: GraphQLSchema,
  typeDefs: DocumentNode,
  holdsPolicy: PolicyEvaluator = holdsRolePolicy,
): GraphQLSchema {
  const rules = readFieldRules(typeDefs);
  if (!rules) return schema;
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`;
      const needed = [
        ...(rules.types.get(type.name) ?? []),
        ...(rules.fields.get(coordinate) ?? []),
        ...(rules.types.get(getNamedType(field.type).name) ?? []),
      ];
      if (needed.length === 0) continue;
      const { resolve = defaultFieldResolver } = field;
      const resolveOpen: GraphQLFieldResolver<unknown, RequestContext> = (...given) => {
        const [, , { caller }] = given;
        const refused = needed.find((rule) => !ruleHolds(rule, caller, holdsPolicy));
        if (refused) throw unauthorized(coordinate, refused);
        return resolve(...given);
      };
      field.resolve = resolveOpen;
    }
  }
  return schema;
}

/** The error for a field that the caller may not see, with what it needs. */
export function unauthorized(coordinate: string, rule: FieldRule): Error {
  return codedError('UNAUTHORIZED_FIELD_OR_TYPE', {
    message: `"${coordinate}" needs ${describeRule(rule)}.`,
    extensions: { coordinate },
  });
}
