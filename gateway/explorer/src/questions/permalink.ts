import type { JsonObject } from '../answer/Answer';
import { routeHash } from '../router/useRoute';
import type { Shape, ShapeVariable } from '../shape/Shape';

const plainTypes: ReadonlySet<string> = new Set([
  'String',
  'ID',
  'TimePeriod',
  'Date',
  'DateTime',
  'Decimal',
  'URL',
]);

const isPlain = (variable: ShapeVariable) =>
  !variable.list && (plainTypes.has(variable.namedType) || variable.values !== undefined);

/** Variables that page through a list are no choices of the reader. */
export function choicesOf(shape: Shape): readonly ShapeVariable[] {
  const cursors = new Set(shape.paged.map((list) => list.cursorVariable));
  return shape.variables.filter((variable) => !cursors.has(variable.name));
}

/** The default of every choice. */
export function defaultVariables(shape: Shape): JsonObject {
  return Object.fromEntries(
    choicesOf(shape)
      .filter((variable) => variable.defaultValue !== undefined)
      .map((variable) => [variable.name, variable.defaultValue]),
  );
}

/** The variables of an address on top of the defaults; what cannot be read is left at its default. */
export function variablesFrom(shape: Shape, parameters: URLSearchParams): JsonObject {
  const variables: Record<string, unknown> = { ...defaultVariables(shape) };
  for (const variable of choicesOf(shape)) {
    const text = parameters.get(variable.name);
    if (text === null) continue;
    if (text === '') variables[variable.name] = null;
    else if (isPlain(variable)) variables[variable.name] = text;
    else {
      try {
        variables[variable.name] = JSON.parse(text);
      } catch {
        // A broken link still opens the question, with its default.
      }
    }
  }
  return variables;
}

/** The address of a question with those variables; what is at its default is left out. */
export function permalinkOf(slug: string, shape: Shape, variables: JsonObject): string {
  const parameters = new URLSearchParams();
  const defaults = defaultVariables(shape);
  for (const variable of choicesOf(shape)) {
    const value = variables[variable.name] ?? null;
    if (JSON.stringify(value) === JSON.stringify(defaults[variable.name] ?? null)) continue;
    parameters.set(
      variable.name,
      value === null ? '' : isPlain(variable) ? String(value) : JSON.stringify(value),
    );
  }
  return routeHash(['q', slug], parameters);
}
