import { type FieldNode, Kind, parse, print, type SelectionNode } from 'graphql';

const known = new Map<string, readonly SelectionNode[]>();

/** Selections of a field set, as `@key` and `@requires` write them. */
export function parseFieldSet(fieldSet: string): readonly SelectionNode[] {
  let selections = known.get(fieldSet);
  if (!selections) {
    const [operation] = parse(`{${fieldSet}}`, { noLocation: true }).definitions;
    selections = operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections : [];
    // Field sets come from supergraphs alone, of which few are read: the map stays small.
    if (known.size > 10_000) known.clear();
    known.set(fieldSet, selections);
  }
  return selections;
}

/** Names of the fields at the top of a field set. */
export function topNames(fieldSet: string): string[] {
  const names = (node: SelectionNode): string[] => {
    if (node.kind === Kind.FIELD) return [node.name.value];
    return node.kind === Kind.INLINE_FRAGMENT ? node.selectionSet.selections.flatMap(names) : [];
  };
  return parseFieldSet(fieldSet).flatMap(names);
}

/** A field's arguments as text, by which equal calls are known. */
export function argumentsText({ arguments: given }: Pick<FieldNode, 'arguments'>): string {
  return (given ?? [])
    .map((argument) => print(argument))
    .sort()
    .join();
}
