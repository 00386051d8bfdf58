import { codedError } from '@lien-thong/schema';
import {
  type ArgumentNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  print,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type ValueNode,
} from 'graphql';
import { LiteralLifter } from './liftLiteral';
import type { PlanLimits } from './limits';
import type { NormalDefer, NormalField, NormalOperation, NormalSelection } from './NormalOperation';
import type { PathSegment } from './PlanStep';
import { operationKey } from './printNormal';
import { apartKey, separateKeys } from './separateKeys';

/** What `normalise` needs. */
export interface NormaliseInput {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName?: string | null;
  readonly limits: PlanLimits;
  /** False where the client cannot read an incremental answer: `@defer` is dropped then. */
  readonly incremental: boolean;
  /** Fields that a planner may add with other arguments than the client's. */
  readonly requiredWithArguments: ReadonlySet<string>;
}

/**
 * Expands fragments, resolves constant conditions, merges equal selections and lifts literals.
 * Throws PLAN_FAILED where the operation expands beyond the limits, before any planner sees it.
 */
export function normalise(input: NormaliseInput): NormalOperation {
  const operation = findOperation(input.document, input.operationName);
  const rootType = input.schema.getRootType(operation.operation);
  if (!rootType) {
    throw codedError('GRAPHQL_VALIDATION_FAILED', {
      message: `The schema has no ${operation.operation} type.`,
    });
  }
  const normaliser = new Normaliser(input, operation);
  const selections = normaliser.selectionSet(operation.selectionSet, rootType);
  separateKeys(selections);
  if (normaliser.deferred.length > 0) locateDeferred(selections, []);
  const { lifted } = normaliser.lifter;
  const variables = operation.variableDefinitions ?? [];
  return {
    kind: operation.operation,
    rootType: rootType.name,
    selections,
    variables,
    lifted,
    key: operationKey({ kind: operation.operation, selections, variables, lifted }),
    deferred: normaliser.deferred,
    depth: normaliser.deepest,
  };
}

function findOperation(document: DocumentNode, name?: string | null): OperationDefinitionNode {
  const operation = getOperationAST(document, name);
  if (operation) return operation;
  throw codedError('BAD_REQUEST', {
    message: name
      ? `The document has no operation named "${name}".`
      : 'The document has several operations or none: say which one by operationName.',
  });
}

/** Selections of one scope under construction, findable by what makes them equal. */
interface Scope {
  readonly list: NormalSelection[];
  readonly bySignature: Map<string, NormalSelection>;
  readonly spread: Set<string>;
}

class Normaliser {
  readonly lifter: LiteralLifter;
  readonly deferred: NormalDefer[] = [];
  deepest = 0;
  private fields = 0;
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly open = new Set<string>();
  private readonly scopes = new WeakMap<NormalSelection[], Scope>();

  constructor(
    private readonly input: NormaliseInput,
    operation: OperationDefinitionNode,
  ) {
    this.lifter = new LiteralLifter(
      new Set(operation.variableDefinitions?.map(({ variable }) => variable.name.value)),
    );
    for (const definition of input.document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(definition.name.value, definition);
    }
    this.bound('fragments', this.fragments.size);
  }

  selectionSet(node: SelectionSetNode, parent: GraphQLCompositeType): NormalSelection[] {
    const list: NormalSelection[] = [];
    this.collect(node, {
      parent,
      scope: this.scopeOf(list),
      depth: 1,
      nesting: 0,
      directives: noDirectives,
    });
    return list;
  }

  private bound(limit: keyof PlanLimits, value: number): void {
    const allowed = this.input.limits[limit];
    if (value <= allowed) return;
    throw codedError('PLAN_FAILED', {
      message: `The operation is too large: it has more than ${allowed} ${limit === 'depth' ? 'levels' : limit}, fragments expanded. Ask for less at once.`,
      extensions: { limit, allowed },
    });
  }

  private scopeOf(list: NormalSelection[]): Scope {
    let scope = this.scopes.get(list);
    if (!scope) {
      scope = { list, bySignature: new Map(), spread: new Set() };
      this.scopes.set(list, scope);
    }
    return scope;
  }

