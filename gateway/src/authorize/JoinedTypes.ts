import {
  type ConstDirectiveNode,
  type ConstValueNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type TypeNode,
} from 'graphql';

/** A field of a supergraph, as far as rules are concerned. */
export interface JoinedField {
  /** The name of the type that it answers, lists and non-null taken off. */
  readonly type: string;
  /** Field sets that departments need of the same object before they can answer it. */
  readonly requires: readonly string[];
  /** What its contextual arguments are read from. */
  readonly contexts: readonly { readonly context: string; readonly selection: string }[];
}

/** A type of a supergraph, inaccessible ones included. */
export interface JoinedType {
  readonly name: string;
  readonly interfaces: readonly string[];
  /** Those that implement an interface or belong to a union. */
  readonly members: readonly string[];
  readonly fields: ReadonlyMap<string, JoinedField>;
}

/** The composite types of a supergraph, and which of them give which context. */
export interface JoinedTypes {
  readonly types: ReadonlyMap<string, JoinedType>;
  readonly contexts: ReadonlyMap<string, readonly string[]>;
}

/** Reads types with their join directives from a supergraph's text, because the API schema hides some and lacks those. */
export function readJoinedTypes(document: DocumentNode): JoinedTypes {
  const types = new Map<string, JoinedType & { members: string[] }>();
  const contexts = new Map<string, string[]>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.UNION_TYPE_DEFINITION) {
      const members = (definition.types ?? []).map((member) => member.name.value);
      const name = definition.name.value;
      types.set(name, { name, interfaces: [], members, fields: new Map() });
    }
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION)
      continue;
    const name = definition.name.value;
    const interfaces = (definition.interfaces ?? []).map((above) => above.name.value);
    const fields = new Map((definition.fields ?? []).map((field) => [field.name.value, joinedField(field)]));
    types.set(name, { name, interfaces, members: [], fields });
    for (const directive of applied(definition.directives, 'context')) {
      const context = textOf(argumentOf(directive, 'name'));
      contexts.set(context, [...(contexts.get(context) ?? []), name]);
    }
  }
  for (const { name, interfaces } of [...types.values()])
    for (const above of interfaces) types.get(above)?.members.push(name);
  return { types, contexts };
}

function joinedField({ type, directives }: FieldDefinitionNode): JoinedField {
  const joins = applied(directives, 'join__field');
  return {
    type: nameOf(type),
    requires: joins.map((join) => textOf(argumentOf(join, 'requires'))).filter(Boolean),
    contexts: joins.flatMap((join) => {
      const given = argumentOf(join, 'contextArguments');
      return (given?.kind === Kind.LIST ? given.values : []).map((value) => ({
        context: textOf(entryOf(value, 'context')),
        selection: textOf(entryOf(value, 'selection')),
      }));
    }),
  };
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}

function applied(directives: readonly ConstDirectiveNode[] | undefined, name: string): ConstDirectiveNode[] {
  return (directives ?? []).filter((directive) => directive.name.value === name);
}

function argumentOf(directive: ConstDirectiveNode, name: string): ConstValueNode | undefined {
  return directive.arguments?.find((argument) => argument.name.value === name)?.value;
}

function entryOf(value: ConstValueNode, name: string): ConstValueNode | undefined {
  return value.kind === Kind.OBJECT
    ? value.fields.find((field) => field.name.value === name)?.value
    : undefined;
}

function textOf(value: ConstValueNode | undefined): string {
  return value?.kind === Kind.STRING ? value.value : '';
}
