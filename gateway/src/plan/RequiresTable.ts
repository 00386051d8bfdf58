import { type DirectiveNode, type DocumentNode, type FieldDefinitionNode, Kind } from 'graphql';
import { topNames } from './fieldSets';
import { graphNames } from './graphNames';

/** Which fields of a department need others by `@requires`. */
export class RequiresTable {
  constructor(
    /** By department, type and field: names of the fields needed. */
    private readonly needs: ReadonlyMap<string, readonly string[]>,
    /** By department and type: names of fields that occur in keys. */
    private readonly keys: ReadonlyMap<string, ReadonlySet<string>>,
  ) {}

  /** The fields that a field of a department needs; none where it is no such field. */
  neededBy(subgraph: string, type: string, field: string): readonly string[] {
    return this.needs.get(`${subgraph} ${type} ${field}`) ?? [];
  }

  isKey(subgraph: string, type: string, field: string): boolean {
    return this.keys.get(`${subgraph} ${type}`)?.has(field) ?? false;
  }
}

/** Reads `@join__field(requires:)` and `@join__type(key:)` of a supergraph. */
export function readRequiresTable(document: DocumentNode): RequiresTable {
  const nameByGraph = graphNames(document);
  const needs = new Map<string, readonly string[]>();
  const keys = new Map<string, Set<string>>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION)
      continue;
    const type = definition.name.value;
    for (const { subgraph, text } of joins(definition.directives, {
      directive: 'join__type',
      argument: 'key',
      nameByGraph,
    })) {
      const known = keys.get(`${subgraph} ${type}`) ?? new Set();
      for (const name of topNames(text)) known.add(name);
      keys.set(`${subgraph} ${type}`, known);
    }
    for (const field of definition.fields ?? []) readField(field, { type, needs, nameByGraph });
  }
  return new RequiresTable(needs, keys);
}

function readField(
  field: FieldDefinitionNode,
  {
    type,
    needs,
    nameByGraph,
  }: { type: string; needs: Map<string, readonly string[]>; nameByGraph: ReadonlyMap<string, string> },
): void {
  const read = { directive: 'join__field', argument: 'requires', nameByGraph };
  for (const { subgraph, text } of joins(field.directives, read))
    needs.set(`${subgraph} ${type} ${field.name.value}`, topNames(text));
}

/** The field sets that join directives give, by department. */
function joins(
  directives: readonly DirectiveNode[] | undefined,
  read: { directive: string; argument: string; nameByGraph: ReadonlyMap<string, string> },
): { subgraph: string; text: string }[] {
  return (directives ?? []).flatMap((directive) => {
    if (directive.name.value !== read.directive) return [];
    const value = (name: string) => directive.arguments?.find((each) => each.name.value === name)?.value;
    const [graph, set] = [value('graph'), value(read.argument)];
    const subgraph = graph?.kind === Kind.ENUM ? read.nameByGraph.get(graph.value) : undefined;
    return subgraph !== undefined && set?.kind === Kind.STRING ? [{ subgraph, text: set.value }] : [];
  });
}
