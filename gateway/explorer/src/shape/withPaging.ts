import {
  type FieldNode,
  type GraphQLObjectType,
  getNamedType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parseType,
  type SelectionNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from 'graphql';
import type { PagedList } from './Shape';
import { fieldNode, withField } from './withProvenance';

const pageInfo: SelectionSetNode = {
  kind: Kind.SELECTION_SET,
  selections: [fieldNode('hasNextPage'), fieldNode('endCursor')],
};

function variableDefinition(name: string): VariableDefinitionNode {
  return {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } },
    type: parseType('String'),
  };
}

function variableOf(node: FieldNode, argument: string): string | undefined {
  const value = node.arguments?.find((each) => each.name.value === argument)?.value;
  return value?.kind === Kind.VARIABLE ? value.name.value : undefined;
}

function withArgument(node: FieldNode, name: string, variable: string): FieldNode {
  const others = (node.arguments ?? []).filter((each) => each.name.value !== name);
  const value = { kind: Kind.VARIABLE as const, name: { kind: Kind.NAME as const, value: variable } };
  return {
    ...node,
    arguments: [...others, { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: name }, value }],
  };
}

/**
 * The operation with a cursor of its own for every list that stands once in the answer (not inside the rows of
 * another), and those lists. So every question can be read to its end, whether its author thought of pages or not.
 */
export function withPaging(
  operation: OperationDefinitionNode,
  rootType: GraphQLObjectType,
): { readonly operation: OperationDefinitionNode; readonly paged: readonly PagedList[] } {
  const paged: PagedList[] = [];
  const declared = new Set((operation.variableDefinitions ?? []).map((node) => node.variable.name.value));
  const taken = new Set<string>();
  const added: VariableDefinitionNode[] = [];

  const cursorFor = (node: FieldNode): string => {
    const own = variableOf(node, 'after');
    if (own && !taken.has(own)) return own;
    let name = `after_${node.alias?.value ?? node.name.value}`;
    while (declared.has(name) || taken.has(name)) name = `${name}_`;
    added.push(variableDefinition(name));
    return name;
  };

  const visitField = (selection: SelectionNode, parent: GraphQLObjectType, path: readonly string[]) => {
    if (selection.kind !== Kind.FIELD || !selection.selectionSet) return selection;
    const definition = parent.getFields()[selection.name.value];
    const type = definition && getNamedType(definition.type);
    if (!definition || !isObjectType(type) || String(definition.type).includes('[')) return selection;
    const here = [...path, selection.alias?.value ?? selection.name.value];
    if (!type.name.endsWith('Connection')) {
      return { ...selection, selectionSet: visitSet(selection.selectionSet, type, here) };
    }
    if (!definition.args.some((argument) => argument.name === 'after')) return selection;
    const cursorVariable = cursorFor(selection);
    taken.add(cursorVariable);
    paged.push({ path: here, cursorVariable, sizeVariable: variableOf(selection, 'first') });
    const set = withField(
      withField(selection.selectionSet, fieldNode('totalCount')),
      fieldNode('pageInfo', pageInfo),
    );
    return withArgument({ ...selection, selectionSet: set }, 'after', cursorVariable);
  };

  const visitSet = (
    set: SelectionSetNode,
    type: GraphQLObjectType,
    path: readonly string[],
  ): SelectionSetNode => ({
    ...set,
    selections: set.selections.map((selection) => visitField(selection, type, path)),
  });

  const selectionSet = visitSet(operation.selectionSet, rootType, []);
  const variableDefinitions = [...(operation.variableDefinitions ?? []), ...added];
  return { operation: { ...operation, selectionSet, variableDefinitions }, paged };
}
