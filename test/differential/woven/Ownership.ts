import {
  type FieldDefinitionNode,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import { argumentOf, directiveOf, type SubgraphTable } from './SubgraphTable';
import type { WovenWorld } from './weave';

/** Who resolves a field: a subgraph and its definition. */
export interface Owner {
  readonly table: SubgraphTable;
  readonly field: FieldDefinitionNode;
  /** The field's type, not null where any owner says so. */
  readonly type: TypeNode;
  /** All subgraphs that resolve it, this one among them. */
  readonly sharers: readonly SubgraphTable[];
}

/** Who owns which field of a woven world, by its subgraphs' SDL. */
export class Ownership {
  private readonly known = new Map<string, Owner | null>();
  private readonly keyFields = new Set<string>();
  private readonly entities = new Set<string>();

  constructor(
    private readonly world: WovenWorld,
    private readonly supergraph: GraphQLSchema,
  ) {
    for (const table of world.tables) {
      for (const { name, kind } of table.types.values()) {
        for (const key of table.keysOf(name)) {
          for (const concrete of this.possibleNames(name)) {
            this.entities.add(concrete);
            this.noteKey(concrete, key);
          }
          if (kind === 'interface') this.noteKey(name, key);
        }
      }
    }
  }

  isEntity(typeName: string): boolean {
    return this.entities.has(typeName);
  }

  isKeyField(typeName: string, field: string): boolean {
    return this.keyFields.has(`${typeName}.${field}`);
  }

  /** The owner of an object type's field; null where no subgraph has it. */
  of(typeName: string, field: string): Owner | null {
    const key = `${typeName}.${field}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const found = this.find(typeName, field);
    this.known.set(key, found);
    return found;
  }

  /** Whether that subgraph resolves the field, given how overrides stand. */
  isOwnedBy(typeName: string, field: string, subgraph: string): boolean {
    return this.of(typeName, field)?.sharers.some(({ name }) => name === subgraph) ?? false;
  }

  /** Values that every sharer of the field may give; null where the type is no enum. */
  enumValues(typeName: string, { sharers }: Owner): string[] | null {
    if (!isEnumType(this.supergraph.getType(typeName))) return null;
    return common(sharers.map((table) => table.types.get(typeName)?.members ?? []));
  }

  /** Object types that every sharer of the field may give. */
  concreteNames(typeName: string, { sharers }: Owner): string[] {
    return common(
      sharers.map((table) =>
        table.isInterfaceObject(typeName) ? this.possibleNames(typeName) : table.concreteNames(typeName),
      ),
    );
  }

  /** The object types of a type of the supergraph. */
  possibleNames(typeName: string): string[] {
    const type = this.supergraph.getType(typeName);
    return isAbstractType(type) ? this.supergraph.getPossibleTypes(type).map(({ name }) => name) : [typeName];
  }

  private find(typeName: string, field: string): Owner | null {
    const found = this.world.tables.flatMap((table) => {
      const definition = this.definitionIn(table, typeName, field);
      return definition && this.isLive(table, typeName, definition) ? [{ table, definition }] : [];
    });
    const [first] = found;
    if (!first) return null;
    const strict = found.find(({ definition }) => definition.type.kind === Kind.NON_NULL_TYPE) ?? first;
    return {
      table: first.table,
      field: first.definition,
      type: strict.definition.type,
      sharers: found.map(({ table }) => table),
    };
  }

  /** The definition of a field in a subgraph, on the type itself or on an interface object that stands for it. */
  definitionIn(table: SubgraphTable, typeName: string, field: string): FieldDefinitionNode | undefined {
    const own = table.types.get(typeName)?.fields.get(field);
    if (own) return own;
    const type = this.supergraph.getType(typeName);
    if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
    const standing = type
      .getInterfaces()
      .find(({ name }) => table.isInterfaceObject(name) && table.types.get(name)?.fields.has(field));
    return standing && table.types.get(standing.name)?.fields.get(field);
  }

  private isLive(table: SubgraphTable, typeName: string, definition: FieldDefinitionNode): boolean {
    const name = definition.name.value;
    const isExternal =
      directiveOf(definition, 'external') ||
      (table.types.get(typeName)?.directives ?? []).some((each) => each.name.value === 'external');
    if (isExternal && !this.isKeyField(typeName, name)) return false;
    // percent(0) never moves a field, percent(100) always does, as does an override without a label.
    const override = directiveOf(definition, 'override');
    if (override && argumentOf(override, 'label') === 'percent(0)') return false;
    return !this.world.tables.some((other) => {
      const theirs = other === table ? undefined : this.definitionIn(other, typeName, name);
      const away = theirs && directiveOf(theirs, 'override');
      return away && argumentOf(away, 'from') === table.name && argumentOf(away, 'label') !== 'percent(0)';
    });
  }

  private noteKey(typeName: string, selection: SelectionSetNode): void {
    for (const node of selection.selections) {
      if (node.kind !== Kind.FIELD) continue;
      this.keyFields.add(`${typeName}.${node.name.value}`);
      const { selectionSet } = node;
      if (!selectionSet) continue;
      const below = this.world.tables
        .map((table) => table.types.get(typeName)?.fields.get(node.name.value))
        .find((each) => each !== undefined);
      for (const concrete of below ? this.possibleNames(namedType(below.type)) : []) {
        this.noteKey(concrete, selectionSet);
      }
    }
  }
}

/** The name inside lists and non-null wrappers. */
export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function common(lists: readonly (readonly string[])[]): string[] {
  const [first = [], ...others] = lists;
  return first.filter((each) => others.every((list) => list.includes(each)));
}
