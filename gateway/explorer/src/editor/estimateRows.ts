import {
  type DocumentNode,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';
import type { JsonObject } from '../answer/Answer';
import { operationOf } from '../shape/shapeOf';

/** Rows taken for a list whose size the operation does not bound: the schema keeps those small. */
const unboundedList = 10;

interface Walk {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly variables: JsonObject;
  /** Fragments on the way, so that a cycle ends. */
  readonly within: readonly string[];
}

function pageSizeOf(node: FieldNode, parent: GraphQLObjectType, walk: Walk): number | undefined {
  const definition = parent.getFields()[node.name.value];
  const size = definition?.args.find((argument) => argument.name === 'first');
  if (!size) return undefined;
  const given = node.arguments?.find((argument) => argument.name.value === 'first')?.value;
  const value = given ? valueFromASTUntyped(given, { ...walk.variables }) : size.defaultValue;
  return typeof value === 'number' ? value : unboundedList;
}

function objectsBelow(set: SelectionSetNode, parent: GraphQLObjectType, walk: Walk): number {
  let count = 0;
  for (const selection of set.selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT) count += objectsBelow(selection.selectionSet, parent, walk);
    else if (selection.kind === Kind.FRAGMENT_SPREAD)
      count += objectsInFragment(selection.name.value, parent, walk);
    else count += objectsOfField(selection, parent, walk);
  }
  return count;
}

function objectsInFragment(name: string, parent: GraphQLObjectType, walk: Walk): number {
  if (walk.within.includes(name)) return 0;
  const fragment = walk.document.definitions.find(
    (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name,
  );
  if (fragment?.kind !== Kind.FRAGMENT_DEFINITION) return 0;
  return objectsBelow(fragment.selectionSet, parent, { ...walk, within: [...walk.within, name] });
}

function objectsOfField(node: FieldNode, parent: GraphQLObjectType, walk: Walk): number {
  const definition = parent.getFields()[node.name.value];
  const type = definition && getNamedType(definition.type);
  if (!definition || !isObjectType(type) || !node.selectionSet) return 0;
  const page = pageSizeOf(node, parent, walk);
  const below = objectsBelow(node.selectionSet, type, walk);
  if (page !== undefined) return 1 + page * Math.max(1, below);
  // The rows of a connection are counted by the connection's page size.
  if (node.name.value === 'nodes' || node.name.value === 'edges') return 1 + below;
  return String(definition.type).includes('[') ? unboundedList * (1 + below) : 1 + below;
}

/**
 * How many objects the operation can bring at most, by its page sizes: known before it runs, without asking anyone.
 * Throws where the document has no operation.
 */
export function estimateObjects(
  schema: GraphQLSchema,
  document: DocumentNode,
  request: { readonly operationName?: string; readonly variables: JsonObject },
): number {
  const operation = operationOf(document, request.operationName);
  const root = schema.getRootType(operation.operation);
  const defaults = Object.fromEntries(
    (operation.variableDefinitions ?? []).map((node) => [
      node.variable.name.value,
      node.defaultValue && valueFromASTUntyped(node.defaultValue),
    ]),
  );
  const variables = { ...defaults, ...request.variables };
  return root ? objectsBelow(operation.selectionSet, root, { schema, document, variables, within: [] }) : 0;
}
