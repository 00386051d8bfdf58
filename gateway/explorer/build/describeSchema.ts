import {
  type GraphQLArgument,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isScalarType,
} from 'graphql';
import type { SchemaField, SchemaType } from '../src/schema/SchemaPages';
import { ownersOfCoordinate } from '../src/shape/ownersOfCoordinate';
import type { Graph } from './readGraph';

const args = (list: readonly GraphQLArgument[]) =>
  list.length === 0 ? {} : { args: list.map((each) => `${each.name}: ${String(each.type)}`) };

const about = (description: string | null | undefined) => (description ? { about: description } : {});

function fieldsOf(graph: Graph, type: GraphQLNamedType): readonly SchemaField[] {
  if (isObjectType(type)) {
    return Object.values(type.getFields()).map((field) => ({
      name: field.name,
      type: String(field.type),
      owners: ownersOfCoordinate(graph.owners, `${type.name}.${field.name}`),
      ...args(field.args),
      ...about(field.description),
      ...(field.deprecationReason ? { deprecated: field.deprecationReason } : {}),
    }));
  }
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map((field) => ({
      name: field.name,
      type: String(field.type),
      owners: [],
      ...about(field.description),
    }));
  }
  if (isEnumType(type)) {
    return type
      .getValues()
      .map((value) => ({ name: value.name, type: '', owners: [], ...about(value.description) }));
  }
  return [];
}

function kindOf(type: GraphQLNamedType): SchemaType['kind'] {
  if (isObjectType(type)) return 'object';
  if (isInputObjectType(type)) return 'input';
  if (isEnumType(type)) return 'enum';
  return isScalarType(type) ? 'scalar' : 'abstract';
}

/** Every type of the API schema with its fields and their owners; introspection and built-in scalars left out. */
export function describeSchema(graph: Graph): readonly SchemaType[] {
  const builtIn = new Set(['String', 'Int', 'Float', 'Boolean', 'ID']);
  return Object.values(graph.schema.getTypeMap())
    .filter((type) => !type.name.startsWith('__') && !builtIn.has(type.name))
    .map((type) => ({
      name: type.name,
      kind: kindOf(type),
      fields: fieldsOf(graph, type),
      ...about(type.description),
    }))
    .sort((one, other) => one.name.localeCompare(other.name));
}
