import {
  type DirectiveDefinitionNode,
  type DocumentNode,
  extendSchema,
  type GraphQLSchema,
  Kind,
} from 'graphql';

/** Where directives stand in operations. */
const executable = new Set([
  'QUERY',
  'MUTATION',
  'SUBSCRIPTION',
  'FIELD',
  'FRAGMENT_DEFINITION',
  'FRAGMENT_SPREAD',
  'INLINE_FRAGMENT',
  'VARIABLE_DEFINITION',
]);

function isForClients({ name, locations }: DirectiveDefinitionNode, schema: GraphQLSchema): boolean {
  return (
    !name.value.includes('__') &&
    !schema.getDirective(name.value) &&
    locations.some(({ value }) => executable.has(value))
  );
}

/**
 * The API schema with the directives for operations that departments composed (`@composeDirective`): Apollo's library
 * leaves them out, and clients could not write what all departments agreed on. The gateway gives them no meaning.
 */
export function withClientDirectives(apiSchema: GraphQLSchema, supergraph: DocumentNode): GraphQLSchema {
  const definitions = supergraph.definitions.filter(
    (node): node is DirectiveDefinitionNode =>
      node.kind === Kind.DIRECTIVE_DEFINITION && isForClients(node, apiSchema),
  );
  if (definitions.length === 0) return apiSchema;
  const composed = definitions.map((node) => ({
    ...node,
    locations: node.locations.filter(({ value }) => executable.has(value)),
  }));
  return extendSchema(apiSchema, { kind: Kind.DOCUMENT, definitions: composed }, { assumeValidSDL: true });
}
