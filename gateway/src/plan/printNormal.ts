import { print, type VariableDefinitionNode } from 'graphql';
import type { LiftedValue, NormalOperation, NormalSelection } from './NormalOperation';

/** Writes selections as GraphQL, as short as can be. A set that static conditions emptied asks for `__typename`, because none may be empty. */
export function printSelections(selections: readonly NormalSelection[]): string {
  const texts = new Set(selections.map(printSelection));
  return texts.size === 0 ? '{__typename}' : `{${[...texts].join(' ')}}`;
}

function printSelection(selection: NormalSelection): string {
  const directives = selection.directives.map((directive) => ` ${print(directive)}`).join('');
  if (selection.kind === 'fragment') {
    const on = selection.on === undefined ? '' : ` on ${selection.on}`;
    return `...${on}${directives}${printSelections(selection.selections)}`;
  }
  // The answer's writer knows the type by itself, whatever the client calls it.
  if (selection.name === '__typename' && selection.directives.length === 0) return '__typename';
  const alias = selection.key === selection.name ? '' : `${selection.key}:`;
  const list = selection.arguments.map((argument) => print(argument)).join(',');
  const nested = selection.selections ? printSelections(selection.selections) : '';
  return `${alias}${selection.name}${list ? `(${list})` : ''}${directives}${nested}`;
}

/** What `printOperation` needs of an operation. */
export interface PrintableOperation {
  readonly kind: NormalOperation['kind'];
  readonly selections: readonly NormalSelection[];
  readonly variables: readonly VariableDefinitionNode[];
  readonly lifted: readonly LiftedValue[];
}

/** Writes a whole operation, without a name, with the definitions of those variables that it uses. */
export function printOperation(operation: PrintableOperation): string {
  const body = printSelections(operation.selections);
  const used = new Set(body.match(/\$[_A-Za-z][_0-9A-Za-z]*/g));
  const definitions = [
    ...operation.variables.filter(({ variable }) => used.has(`$${variable.name.value}`)).map((node) => print(node)),
    ...operation.lifted.filter(({ name }) => used.has(`$${name}`)).map(({ name, type }) => `$${name}:${type}`),
  ];
  return `${operation.kind}${definitions.length ? `(${definitions.join(',')})` : ''}${body}`;
}
