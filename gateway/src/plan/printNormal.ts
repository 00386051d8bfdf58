import { print, type VariableDefinitionNode } from 'graphql';
import type {
  LiftedValue,
  NormalField,
  NormalFragment,
  NormalOperation,
  NormalSelection,
} from './NormalOperation';

/** Writes selections for a planner. A set that static conditions emptied asks for `__typename`, because none may be empty. */
function printSelections(selections: readonly NormalSelection[]): string {
  const texts = new Set(selections.map(printSelection));
  return texts.size === 0 ? '{__typename}' : `{${[...texts].join(' ')}}`;
}

function printSelection(selection: NormalSelection): string {
  if (selection.kind === 'fragment')
    return printFragmentHead(selection) + printSelections(selection.selections);
  // The answer's writer knows the type by itself, whatever the client calls it.
  if (selection.name === '__typename' && selection.directives.length === 0) return '__typename';
  return (
    printFieldHead(selection, selection.dataKey) +
    (selection.selections ? printObjectSelections(selection.selections) : '')
  );
}

/** Whether there is an object is to be known also where the variables of a request leave nothing of it to be asked for. */
function printObjectSelections(selections: readonly NormalSelection[]): string {
  const text = printSelections(selections);
  return selections.length > 0 && selections.every(mayBeLeftOut) ? `{__typename ${text.slice(1)}` : text;
}

function mayBeLeftOut(selection: NormalSelection): boolean {
  if (selection.directives.length > 0) return true;
  return selection.kind === 'fragment' && selection.selections.every(mayBeLeftOut);
}

function printFragmentHead({ on, directives }: NormalFragment): string {
  return `...${on === undefined ? '' : ` on ${on}`}${printDirectives(directives)}`;
}

function printFieldHead(field: NormalField, key: string): string {
  const list = field.arguments.map((argument) => print(argument)).join(',');
  return `${key === field.name ? '' : `${key}:`}${field.name}${list ? `(${list})` : ''}${printDirectives(field.directives)}`;
}

function printDirectives(directives: NormalFragment['directives']): string {
  return directives.map((directive) => ` ${print(directive)}`).join('');
}

/** Writes selections as they are; equal texts mean equal answers. */
export function printExactly(selections: readonly NormalSelection[]): string {
  const texts = selections.map((selection) => {
    const head =
      selection.kind === 'fragment' ? printFragmentHead(selection) : printFieldHead(selection, selection.key);
    return selection.selections ? head + printExactly(selection.selections) : head;
  });
  return `{${texts.join(' ')}}`;
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
  return withDefinitions(operation, printSelections(operation.selections));
}

/** The text by which operations are known to be alike. */
export function operationKey(operation: PrintableOperation): string {
  return withDefinitions(operation, printExactly(operation.selections));
}

function withDefinitions(operation: PrintableOperation, body: string): string {
  const used = new Set(body.match(/\$[_A-Za-z][_0-9A-Za-z]*/g));
  const definitions = [
    ...operation.variables
      .filter(({ variable }) => used.has(`$${variable.name.value}`))
      .map((node) => print(node)),
    ...operation.lifted
      .filter(({ name }) => used.has(`$${name}`))
      .map(({ name, type }) => `$${name}:${type}`),
  ];
  return `${operation.kind}${definitions.length ? `(${definitions.join(',')})` : ''}${body}`;
}
