import { type DirectiveNode, type DocumentNode, Kind, type ValueNode } from 'graphql';

/** Names of departments by the values of the enum `join__Graph`. */
export function graphNames(document: DocumentNode): Map<string, string> {
  const names = new Map<string, string>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue;
    for (const value of definition.values ?? []) {
      const graph = value.directives?.find(({ name }) => name.value === 'join__graph');
      if (graph) names.set(value.name.value, text(argument(graph, 'name')));
    }
  }
  return names;
}

function argument(directive: DirectiveNode, name: string): ValueNode | undefined {
  return directive.arguments?.find((each) => each.name.value === name)?.value;
}

function text(value: ValueNode | undefined): string {
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : '';
}
