import { type DocumentNode, Kind, type ObjectTypeDefinitionNode, valueFromASTUntyped } from 'graphql';
import type { DepartmentName } from './Shape';

/** Which departments can answer for a field, read from the join directives of the supergraph. */
export interface FieldOwners {
  /** `Type.field` to the departments that resolve it. */
  readonly owners: Readonly<Record<string, readonly DepartmentName[]>>;
  /** `Type.field` to the fields of its type that it brings along without another call. */
  readonly provides: Readonly<Record<string, readonly string[]>>;
}

interface JoinField {
  readonly graph?: string;
  readonly external?: boolean;
  readonly usedOverridden?: boolean;
  readonly provides?: string;
}

type WithDirectives = Pick<ObjectTypeDefinitionNode, 'directives'>;

function directiveArguments(node: WithDirectives, name: string): readonly JoinField[] {
  return (node.directives ?? [])
    .filter((directive) => directive.name.value === name)
    .map((directive) =>
      Object.fromEntries(
        (directive.arguments ?? []).map((argument) => [
          argument.name.value,
          valueFromASTUntyped(argument.value),
        ]),
      ),
    );
}

function graphNames(supergraph: DocumentNode): ReadonlyMap<string, DepartmentName> {
  const names = new Map<string, DepartmentName>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue;
    for (const value of definition.values ?? []) {
      const name = value.directives
        ?.flatMap((directive) => directive.arguments ?? [])
        .find((argument) => argument.name.value === 'name');
      if (name?.value.kind === Kind.STRING) names.set(value.name.value, name.value.value);
    }
  }
  return names;
}

/** Reads the owner of every field of every object type from `join__type` and `join__field`. */
export function readFieldOwners(supergraph: DocumentNode): FieldOwners {
  const names = graphNames(supergraph);
  const owners: Record<string, readonly DepartmentName[]> = {};
  const provides: Record<string, readonly string[]> = {};
  const named = (joins: readonly JoinField[]) =>
    [...new Set(joins.map((join) => names.get(join.graph ?? '')))].filter((name) => name !== undefined);
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    const everywhere = named(directiveArguments(definition, 'join__type'));
    for (const field of definition.fields ?? []) {
      const coordinate = `${definition.name.value}.${field.name.value}`;
      const joins = directiveArguments(field, 'join__field');
      const resolving = joins.filter((join) => !join.external && !join.usedOverridden);
      owners[coordinate] = joins.some((join) => join.graph) ? named(resolving) : everywhere;
      const brought = joins.flatMap((join) => join.provides?.match(/[_A-Za-z]\w*/g) ?? []);
      if (brought.length > 0) provides[coordinate] = brought;
    }
  }
  return { owners, provides };
}
