import { type ConstDirectiveNode, type ConstValueNode, type DocumentNode, Kind } from 'graphql';
import type { FieldRule } from './FieldRule';

/** The rules as they are written, nothing inherited yet. */
export interface WrittenRules {
  /** By the name of the type. */
  readonly types: ReadonlyMap<string, readonly FieldRule[]>;
  /** By `Type.field`. */
  readonly fields: ReadonlyMap<string, readonly FieldRule[]>;
}

/** Which of the three directives. */
export type RuleKind = FieldRule['kind'];

const specs: Readonly<Record<string, RuleKind>> = {
  authenticated: 'authenticated',
  requiresScopes: 'scopes',
  policy: 'policies',
};
const argumentNames: Readonly<Record<string, string>> = { scopes: 'scopes', policies: 'policies' };

/**
 * Reads `@authenticated`, `@requiresScopes` and `@policy` of a supergraph or of a subgraph, under whatever names its
 * `@link` gives them; null where it holds none. A rule whose lists cannot be read is one that nobody satisfies.
 */
export function readFieldRules(document: DocumentNode): WrittenRules | null {
  const kinds = ruleDirectives(document);
  if (kinds.size === 0) return null;
  const types = new Map<string, FieldRule[]>();
  const fields = new Map<string, FieldRule[]>();
  const add = (to: Map<string, FieldRule[]>, key: string, directives?: readonly ConstDirectiveNode[]) => {
    const found = (directives ?? []).flatMap((directive) => {
      const kind = kinds.get(directive.name.value);
      return kind ? [ruleOf(kind, directive)] : [];
    });
    if (found.length > 0) to.set(key, [...(to.get(key) ?? []), ...found]);
  };
  for (const definition of document.definitions) {
    if (!('name' in definition) || !definition.name || definition.kind === Kind.DIRECTIVE_DEFINITION)
      continue;
    const name = definition.name.value;
    add(types, name, definition.directives as readonly ConstDirectiveNode[] | undefined);
    if (!('fields' in definition)) continue;
    for (const field of definition.fields ?? []) add(fields, `${name}.${field.name.value}`, field.directives);
  }
  return types.size + fields.size > 0 ? { types, fields } : null;
}

function ruleOf(kind: RuleKind, directive: ConstDirectiveNode): FieldRule {
  if (kind === 'authenticated') return { kind };
  const given = directive.arguments?.find(({ name }) => name.value === argumentNames[kind])?.value;
  return { kind, anyOf: listOf(given).map((all) => listOf(all).map(textOf)) };
}

/** GraphQL takes a single item for a list of one. */
function listOf(value: ConstValueNode | undefined): readonly ConstValueNode[] {
  if (value === undefined || value.kind === Kind.NULL) return [];
  return value.kind === Kind.LIST ? value.values : [value];
}

function textOf(value: ConstValueNode): string {
  return value.kind === Kind.STRING || value.kind === Kind.ENUM ? value.value : '';
}

/** The names under which the document applies the three directives. */
export function ruleDirectives(document: DocumentNode): ReadonlyMap<string, RuleKind> {
  const names = new Map<string, RuleKind>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) continue;
    for (const directive of definition.directives ?? []) addLinked(directive, names);
  }
  return names;
}

/** https://specs.apollo.dev/link/v1.0: an import names a directive; without one it has the feature's name as its prefix. */
function addLinked(directive: ConstDirectiveNode, names: Map<string, RuleKind>): void {
  const value = (name: string) => directive.arguments?.find((each) => each.name.value === name)?.value;
  const url = value('url') ?? value('feature');
  const [, feature] =
    /^https:\/\/specs\.apollo\.dev\/(\w+)\/v\d/.exec(url?.kind === Kind.STRING ? url.value : '') ?? [];
  if (feature === undefined) return;
  const as = value('as');
  const prefix = as?.kind === Kind.STRING ? as.value : feature;
  const imported = importedNames(value('import'));
  const found =
    feature === 'federation' ? Object.keys(specs) : Object.hasOwn(specs, feature) ? [feature] : [];
  for (const name of found) {
    const kind = specs[name] as RuleKind;
    // The directive that is named as its feature goes by the feature's name alone.
    names.set(name === feature ? prefix : `${prefix}__${name}`, kind);
    const own = imported.get(`@${name}`);
    if (own !== undefined) names.set(own, kind);
  }
}

function importedNames(value: ConstValueNode | undefined): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const item of listOf(value)) {
    if (item.kind === Kind.STRING) names.set(item.value, item.value.slice(1));
    if (item.kind !== Kind.OBJECT) continue;
    const field = (name: string): string | undefined => {
      const found = item.fields.find((each) => each.name.value === name)?.value;
      return found?.kind === Kind.STRING ? found.value : undefined;
    };
    const name = field('name');
    if (name !== undefined) names.set(name, (field('as') ?? name).slice(1));
  }
  return names;
}
