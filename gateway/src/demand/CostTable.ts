import {
  type ArgumentNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  valueFromASTUntyped,
} from 'graphql';

/** What `@listSize` says of a field. */
export interface ListSize {
  readonly assumedSize: number | null;
  readonly slicingArguments: readonly string[];
  /** Fields of the object that are the lists; the field itself where there are none. */
  readonly sizedFields: readonly string[];
  readonly requireOneSlicingArgument: boolean;
}

/** Weights that the schema gives to one field. */
export interface FieldCost {
  readonly weight: number | null;
  readonly listSize: ListSize | null;
  readonly arguments: ReadonlyMap<string, number>;
}

/** What a supergraph says about costs: `@cost` and `@listSize`. */
export interface CostTable {
  /** By `Type.field`, of output types. */
  readonly fields: ReadonlyMap<string, FieldCost>;
  /** By the name of the type. */
  readonly types: ReadonlyMap<string, number>;
  /** By `Input.field`. */
  readonly inputFields: ReadonlyMap<string, number>;
}

/** What a supergraph says that says nothing. */
export const noCosts: CostTable = { fields: new Map(), types: new Map(), inputFields: new Map() };

/** Reads `@cost` and `@listSize` under the names that the supergraph's links give them. */
export function readCostTable(document: DocumentNode): CostTable {
  const names = directiveNames(document);
  const types = new Map<string, number>();
  const fields = new Map<string, FieldCost>();
  const inputFields = new Map<string, number>();
  for (const definition of document.definitions) {
    if (!('name' in definition) || !definition.name) continue;
    const type = definition.name.value;
    const weight = weightOf(definition.directives as readonly ConstDirectiveNode[], names);
    if (weight !== null && definition.kind !== Kind.DIRECTIVE_DEFINITION) types.set(type, weight);
    if (
      definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
      definition.kind === Kind.INTERFACE_TYPE_DEFINITION
    ) {
      for (const field of definition.fields ?? []) {
        const cost = fieldCost(field, names);
        if (cost) fields.set(`${type}.${field.name.value}`, cost);
      }
    } else if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
      for (const field of definition.fields ?? []) {
        const inputWeight = weightOf(field.directives, names);
        if (inputWeight !== null) inputFields.set(`${type}.${field.name.value}`, inputWeight);
      }
    }
  }
  return { types, fields, inputFields };
}

interface DirectiveNames {
  readonly cost: string;
  readonly listSize: string;
}

const costSpec = /^https?:\/\/specs\.apollo\.dev\/cost\//;

/** A link may import a directive, under another name too; what it does not import has the link's name in front. */
function directiveNames(document: DocumentNode): DirectiveNames {
  const links = document.definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
      ? (definition.directives ?? [])
      : [],
  );
  for (const link of links) {
    if (link.name.value !== 'link') continue;
    const { url, as = 'cost', import: imports = [] } = argumentsOf(link) as Record<string, unknown>;
    if (typeof url !== 'string' || !costSpec.test(url)) continue;
    const imported = new Map<string, string>();
    for (const each of Array.isArray(imports) ? imports : []) {
      const { name, as: renamed = name } = typeof each === 'string' ? { name: each } : each;
      imported.set(String(name), String(renamed).replace(/^@/, ''));
    }
    // The directive that has the feature's own name needs no import.
    const cost = imported.get('@cost') ?? String(as);
    return { cost, listSize: imported.get('@listSize') ?? `${as}__listSize` };
  }
  return { cost: 'cost', listSize: 'listSize' };
}

function fieldCost(field: FieldDefinitionNode, names: DirectiveNames): FieldCost | null {
  const weight = weightOf(field.directives, names);
  const listSize = listSizeOf(field.directives, names);
  const weights = new Map<string, number>();
  for (const argument of field.arguments ?? []) addWeight(weights, argument, names);
  if (weight === null && listSize === null && weights.size === 0) return null;
  return { weight, listSize, arguments: weights };
}

function addWeight(
  weights: Map<string, number>,
  node: InputValueDefinitionNode,
  names: DirectiveNames,
): void {
  const weight = weightOf(node.directives, names);
  if (weight !== null) weights.set(node.name.value, weight);
}

function weightOf(
  directives: readonly ConstDirectiveNode[] | undefined,
  { cost }: DirectiveNames,
): number | null {
  const directive = directives?.find(({ name }) => name.value === cost);
  const weight = directive && Number(argumentsOf(directive).weight);
  return weight !== undefined && Number.isFinite(weight) ? weight : null;
}

function listSizeOf(
  directives: readonly ConstDirectiveNode[] | undefined,
  { listSize }: DirectiveNames,
): ListSize | null {
  const directive = directives?.find(({ name }) => name.value === listSize);
  if (!directive) return null;
  const given = argumentsOf(directive);
  return {
    assumedSize: typeof given.assumedSize === 'number' ? given.assumedSize : null,
    slicingArguments: texts(given.slicingArguments),
    sizedFields: texts(given.sizedFields),
    requireOneSlicingArgument: given.requireOneSlicingArgument !== false,
  };
}

function argumentsOf({ arguments: nodes = [] }: { readonly arguments?: readonly ArgumentNode[] }) {
  const values: Record<string, unknown> = {};
  for (const { name, value } of nodes) values[name.value] = valueFromASTUntyped(value);
  return values;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
