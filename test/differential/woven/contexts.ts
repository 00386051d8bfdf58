import { Kind } from 'graphql';
import type { Owner } from './Ownership';
import { argumentOf, directiveOf, selectionOf } from './SubgraphTable';
import type { Thing } from './Thing';
import type { Truth } from './Truth';

const written = /^\s*\$(\w+)\s*([\s\S]*)$/;

/** Whether a thing, as the owner's subgraph sees its type, sets the context of that name. */
function setsContext(thing: Thing, context: string, { table }: Owner): boolean {
  const type = table.types.get(thing.type);
  if (!type) return false;
  const seen = [
    type,
    ...[...table.types.values()].filter(
      ({ name, members }) => type.interfaces.has(name) || members.includes(type.name),
    ),
  ];
  return seen.some(({ directives }) =>
    directives.some((each) => each.name.value === 'context' && argumentOf(each, 'name') === context),
  );
}

/** The only value of a context's selection at the thing that set it. */
function selected(truth: Truth, thing: Thing, text: string): unknown {
  const selection = selectionOf(/^\s*\{/.test(text) ? text.trim().slice(1, -1) : text);
  let value: unknown = truth.project(thing, selection);
  while (value && typeof value === 'object' && !Array.isArray(value)) value = Object.values(value)[0];
  return value ?? null;
}

/** The arguments that `@fromContext` fills, from the nearest thing above that sets the context. Empty for a subgraph, which is given them. */
export function contextValues(truth: Truth, thing: Thing, owner: Owner): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const argument of owner.field.arguments ?? []) {
    const from = directiveOf(argument, 'fromContext');
    const [, context = '', text = ''] = written.exec(String(from && argumentOf(from, 'field'))) ?? [];
    if (!context) continue;
    let at: Thing | undefined = thing.above;
    while (at && !setsContext(at, context, owner)) at = at.above;
    if (at) values[argument.name.value] = selected(truth, at, text);
  }
  return values;
}

/** Names of the arguments that `@fromContext` fills. */
export function contextArguments({ field }: Owner): string[] {
  return (field.arguments ?? [])
    .filter(
      (argument) => argument.kind === Kind.INPUT_VALUE_DEFINITION && directiveOf(argument, 'fromContext'),
    )
    .map(({ name }) => name.value);
}