  private collect(node: SelectionSetNode, at: Place): void {
    this.bound('depth', at.depth);
    if (at.depth > this.deepest) this.deepest = at.depth;
    for (const selection of node.selections) {
      const directives = this.conditions(selection.directives);
      if (directives === 'never') continue;
      if (selection.kind === Kind.FIELD) {
        this.field(selection, { ...at, directives });
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        this.fragment(selection.typeCondition?.name.value, selection.selectionSet, { ...at, directives });
      } else {
        this.spread(selection.name.value, { ...at, directives });
      }
    }
  }

  private spread(name: string, at: Place): void {
    const fragment = this.fragments.get(name);
    const plain = at.directives.length === 0;
    if (!fragment || (plain && at.scope.spread.has(name))) return;
    if (this.open.has(name)) {
      throw codedError('GRAPHQL_VALIDATION_FAILED', { message: `The fragment "${name}" contains itself.` });
    }
    if (plain) at.scope.spread.add(name);
    this.open.add(name);
    this.fragment(fragment.typeCondition.name.value, fragment.selectionSet, at);
    this.open.delete(name);
  }

  private fragment(on: string | undefined, node: SelectionSetNode, at: Place): void {
    const type = on === undefined ? at.parent : this.input.schema.getType(on);
    if (!isCompositeType(type)) return;
    // Levels without a field of their own count too: they are what runs a planner out of stack.
    this.bound('fields', ++this.fields);
    if (at.nesting > deepestNesting) this.bound('depth', Number.POSITIVE_INFINITY);
    const always = type === at.parent || (isObjectType(at.parent) && this.covers(type, at.parent));
    const deeper: Place = { ...at, nesting: at.nesting + 1 };
    if (always && at.directives.length === 0) {
      this.collect(node, deeper);
      return;
    }
    const inner: Place = always ? deeper : { ...deeper, parent: type };
    const deferNode = at.directives.find(({ name }) => name.value === 'defer');
    if (deferNode) {
      this.deferredFragment(deferNode, node, { ...inner, on: always ? undefined : type.name });
      return;
    }
    const signature = `...${always ? '' : type.name}${at.directives.map(print).join('')}`;
    let known = at.scope.bySignature.get(signature);
    if (known?.kind !== 'fragment') {
      known = {
        kind: 'fragment',
        on: always ? undefined : type.name,
        directives: at.directives,
        selections: [],
      };
      at.scope.bySignature.set(signature, known);
      at.scope.list.push(known);
    }
    this.collect(node, { ...inner, scope: this.scopeOf(known.selections) });
  }

  /** Deferred fragments stay apart, each with an id by which the planner's parts are known again. */
  private deferredFragment(
    directive: DirectiveNode,
    node: SelectionSetNode,
    at: Place & { on: string | undefined },
  ): void {
    const id = `_d${this.deferred.length}`;
    const selections: NormalSelection[] = [];
    const condition = argumentOf(directive, 'if');
    const label = argumentOf(directive, 'label');
    const defer: NormalDefer = {
      id,
      label: label?.kind === Kind.STRING ? label.value : undefined,
      condition: condition?.kind === Kind.VARIABLE ? condition.name.value : undefined,
      path: [],
      type: at.parent.name,
      selections,
      within: at.within,
    };
    this.deferred.push(defer);
    const directives = at.directives.map((each) => (each === directive ? labelled(directive, id) : each));
    at.scope.list.push({ kind: 'fragment', on: at.on, defer, directives, selections });
    this.collect(node, { ...at, within: id, scope: this.scopeOf(selections) });
  }

  private covers(type: GraphQLCompositeType, parent: GraphQLCompositeType): boolean {
    return isAbstractType(type) && isObjectType(parent) && this.input.schema.isSubType(type, parent);
  }

  private field(node: FieldNode, at: Place): void {
    const definition = this.definition(at.parent, node.name.value);
    if (!definition) return;
    const key = node.alias?.value ?? node.name.value;
    const signature = `${key}${at.directives.map(print).join('')}`;
    let known = at.scope.bySignature.get(signature);
    if (known?.kind !== 'field') {
      this.bound('fields', ++this.fields);
      known = {
        kind: 'field',
        key,
        dataKey: this.dataKey(key, node.name.value),
        name: node.name.value,
        arguments: this.arguments(node.arguments, definition),
        directives: at.directives,
        ...(node.selectionSet && { selections: [] }),
      };
      at.scope.bySignature.set(signature, known);
      at.scope.list.push(known);
    }
    const type = getNamedType(definition.type);
    const nested = (known as NormalField).selections;
    if (node.selectionSet && nested && isCompositeType(type)) {
      this.collect(node.selectionSet, {
        ...at,
        parent: type,
        scope: this.scopeOf(nested),
        depth: at.depth + 1,
      });
    }
  }

