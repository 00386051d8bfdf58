import {
  type ASTNode,
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/** What an operation, or a fragment, adds up to, the fragments in it expanded at each place. */
export interface Measures {
  /** Levels of fields. */
  readonly depth: number;
  /** Fields and fragments. */
  readonly fields: number;
  /** Fields at the root. */
  readonly rootFields: number;
  readonly aliases: number;
  readonly directives: number;
  /** Directives at the place that has most. */
  readonly fieldDirectives: number;
  /** Items of the longest list that is written out. */
  readonly list: number;
  /** Whether it asks for `__schema` or `__type`. */
  readonly introspects: boolean;
}

/** The sizes of a document: those of its largest operation, by each measure, and its count of fragments. */
export interface DocumentMeasures extends Measures {
  readonly fragments: number;
}

type Open = { -readonly [K in keyof Measures]: Measures[K] };

/**
 * Measures a document as it is written, before it is validated, in time that is linear in its text: each fragment is
 * measured once, so that fragments that double sixteen times are counted and not walked. A fragment within itself counts
 * once: the validation refuses it. The nesting of the text is to be checked before: the walk is recursive.
 */
export function measureDocument(document: DocumentNode): DocumentMeasures {
  const measurer = new Measurer(document.definitions);
  const whole = nothing();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) largest(whole, measurer.definition(definition));
  }
  return { ...whole, fragments: measurer.fragments };
}

type Executable = Extract<
  DefinitionNode,
  { readonly kind: Kind.OPERATION_DEFINITION | Kind.FRAGMENT_DEFINITION }
>;

class Measurer {
  readonly fragments: number;
  private readonly byName = new Map<string, FragmentDefinitionNode>();
  private readonly known = new Map<string, Measures>();

  constructor(definitions: readonly DefinitionNode[]) {
    let fragments = 0;
    for (const definition of definitions) {
      if (definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
      fragments += 1;
      this.byName.set(definition.name.value, definition);
    }
    this.fragments = fragments;
  }

  definition(node: Executable): Measures {
    const sum = nothing();
    this.place(node, sum);
    if (node.kind === Kind.OPERATION_DEFINITION) {
      for (const variable of node.variableDefinitions ?? []) {
        this.place(variable, sum);
        if (variable.defaultValue) this.value(variable.defaultValue, sum);
      }
    }
    this.selections(node.selectionSet, sum);
    return sum;
  }

  private selections({ selections }: SelectionSetNode, sum: Open): void {
    for (const selection of selections) this.selection(selection, sum);
  }

  private selection(node: SelectionNode, sum: Open): void {
    this.place(node, sum);
    sum.fields += 1;
    if (node.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = this.fragment(node.name.value);
      sum.rootFields += fragment.rootFields;
      add(sum, fragment, fragment.depth);
    } else if (node.kind === Kind.INLINE_FRAGMENT) this.selections(node.selectionSet, sum);
    else {
      const name = node.name.value;
      sum.rootFields += 1;
      if (node.alias && node.alias.value !== name) sum.aliases += 1;
      if (name === '__schema' || name === '__type') sum.introspects = true;
      for (const { value } of node.arguments ?? []) this.value(value, sum);
      const below = nothing();
      if (node.selectionSet) this.selections(node.selectionSet, below);
      add(sum, below, below.depth + 1);
    }
  }

  private fragment(name: string): Measures {
    const known = this.known.get(name);
    if (known) return known;
    const definition = this.byName.get(name);
    if (!definition) return none;
    this.known.set(name, none);
    const measured = this.definition(definition);
    this.known.set(name, measured);
    return measured;
  }

  private place(node: Extract<ASTNode, { readonly directives?: unknown }>, sum: Open): void {
    const { directives } = node;
    if (!directives || directives.length === 0) return;
    sum.directives += directives.length;
    if (directives.length > sum.fieldDirectives) sum.fieldDirectives = directives.length;
    for (const directive of directives) {
      for (const { value } of directive.arguments ?? []) this.value(value, sum);
    }
  }

  private value(node: ValueNode, sum: Open): void {
    if (node.kind === Kind.LIST) {
      if (node.values.length > sum.list) sum.list = node.values.length;
      for (const value of node.values) this.value(value, sum);
    } else if (node.kind === Kind.OBJECT) {
      for (const { value } of node.fields) this.value(value, sum);
    }
  }
}

/** Adds what stands below, but for the fields at its root. */
function add(sum: Open, below: Measures, depth: number): void {
  if (depth > sum.depth) sum.depth = depth;
  sum.fields += below.fields;
  sum.aliases += below.aliases;
  sum.directives += below.directives;
  if (below.fieldDirectives > sum.fieldDirectives) sum.fieldDirectives = below.fieldDirectives;
  if (below.list > sum.list) sum.list = below.list;
  if (below.introspects) sum.introspects = true;
}

function largest(whole: Open, one: Measures): void {
  whole.depth = Math.max(whole.depth, one.depth);
  whole.fields = Math.max(whole.fields, one.fields);
  whole.rootFields = Math.max(whole.rootFields, one.rootFields);
  whole.aliases = Math.max(whole.aliases, one.aliases);
  whole.directives = Math.max(whole.directives, one.directives);
  whole.fieldDirectives = Math.max(whole.fieldDirectives, one.fieldDirectives);
  whole.list = Math.max(whole.list, one.list);
  whole.introspects ||= one.introspects;
}

function nothing(): Open {
  return {
    depth: 0,
    fields: 0,
    rootFields: 0,
    aliases: 0,
    directives: 0,
    fieldDirectives: 0,
    list: 0,
    introspects: false,
  };
}

const none: Measures = nothing();
