import {
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type TypeNode,
  type ValueNode,
} from 'graphql';
import { graphNames } from './graphNames';

/** One department that resolves a field. */
export interface FieldOwner {
  readonly subgraph: string;
  /** The field set of `@requires`; empty where it needs nothing. */
  readonly requires: string;
  /** The type by which the department knows the field: the type itself, or an interface object above it. */
  readonly type: string;
  /** It takes arguments from a context, or a label that is not decided says whether it has the field at all. */
  readonly isSpecial: boolean;
}

/** A field's named type, and how many lists are around it. */
export interface FieldShape {
  readonly type: string;
  readonly lists: number;
}

interface KnownType {
  readonly isObject: boolean;
  readonly isComposite: boolean;
  readonly interfaces: readonly string[];
  readonly fields: ReadonlyMap<string, FieldDefinitionNode>;
  readonly joins: readonly TypeJoin[];
  /** Members of a union that a department knows, as `department member`. */
  readonly members: ReadonlySet<string>;
}

interface TypeJoin {
  readonly subgraph: string;
  readonly key: string | null;
  readonly resolvable: boolean;
  readonly isInterfaceObject: boolean;
}

/** Who resolves which field by which keys, as the join directives of a supergraph say. */
export class FieldOwners {
  private readonly types = new Map<string, KnownType>();
  private readonly graphs: ReadonlyMap<string, string>;

  constructor(document: DocumentNode) {
    this.graphs = graphNames(document);
    for (const definition of document.definitions) {
      if (!('name' in definition) || !definition.name || !('directives' in definition)) continue;
      const hasFields =
        definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION;
      this.types.set(definition.name.value, {
        isObject: definition.kind === Kind.OBJECT_TYPE_DEFINITION,
        isComposite: hasFields || definition.kind === Kind.UNION_TYPE_DEFINITION,
        interfaces: hasFields ? (definition.interfaces ?? []).map(({ name }) => name.value) : [],
        fields: new Map(hasFields ? (definition.fields ?? []).map((field) => [field.name.value, field]) : []),
        joins: (definition.directives ?? []).flatMap((directive) => this.typeJoin(directive)),
        members: new Set(
          (definition.directives ?? [])
            .filter((each) => each.name.value === 'join__unionMember')
            .map((each) => `${this.graphs.get(text(each, 'graph'))} ${text(each, 'member')}`),
        ),
      });
    }
  }

  isObject(type: string): boolean {
    return this.types.get(type)?.isObject ?? false;
  }

  /** Whether fields of the type are selected below it. */
  isComposite(type: string): boolean {
    return this.types.get(type)?.isComposite ?? false;
  }

  /** Whether a department knows the object type as a member of the union. */
  isMember(subgraph: string, union: string, member: string): boolean {
    return this.types.get(union)?.members.has(`${subgraph} ${member}`) ?? false;
  }

  /** What a field gives; undefined where there is no such field. */
  shapeOf(type: string, field: string): FieldShape | undefined {
    const node = this.types.get(type)?.fields.get(field);
    return node && shape(node.type);
  }

  /** The departments that resolve a field of an object type. */
  of(type: string, field: string): FieldOwner[] {
    const known = this.types.get(type);
    const node = known?.fields.get(field);
    if (!known || !node) return [];
    const joins = joinsOf(node);
    const own = joins.flatMap((directive) => this.fieldOwner(directive, type));
    if (joins.length === 0) {
      const everywhere = known.joins.filter(({ isInterfaceObject }) => !isInterfaceObject);
      own.push(...everywhere.map(({ subgraph }) => ({ subgraph, requires: '', type, isSpecial: false })));
    }
    const standing = known.interfaces.flatMap((above) => this.ofInterfaceObjects(above, field));
    const bySubgraph = new Map([...own, ...standing].map((owner) => [owner.subgraph, owner]));
    return [...bySubgraph.values()];
  }

  /** Key field sets by which a department finds entities of a type. */
  keysOf(subgraph: string, type: string): string[] {
    return (this.types.get(type)?.joins ?? []).flatMap((join) =>
      join.subgraph === subgraph && join.resolvable && join.key !== null ? [join.key] : [],
    );
  }

  private ofInterfaceObjects(type: string, field: string): FieldOwner[] {
    const known = this.types.get(type);
    const node = known?.fields.get(field);
    if (!known || !node) return [];
    const standing = new Set(
      known.joins.filter(({ isInterfaceObject }) => isInterfaceObject).map(({ subgraph }) => subgraph),
    );
    const joins = joinsOf(node);
    if (joins.length === 0) {
      return [...standing].map((subgraph) => ({ subgraph, requires: '', type, isSpecial: false }));
    }
    return joins
      .flatMap((directive) => this.fieldOwner(directive, type))
      .filter(({ subgraph }) => standing.has(subgraph));
  }

  private fieldOwner(directive: DirectiveNode, type: string): FieldOwner[] {
    const subgraph = this.graphs.get(text(directive, 'graph'));
    const isLabelled = argumentOf(directive, 'overrideLabel') !== undefined;
    const isLeft = isTrue(directive, 'usedOverridden') && !isLabelled;
    if (subgraph === undefined || isTrue(directive, 'external') || isLeft) return [];
    const isSpecial = isLabelled || argumentOf(directive, 'contextArguments') !== undefined;
    return [{ subgraph, type, isSpecial, requires: text(directive, 'requires') }];
  }

  private typeJoin(directive: DirectiveNode): TypeJoin[] {
    const subgraph = this.graphs.get(text(directive, 'graph'));
    if (directive.name.value !== 'join__type' || subgraph === undefined) return [];
    const key = argumentOf(directive, 'key');
    const resolvable = argumentOf(directive, 'resolvable');
    return [
      {
        subgraph,
        key: key?.kind === Kind.STRING ? key.value : null,
        resolvable: !(resolvable?.kind === Kind.BOOLEAN && !resolvable.value),
        isInterfaceObject: isTrue(directive, 'isInterfaceObject'),
      },
    ];
  }
}

/** The joins of a field that name a department. */
function joinsOf({ directives }: FieldDefinitionNode): DirectiveNode[] {
  return (directives ?? []).filter(({ name }) => name.value === 'join__field');
}

function shape(type: TypeNode): FieldShape {
  if (type.kind === Kind.NAMED_TYPE) return { type: type.name.value, lists: 0 };
  const inner = shape(type.type);
  return type.kind === Kind.LIST_TYPE ? { ...inner, lists: inner.lists + 1 } : inner;
}

function argumentOf(directive: DirectiveNode, name: string): ValueNode | undefined {
  return directive.arguments?.find((each) => each.name.value === name)?.value;
}

function text(directive: DirectiveNode, name: string): string {
  const value = argumentOf(directive, name);
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : '';
}

function isTrue(directive: DirectiveNode, name: string): boolean {
  const value = argumentOf(directive, name);
  return value?.kind === Kind.BOOLEAN && value.value;
}
