import {
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  isCompositeType,
  parse,
} from 'graphql';
import type { NormalDefer, NormalOperation, NormalSelection } from '../plan/NormalOperation';
import type { Plan } from '../plan/PlanStep';
import { printOperation } from '../plan/printNormal';
import type { Supergraph } from '../plan/Supergraph';
import { type Conditions, conditionVariables } from '../respond/collectFields';
import {
  compileWriter,
  type ObjectWriter,
  type PausingWriter,
  type WriterInput,
} from '../respond/WriterCompiler';
import { type CompiledStep, compileSteps } from './CompiledStep';
import { type CanonicalPlace, canonicalPlaces } from './canonicalPlaces';

/** A writer with what it was made from, which `findProblems` walks. */
export interface WriterOf {
  readonly write: ObjectWriter;
  /** The same for answers none of whose strings needs an escape; compiled when first needed. */
  plain?: ObjectWriter;
  /** The same for answers that are too large to be written in one go; compiled when first needed. */
  pausing?: PausingWriter;
  readonly input: WriterInput;
}

interface WriterRequest {
  readonly selections: () => readonly NormalSelection[];
  /** The root type of the operation where left out. */
  readonly type?: GraphQLCompositeType;
  readonly shared?: ReadonlyMap<string, number>;
}

let nextId = 0;

/** Each setting of the condition variables gets a writer of its own; these many are kept. */
const mostWriters = 32;

/** An operation that is planned and compiled: nothing is left to find out but the data. */
export class CompiledOperation {
  /** Different for every operation compiled in this process. */
  readonly id = nextId++;
  /** Plans that run one after the other; more than one only for mutations. */
  readonly stages: readonly (readonly CompiledStep[])[];
  /** Places where equal objects are made one. */
  readonly canonical: readonly CanonicalPlace[];
  /** Variables that `@skip` and `@include` look at. */
  readonly conditionNames: readonly string[];
  /** The root fields `__schema` and `__type`, as a document for graphql-js. */
  readonly introspection: DocumentNode | undefined;
  private readonly sharedPlaces: ReadonlyMap<string, number>;
  private readonly writers = new Map<string, WriterOf>();

  constructor(
    readonly normal: NormalOperation,
    readonly plans: readonly Plan[],
    readonly supergraph: Supergraph,
  ) {
    const [only] = plans;
    // Mutations read again what they changed, and subscriptions run over and over: only queries share objects.
    this.canonical = only && plans.length === 1 && normal.kind === 'query' ? canonicalPlaces(only.steps) : [];
    const tables = { types: supergraph.types, joins: supergraph.joins, requires: supergraph.requires };
    this.stages = plans.map(({ steps }) => compileSteps(steps, tables, this.canonical));
    this.conditionNames = [...conditionVariables(normal.selections)];
    this.sharedPlaces = new Map(this.canonical.map(({ path, index }) => [path, index]));
    const introspected = introspectionOf(normal.selections);
    if (introspected.length > 0)
      this.introspection = parse(printOperation({ ...normal, selections: introspected }));
  }

  /** The writer for these values of the condition variables. */
  writer(conditions: Conditions): WriterOf {
    return this.cached('', conditions, {
      selections: () => this.normal.selections,
      shared: this.sharedPlaces,
    });
  }

  /** The writer of one stage's own root fields. */
  stageWriter(stage: number, conditions: Conditions): WriterOf {
    return this.cached(`${stage}:`, conditions, {
      selections: () => {
        const steps = this.stages[stage]?.filter(({ kind }) => kind === this.normal.kind) ?? [];
        return rootsNamed(this.normal.selections, new Set(steps.flatMap(({ rootKeys }) => rootKeys)));
      },
    });
  }

  /** The writer of one deferred fragment. */
  partWriter({ id, type, selections }: NormalDefer, conditions: Conditions): WriterOf {
    const named = this.supergraph.apiSchema.getType(type);
    return this.cached(`${id}:`, conditions, {
      selections: () => selections,
      type: isCompositeType(named) ? named : undefined,
    });
  }

  /** Parts of the plan that bring a deferred fragment. */
  partsOf(id: string): number[] {
    return this.plans.flatMap(({ deferred }) =>
      deferred.filter(({ label }) => label === id).map(({ index }) => index),
    );
  }

  private cached(
    name: string,
    conditions: Conditions,
    { selections, type = this.rootType(), shared }: WriterRequest,
  ): WriterOf {
    const key = name + this.conditionNames.map((each) => (conditions.get(each) ? '1' : '0')).join('');
    const known = this.writers.get(key);
    if (known) return known;
    const input: WriterInput = {
      schema: this.supergraph.apiSchema,
      type,
      selections: selections(),
      conditions: new Map(conditions),
      shared,
      withholding: this.normal.withholding,
      costs: this.supergraph.costs ?? undefined,
    };
    const writer: WriterOf = { write: compileWriter(input), input };
    this.writers.set(key, writer);
    if (this.writers.size > mostWriters) this.writers.delete(this.writers.keys().next().value as string);
    return writer;
  }

  private rootType(): GraphQLObjectType {
    const type = this.supergraph.apiSchema.getRootType(this.normal.kind);
    if (!type) throw new Error(`The schema has no ${this.normal.kind} type.`);
    return type;
  }
}

function rootsNamed(
  selections: readonly NormalSelection[],
  dataKeys: ReadonlySet<string>,
): NormalSelection[] {
  return selections.flatMap((selection): NormalSelection[] => {
    if (selection.kind === 'field') return dataKeys.has(selection.dataKey) ? [selection] : [];
    return [{ ...selection, selections: rootsNamed(selection.selections, dataKeys) }];
  });
}

function introspectionOf(selections: readonly NormalSelection[]): NormalSelection[] {
  const kept: NormalSelection[] = [];
  for (const selection of selections) {
    if (selection.kind === 'field') {
      if (selection.name === '__schema' || selection.name === '__type') kept.push(selection);
      continue;
    }
    const nested = introspectionOf(selection.selections);
    if (nested.length > 0) kept.push({ ...selection, selections: nested });
  }
  return kept;
}
