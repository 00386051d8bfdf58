import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';

/** One type as one subgraph defines it, with its extensions. */
export interface TableType {
  readonly name: string;
  readonly kind: 'object' | 'interface' | 'union' | 'enum';
  readonly fields: Map<string, FieldDefinitionNode>;
  /** Interfaces that it implements here. */
  readonly interfaces: Set<string>;
  /** Members of a union, values of an enum. */
  readonly members: string[];
  readonly directives: ConstDirectiveNode[];
}

const kinds: Readonly<Record<string, TableType['kind']>> = {
  [Kind.OBJECT_TYPE_DEFINITION]: 'object',
  [Kind.OBJECT_TYPE_EXTENSION]: 'object',
  [Kind.INTERFACE_TYPE_DEFINITION]: 'interface',
  [Kind.INTERFACE_TYPE_EXTENSION]: 'interface',
  [Kind.UNION_TYPE_DEFINITION]: 'union',
  [Kind.UNION_TYPE_EXTENSION]: 'union',
  [Kind.ENUM_TYPE_DEFINITION]: 'enum',
  [Kind.ENUM_TYPE_EXTENSION]: 'enum',
};

/** A directive's argument that is a text or a boolean; undefined where it was not given. */
export function argumentOf(directive: ConstDirectiveNode, name: string): string | boolean | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value && 'value' in value && typeof value.value !== 'object' ? value.value : undefined;
}

/** The directive of that name. */
export function directiveOf(
  node: { readonly directives?: readonly ConstDirectiveNode[] },
  name: string,
): ConstDirectiveNode | undefined {
  return node.directives?.find((directive) => directive.name.value === name);
}

const selections = new Map<string, SelectionSetNode>();

/** A selection as federation's directives write it, without the outer braces. */
export function selectionOf(text: string): SelectionSetNode {
  let known = selections.get(text);
  if (!known) {
    const [definition] = parse(`{ ${text} }`, { noLocation: true }).definitions;
    if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new RangeError(`no selection: ${text}`);
    known = definition.selectionSet;
    selections.set(text, known);
  }
  return known;
}

/** What one subgraph's SDL says, by type. */
export class SubgraphTable {
  readonly types = new Map<string, TableType>();

  constructor(
    readonly name: string,
    document: DocumentNode,
  ) {
    for (const definition of document.definitions) {
      const kind = kinds[definition.kind];
      if (!kind || !('name' in definition) || !definition.name) continue;
      const typeName = definition.name.value;
      const type: TableType = this.types.get(typeName) ?? {
        name: typeName,
        kind,
        fields: new Map(),
        interfaces: new Set(),
        members: [],
        directives: [],
      };
      this.types.set(typeName, type);
      type.directives.push(...((definition.directives ?? []) as ConstDirectiveNode[]));
      if ('fields' in definition) {
        for (const field of definition.fields ?? []) {
          if (field.kind === Kind.FIELD_DEFINITION) type.fields.set(field.name.value, field);
        }
      }
      if ('interfaces' in definition) {
        for (const { name } of definition.interfaces ?? []) type.interfaces.add(name.value);
      }
      if ('types' in definition) type.members.push(...(definition.types ?? []).map(({ name }) => name.value));
      if ('values' in definition)
        type.members.push(...(definition.values ?? []).map(({ name }) => name.value));
    }
  }

  /** Selections of the type's keys; with `resolvable` only those that find an entity here. */
  keysOf(typeName: string, onlyResolvable = false): SelectionSetNode[] {
    return (this.types.get(typeName)?.directives ?? [])
      .filter(({ name }) => name.value === 'key')
      .filter((key) => !onlyResolvable || argumentOf(key, 'resolvable') !== false)
      .map((key) => selectionOf(String(argumentOf(key, 'fields'))));
  }

  isInterfaceObject(typeName: string): boolean {
    return (this.types.get(typeName)?.directives ?? []).some(({ name }) => name.value === 'interfaceObject');
  }

  /** Concrete types that a field of this type may have here, as far as this subgraph knows. */
  concreteNames(typeName: string): string[] {
    const type = this.types.get(typeName);
    if (!type || type.kind === 'object') return [typeName];
    if (type.kind === 'union') return type.members;
    return [...this.types.values()]
      .filter(({ kind, interfaces }) => kind === 'object' && interfaces.has(typeName))
      .map(({ name }) => name);
  }
}