  private dataKey(key: string, name: string): string {
    const apart =
      this.input.requiredWithArguments.has(name) || (key !== name && isTaken(this.input.schema, key));
    return apart ? apartKey(key) : key;
  }

  private definition(parent: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined {
    if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
    if (parent === this.input.schema.getQueryType()) {
      if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
      if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    }
    return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
  }

  private arguments(
    nodes: readonly ArgumentNode[] | undefined,
    definition: GraphQLField<unknown, unknown>,
  ): readonly ArgumentNode[] {
    if (!nodes || nodes.length === 0) return [];
    return nodes.map((node) => {
      const type = definition.args.find(({ name }) => name === node.name.value)?.type;
      return type && !definition.name.startsWith('__') ? this.lifter.lift(node, type) : node;
    });
  }

  /** The directives that are left once constant ones are resolved; `never` where the selection is out for good. */
  private conditions(nodes: readonly DirectiveNode[] | undefined): readonly DirectiveNode[] | 'never' {
    if (!nodes || nodes.length === 0) return noDirectives;
    const left: DirectiveNode[] = [];
    for (const node of nodes) {
      const name = node.name.value;
      const value = node.arguments?.find((argument) => argument.name.value === 'if')?.value;
      if (name === 'skip' || name === 'include') {
        if (value?.kind !== Kind.BOOLEAN) left.push(node);
        else if (value.value === (name === 'skip')) return 'never';
      } else if (name === 'defer') {
        if (!this.input.incremental || (value?.kind === Kind.BOOLEAN && !value.value)) continue;
        left.push(node);
      }
      // Directives that departments composed mean nothing here; departments may define them differently.
    }
    return left;
  }
}

/** Tells deferred fragments where they are, once data keys are final. */
function locateDeferred(selections: readonly NormalSelection[], path: readonly PathSegment[]): void {
  for (const selection of selections) {
    if (selection.kind === 'field') {
      if (selection.selections)
        locateDeferred(selection.selections, [...path, { kind: 'field', key: selection.dataKey }]);
      continue;
    }
    const inner: readonly PathSegment[] =
      selection.on === undefined ? path : [...path, { kind: 'types', names: [selection.on] }];
    if (selection.defer) selection.defer.path = inner;
    locateDeferred(selection.selections, inner);
  }
}

/** Where a selection stands. */
interface Place {
  readonly parent: GraphQLCompositeType;
  readonly scope: Scope;
  readonly depth: number;
  /** Fragments and fields around it. */
  readonly nesting: number;
  readonly directives: readonly DirectiveNode[];
  /** The deferred fragment around it. */
  readonly within?: string;
}

function argumentOf(directive: DirectiveNode, name: string): ValueNode | undefined {
  return directive.arguments?.find((argument) => argument.name.value === name)?.value;
}

/** The directive with our id in place of the client's label. */
function labelled(directive: DirectiveNode, id: string): DirectiveNode {
  const others = directive.arguments?.filter((argument) => argument.name.value !== 'label') ?? [];
  const label = {
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: 'label' },
    value: { kind: Kind.STRING, value: id },
  } as const;
  return { ...directive, arguments: [label, ...others] };
}

const fieldNamesBySchema = new WeakMap<GraphQLSchema, ReadonlySet<string>>();

/** Whether a planner might add a field of this name, or every object inherits it. */
function isTaken(schema: GraphQLSchema, name: string): boolean {
  let names = fieldNamesBySchema.get(schema);
  if (!names) {
    const found = new Set(Object.getOwnPropertyNames(Object.prototype));
    for (const type of Object.values(schema.getTypeMap())) {
      if (isObjectType(type) || isInterfaceType(type))
        for (const field of Object.keys(type.getFields())) found.add(field);
    }
    names = found;
    fieldNamesBySchema.set(schema, names);
  }
  return names.has(name) || name.startsWith('_');
}

/** Fragments within fragments cost this walk and every later one stack, though they are no levels of the answer. */
const deepestNesting = 1_000;

const noDirectives: readonly DirectiveNode[] = [];
