import {
  type DocumentNode,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionSetNode,
  typeFromAST,
  type VariableDefinitionNode,
  valueFromASTUntyped,
} from 'graphql';
import type { FieldOwners } from './FieldOwners';
import type { DepartmentName, Shape, ShapeField, ShapeVariable, ValueKind } from './Shape';

const kindByScalar: Readonly<Record<string, ValueKind>> = {
  ID: 'id',
  Int: 'integer',
  Float: 'decimal',
  Decimal: 'decimal',
  Boolean: 'boolean',
  VND: 'money',
  Date: 'date',
  DateTime: 'instant',
  TimePeriod: 'timePeriod',
  URL: 'url',
};

const kindByValueType: Readonly<Record<string, ValueKind>> = {
  Money: 'money',
  LocalizedText: 'localized',
  Period: 'period',
  UnitOfMeasure: 'unit',
};

/** What `shapeOf` reads: the API schema and who owns its fields. */
export interface SchemaFacts {
  readonly schema: GraphQLSchema;
  readonly owners: FieldOwners;
}

interface Place {
  readonly owner: DepartmentName;
  readonly provided: readonly string[];
}

/** The operation of that name, or the only one. Throws a RangeError where there is none. */
export function operationOf(document: DocumentNode, name?: string): OperationDefinitionNode {
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const found = name ? operations.find((operation) => operation.name?.value === name) : operations[0];
  if (!found) throw new RangeError(`The document has no operation${name ? ` "${name}"` : ''}.`);
  return found;
}

function selectedFields(document: DocumentNode, selections: readonly SelectionSetNode[]): FieldNode[][] {
  const byKey = new Map<string, FieldNode[]>();
  const visit = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        byKey.set(key, [...(byKey.get(key) ?? []), selection]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        visit(selection.selectionSet);
      } else {
        const fragment = document.definitions.find(
          (definition) =>
            definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value,
        );
        if (fragment?.kind === Kind.FRAGMENT_DEFINITION) visit(fragment.selectionSet);
      }
    }
  };
  for (const set of selections) visit(set);
  return [...byKey.values()];
}

function ownerOf(facts: SchemaFacts, coordinate: string, place: Place): DepartmentName {
  const field = coordinate.slice(coordinate.indexOf('.') + 1);
  const owners = facts.owners.owners[coordinate] ?? [];
  if (place.provided.includes(field) || owners.includes(place.owner)) return place.owner;
  return owners[0] ?? place.owner;
}

function valueKind(type: GraphQLOutputType): ValueKind | undefined {
  const named = getNamedType(type);
  if (isEnumType(named)) return 'enum';
  if (isLeafType(named)) return kindByScalar[named.name] ?? 'text';
  return kindByValueType[named.name];
}

function shapeOfField(
  facts: SchemaFacts & { document: DocumentNode },
  parent: GraphQLObjectType,
  [nodes, place]: readonly [readonly FieldNode[], Place],
): ShapeField | undefined {
  const node = nodes[0];
  const definition = node && parent.getFields()[node.name.value];
  if (!node || !definition) return undefined;
  const coordinate = `${parent.name}.${node.name.value}`;
  const owner = ownerOf(facts, coordinate, place);
  const named = getNamedType(definition.type);
  const value = valueKind(definition.type);
  const below = { owner, provided: facts.owners.provides[coordinate] ?? [] };
  const sets = nodes.flatMap((each) => each.selectionSet ?? []);
  const fields = isObjectType(named) && sets.length > 0 ? fieldsOf(facts, named, [sets, below]) : undefined;
  return {
    key: node.alias?.value ?? node.name.value,
    field: node.name.value,
    type: named.name,
    list: isListType(getNullableType(definition.type)),
    owner,
    ...(value ? { value } : {}),
    ...(fields ? { fields } : {}),
    ...(definition.description ? { about: definition.description } : {}),
  };
}

function fieldsOf(
  facts: SchemaFacts & { document: DocumentNode },
  parent: GraphQLObjectType,
  [sets, place]: readonly [readonly SelectionSetNode[], Place],
): readonly ShapeField[] {
  return selectedFields(facts.document, sets)
    .map((nodes) => shapeOfField(facts, parent, [nodes, place]))
    .filter((field) => field !== undefined);
}

function shapeOfVariable(schema: GraphQLSchema, node: VariableDefinitionNode): ShapeVariable {
  const printed = print(node.type);
  const type = typeFromAST(schema, node.type as Parameters<typeof typeFromAST>[1]);
  const named = type && getNamedType(type);
  const nullable = type && (isNonNullType(type) ? type.ofType : type);
  return {
    name: node.variable.name.value,
    type: printed,
    namedType: named?.name ?? printed,
    list: isListType(nullable),
    required: isNonNullType(type) && node.defaultValue === undefined,
    ...(node.defaultValue ? { defaultValue: valueFromASTUntyped(node.defaultValue) } : {}),
    ...(isEnumType(named) ? { values: named.getValues().map((value) => value.name) } : {}),
    ...(isInputObjectType(named)
      ? {
          inputFields: Object.fromEntries(
            Object.values(named.getFields()).map((field) => [field.name, String(field.type)]),
          ),
        }
      : {}),
  };
}

/** Describes an operation that is valid against the schema: its variables and the tree of what it selects. */
export function shapeOf(facts: SchemaFacts, document: DocumentNode, operationName?: string): Shape {
  const operation = operationOf(document, operationName);
  const root = facts.schema.getRootType(operation.operation);
  if (!root) throw new RangeError(`The schema has no ${operation.operation}.`);
  return {
    operationName: operation.name?.value ?? 'Query',
    operation: operation.operation,
    variables: (operation.variableDefinitions ?? []).map((node) => shapeOfVariable(facts.schema, node)),
    fields: fieldsOf({ ...facts, document }, root, [[operation.selectionSet], { owner: '', provided: [] }]),
    paged: [],
  };
}
