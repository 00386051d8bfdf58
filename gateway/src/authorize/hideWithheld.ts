import {
  buildASTSchema,
  type DefinitionNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  printSchema,
  type TypeDefinitionNode,
  type TypeNode,
  type UnionTypeDefinitionNode,
  visit,
} from 'graphql';
import type { Access } from './Access';
import type { AccessTable, Demands } from './AccessTable';

type Composite =
  | ObjectTypeDefinitionNode
  | UnionTypeDefinitionNode
  | (Omit<ObjectTypeDefinitionNode, 'kind'> & { kind: Kind.INTERFACE_TYPE_DEFINITION });

/**
 * The schema as a caller may see it: without the fields and types that are withheld, and without what only they lead to. It
 * is for introspection alone; documents are validated against the whole schema, so that the answer can say what is missing.
 */
export function hideWithheld(schema: GraphQLSchema, table: AccessTable, access: Access): GraphQLSchema {
  const lacks = (demands: Demands): boolean => [...demands].some((rule) => access.lacks(rule));
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const types = new Map<string, TypeDefinitionNode>();
  const others: DefinitionNode[] = [];
  for (const definition of parse(printSchema(schema), { noLocation: true }).definitions) {
    if (!isTypeDefinition(definition)) others.push(definition);
    else if (!isComposite(definition) || !lacks(table.ofType(definition.name.value)))
      types.set(definition.name.value, withoutFields(definition, table, lacks));
  }
  while (dropEmpty(types)) {
    // What was dropped may have left others empty.
  }
  const query = schema.getQueryType()?.name ?? 'Query';
  const reached = reachable(types, [
    ...roots.flatMap((root) => (root ? [root.name] : [])),
    ...others.flatMap(namesIn),
  ]);
  reached.add(query);
  const kept = [...types.values()].filter(({ name }) => reached.has(name.value)).map(linkedTo(types));
  const definitions = others.map((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION
      ? {
          ...definition,
          operationTypes: definition.operationTypes.filter(({ type }) => types.has(type.name.value)),
        }
      : definition,
  );
  const document = { kind: Kind.DOCUMENT, definitions: [...definitions, ...kept] } as const;
  return buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
}

function withoutFields(
  definition: TypeDefinitionNode,
  table: AccessTable,
  lacks: (demands: Demands) => boolean,
): TypeDefinitionNode {
  if (!('fields' in definition) || !isComposite(definition)) return definition;
  const isOpen = (field: FieldDefinitionNode): boolean =>
    !lacks(table.ofField(definition.name.value, field.name.value));
  return { ...definition, fields: definition.fields?.filter(isOpen) } as TypeDefinitionNode;
}

/** Drops composite types that have nothing left, and fields and members that lead to what was dropped. */
function dropEmpty(types: Map<string, TypeDefinitionNode>): boolean {
  let isChanged = false;
  for (const [name, definition] of types) {
    if (!isComposite(definition)) continue;
    const isUnion = definition.kind === Kind.UNION_TYPE_DEFINITION;
    const all: readonly (FieldDefinitionNode | { readonly name: { readonly value: string } })[] =
      (isUnion ? definition.types : definition.fields) ?? [];
    const left = all.filter(
      (each) => types.has(isLinked(each) ? nameOf(each.type) : each.name.value) || isBuiltIn(each),
    );
    if (left.length === all.length && left.length > 0) continue;
    isChanged = true;
    if (left.length === 0) types.delete(name);
    else types.set(name, { ...definition, [isUnion ? 'types' : 'fields']: left } as TypeDefinitionNode);
  }
  return isChanged;
}

function isLinked(node: object): node is FieldDefinitionNode {
  return 'type' in node;
}

/** A field of a type that no document defines, as `Int`. */
function isBuiltIn(node: object): boolean {
  return isLinked(node) && builtIn.has(nameOf(node.type));
}

const builtIn = new Set(['Int', 'Float', 'String', 'Boolean', 'ID']);

/** A definition without links to interfaces that are gone. */
function linkedTo(types: ReadonlyMap<string, TypeDefinitionNode>) {
  return (definition: TypeDefinitionNode): TypeDefinitionNode =>
    'interfaces' in definition
      ? { ...definition, interfaces: definition.interfaces?.filter(({ name }) => types.has(name.value)) }
      : definition;
}

function reachable(types: ReadonlyMap<string, TypeDefinitionNode>, from: readonly string[]): Set<string> {
  const implementations = new Map<string, string[]>();
  for (const [name, definition] of types) {
    for (const above of 'interfaces' in definition ? (definition.interfaces ?? []) : []) {
      const known = implementations.get(above.name.value) ?? [];
      implementations.set(above.name.value, [...known, name]);
    }
  }
  const reached = new Set<string>();
  const open = [...from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const definition = types.get(name);
    if (!definition || reached.has(name)) continue;
    reached.add(name);
    open.push(...namesIn(definition), ...(implementations.get(name) ?? []));
  }
  return reached;
}

/** Names of all types that a definition speaks of. */
function namesIn(definition: DefinitionNode): string[] {
  const names: string[] = [];
  visit(definition, { NamedType: ({ name }) => void names.push(name.value) });
  return names;
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}

function isTypeDefinition(definition: DefinitionNode): definition is TypeDefinitionNode {
  return definition.kind.endsWith('TypeDefinition');
}

function isComposite(definition: TypeDefinitionNode): definition is Composite & TypeDefinitionNode {
  return (
    definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
    definition.kind === Kind.INTERFACE_TYPE_DEFINITION ||
    definition.kind === Kind.UNION_TYPE_DEFINITION
  );
}
