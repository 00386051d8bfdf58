import { ruleDirectives } from '@lien-thong/subgraph-kit';
import { type ConstDirectiveNode, Kind, parse, print, visit } from 'graphql';

/** The features whose directives are rules, under the names that the supergraph gives them. */
const ruleFeature = /^https:\/\/specs\.apollo\.dev\/(authenticated|requiresScopes|policy)\/v/;

/**
 * The text of a supergraph without its rules for fields, for an executor that takes none which it cannot enforce. Whoever
 * runs it enforces them himself. A text without rules comes back as it is.
 */
export function withoutRules(sdl: string): string {
  const document = parse(sdl, { noLocation: true });
  const names = ruleDirectives(document);
  if (names.size === 0) return sdl;
  const prefixes = new Set<string>();
  const rest = visit(document, {
    Directive(node) {
      if (names.has(node.name.value)) return null;
      const url = textOf(node as ConstDirectiveNode, 'url') ?? textOf(node as ConstDirectiveNode, 'feature');
      const [, feature] = ruleFeature.exec(url ?? '') ?? [];
      if (feature === undefined) return undefined;
      prefixes.add(`${textOf(node as ConstDirectiveNode, 'as') ?? feature}__`);
      return null;
    },
    DirectiveDefinition: ({ name }) => (names.has(name.value) ? null : undefined),
  });
  // The scalars of the features' own; a name that was imported stays behind and does no harm.
  return print(
    visit(rest, {
      ScalarTypeDefinition: ({ name: { value } }) =>
        [...prefixes].some((prefix) => value.startsWith(prefix)) ? null : undefined,
    }),
  );
}

function textOf(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}
