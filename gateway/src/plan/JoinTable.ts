import {
  type DirectiveNode,
  type DocumentNode,
  Kind,
  type TypeDefinitionNode,
  type ValueNode,
} from 'graphql';
import { graphNames } from './graphNames';
import type { TypeTable } from './TypeTable';

/** Which departments define which types, and where a department knows an interface alone, as an interface object. */
export class JoinTable {
  constructor(
    private readonly types: TypeTable,
    /** By department. */
    private readonly defined: ReadonlyMap<string, ReadonlySet<string>>,
    /** By department. */
    private readonly interfaceObjects: ReadonlyMap<string, readonly string[]>,
  ) {}

  /** The interface object by which a department knows entities of this type, where it does not know the type itself. */
  interfaceObjectFor(subgraph: string, type: string): string | undefined {
    if (this.defined.get(subgraph)?.has(type)) return undefined;
    return this.interfaceObjects
      .get(subgraph)
      ?.find((name) => name !== type && this.types.matches(type, name));
  }
}

/** Reads the `@join__type` directives of a supergraph. */
export function readJoinTable(document: DocumentNode, types: TypeTable): JoinTable {
  const nameByGraph = graphNames(document);
  const defined = new Map<string, Set<string>>();
  const interfaceObjects = new Map<string, string[]>();
  for (const definition of document.definitions) {
    if (!('name' in definition) || !('directives' in definition)) continue;
    for (const directive of definition.directives ?? []) {
      if (directive.name.value !== 'join__type') continue;
      const subgraph = nameByGraph.get(text(argument(directive, 'graph')));
      const type = (definition as TypeDefinitionNode).name.value;
      if (subgraph === undefined) continue;
      const known = argument(directive, 'isInterfaceObject');
      if (known?.kind === Kind.BOOLEAN && known.value) append(interfaceObjects, subgraph, type);
      const set = defined.get(subgraph) ?? new Set();
      defined.set(subgraph, set.add(type));
    }
  }
  return new JoinTable(types, defined, interfaceObjects);
}

function append(lists: Map<string, string[]>, key: string, value: string): void {
  lists.set(key, [...(lists.get(key) ?? []), value]);
}

function argument(directive: DirectiveNode, name: string): ValueNode | undefined {
  return directive.arguments?.find((each) => each.name.value === name)?.value;
}

function text(value: ValueNode | undefined): string {
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : '';
}
