import { type FieldRule, readFieldRules, type WrittenRules } from '@lien-thong/subgraph-kit';
import { type DocumentNode, Kind, parse, type SelectionSetNode } from 'graphql';
import { type JoinedTypes, readJoinedTypes } from './JoinedTypes';

/** Indexes of rules, all of which a caller must satisfy. */
export type Demands = ReadonlySet<number>;

/**
 * What each type and field of a supergraph demands of a caller, as Federation composes it: a field demands its own rules,
 * those of its type and those of the type that it answers; an interface and its fields demand what the implementations do;
 * a field that departments answer from others (`@requires`, `@fromContext`) demands what those do. Composition refuses
 * schemas that leave the latter two out; they are worked out here again, for supergraphs that others composed.
 */
export class AccessTable {
  /** Every rule once; demands name them by their index. */
  readonly rules: readonly FieldRule[];
  private readonly typeRules: ReadonlyMap<string, readonly number[]>;
  private readonly fieldRules: ReadonlyMap<string, readonly number[]>;
  private readonly byCoordinate = new Map<string, Demands>();
  private readonly open = new Set<string>();

  constructor(
    written: WrittenRules,
    private readonly joined: JoinedTypes,
  ) {
    const indexes = new Map<string, number>();
    const rules: FieldRule[] = [];
    const numbered = (of: WrittenRules['types']): Map<string, number[]> =>
      new Map(
        [...of].map(([key, list]) => [
          key,
          list.map((rule) => {
            const text = JSON.stringify(rule);
            const known = indexes.get(text) ?? rules.push(rule) - 1;
            indexes.set(text, known);
            return known;
          }),
        ]),
      );
    this.typeRules = numbered(written.types);
    this.fieldRules = numbered(written.fields);
    this.rules = rules;
  }

  /** What an object of the type demands, whatever is asked of it; an interface demands what its implementations do. */
  ofType(name: string): Demands {
    return this.once(name, (demands) => {
      add(demands, this.typeRules.get(name) ?? []);
      const type = this.joined.types.get(name);
      // A union has no rules, and those of its members hold where a member is.
      if (!type || type.fields.size === 0) return;
      for (const member of type.members) add(demands, this.ofType(member));
    });
  }

  /** What the field demands where it is asked of that type. */
  ofField(type: string, field: string): Demands {
    return this.once(`${type}.${field}`, (demands) => {
      add(demands, this.ofType(type));
      add(demands, this.fieldItself(type, field));
    });
  }

  /** Members of a union; none for any other type. */
  membersOfUnion(name: string): readonly string[] {
    const type = this.joined.types.get(name);
    return type && type.fields.size === 0 ? type.members : [];
  }

  /** The name of the type that the field answers. */
  typeOfField(type: string, field: string): string | undefined {
    return this.joined.types.get(type)?.fields.get(field)?.type;
  }

  /** A field without what the type that it is on demands. */
  private fieldItself(typeName: string, name: string): Demands {
    return this.once(`.${typeName}.${name}`, (demands) => {
      const type = this.joined.types.get(typeName);
      const field = type?.fields.get(name);
      if (!type || !field) return;
      add(demands, this.fieldRules.get(`${typeName}.${name}`) ?? []);
      add(demands, this.ofType(field.type));
      add(demands, this.needed(typeName, name));
      for (const member of type.members) add(demands, this.fieldItself(member, name));
      // A department that knows the interface alone answers the field for every implementation.
      for (const above of type.interfaces) add(demands, this.needed(above, name));
    });
  }

  /** What the fields demand that this one is worked out from. */
  private needed(typeName: string, name: string): Demands {
    return this.once(`<${typeName}.${name}`, (demands) => {
      const field = this.joined.types.get(typeName)?.fields.get(name);
      for (const text of field?.requires ?? []) this.walk(demands, typeName, parseSet(text));
      for (const { context, selection } of field?.contexts ?? []) {
        for (const source of this.joined.contexts.get(context) ?? []) {
          add(demands, this.ofType(source));
          this.walk(demands, source, parseSet(selection));
        }
      }
    });
  }

  private walk(demands: Set<number>, parent: string, { selections }: SelectionSetNode): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        add(demands, this.ofField(parent, selection.name.value));
        const type = this.typeOfField(parent, selection.name.value);
        if (selection.selectionSet && type !== undefined) this.walk(demands, type, selection.selectionSet);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const on = selection.typeCondition?.name.value ?? parent;
        add(demands, this.ofType(on));
        this.walk(demands, on, selection.selectionSet);
      }
    }
  }

  /**
   * Worked out once and kept. Requirements may lead back to where they began: what is under way demands nothing more of
   * itself there. What is found inside such a ring may lack a part of it, so it is kept for the outermost alone.
   */
  private once(key: string, find: (demands: Set<number>) => void): Demands {
    const known = this.byCoordinate.get(key);
    if (known) return known;
    if (this.open.has(key)) return nothing;
    this.open.add(key);
    const demands = new Set<number>();
    find(demands);
    this.open.delete(key);
    if (this.open.size === 0) this.byCoordinate.set(key, demands);
    return demands;
  }
}

/** What a supergraph's rules demand; null where it has none, and then nobody asks any more. */
export function readAccessTable(document: DocumentNode): AccessTable | null {
  const written = readFieldRules(document);
  return written && new AccessTable(written, readJoinedTypes(document));
}

const nothing: Demands = new Set();

function add(to: Set<number>, more: Iterable<number>): void {
  for (const each of more) to.add(each);
}

function parseSet(text: string): SelectionSetNode {
  const set = text.trim().startsWith('{') ? text : `{${text}}`;
  const [operation] = parse(set, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new TypeError(`"${text}" is no field set.`);
  return operation.selectionSet;
}
