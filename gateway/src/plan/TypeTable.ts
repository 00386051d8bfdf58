import { type DocumentNode, Kind } from 'graphql';

/** Which types stand above which, inaccessible ones included. */
export class TypeTable {
  constructor(private readonly superTypes: ReadonlyMap<string, ReadonlySet<string>>) {}

  /** Whether data of the type `name` meets the type condition `condition`. */
  matches(name: string, condition: string): boolean {
    return name === condition || (this.superTypes.get(name)?.has(condition) ?? false);
  }

  /** Every type whose data meets the condition, the condition itself included. */
  matching(condition: string): string[] {
    const names = [condition];
    for (const [name, supers] of this.superTypes) if (supers.has(condition)) names.push(name);
    return names;
  }
}

/** Reads "implements" and union members from the text itself, because the API schema hides the inaccessible ones. */
export function readTypeTable(document: DocumentNode): TypeTable {
  const superTypes = new Map<string, Set<string>>();
  const add = (name: string, above: string): void => {
    const supers = superTypes.get(name);
    if (supers) supers.add(above);
    else superTypes.set(name, new Set([above]));
  };
  for (const definition of document.definitions) {
    if (
      definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
      definition.kind === Kind.INTERFACE_TYPE_DEFINITION
    ) {
      for (const above of definition.interfaces ?? []) add(definition.name.value, above.name.value);
    } else if (definition.kind === Kind.UNION_TYPE_DEFINITION) {
      for (const member of definition.types ?? []) add(member.name.value, definition.name.value);
    }
  }
  return new TypeTable(superTypes);
}
