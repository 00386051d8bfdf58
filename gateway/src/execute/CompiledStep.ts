import { type DocumentNode, Kind, parse, type SelectionNode } from 'graphql';
import type { EntityInput, PathSegment, PlanStep, Rewrite } from '../plan/PlanStep';
import type { Supergraph } from '../plan/Supergraph';
import { askedOnce } from './askedOnce';
import type { CanonicalPlace } from './canonicalPlaces';
import { type Collector, compileCollector } from './compileCollector';
import { compileMerge, type Merge } from './compileMerge';
import { compileRepresentation, type RepresentationWriter } from './compileRepresentation';
import { type Dependent, dependentsOf } from './dependents';
import { type Sharing, sharingOf } from './sharingOf';

/** One `_entities` field of a request, ready to run. */
export interface CompiledEntity {
  readonly alias: string;
  readonly variable: string;
  readonly represent: RepresentationWriter;
  readonly places: readonly { readonly path: readonly PathSegment[]; readonly collect: Collector }[];
  readonly outputRewrites: readonly Rewrite[];
  readonly contexts: EntityInput['contexts'];
  readonly sharing: Sharing;
  readonly merge: Merge;
  /** Fields of the answer that are worth nothing without what they require. */
  readonly dependents: readonly Dependent[];
  /** Equal for fetches of which one can use what another has brought; undefined where there is no other. */
  readonly repeats?: number;
}

/** One request to a department, ready to run. */
export interface CompiledStep
  extends Pick<
    PlanStep,
    'index' | 'subgraph' | 'kind' | 'operation' | 'conditions' | 'after' | 'part' | 'outputRewrites'
  > {
  /** The body up to its variables. */
  readonly bodyStart: string;
  readonly variables: readonly string[];
  readonly entities: readonly CompiledEntity[];
  /** Where the answer of root fields goes; undefined for the root of the answer. */
  readonly at?: { readonly path: readonly PathSegment[]; readonly collect: Collector };
  /** Keys of the root fields asked for. */
  readonly rootKeys: readonly string[];
  /** Places of the answer whose objects this step brings and which are to be made one. */
  readonly canonical: readonly CanonicalPlace[];
}

/** What compiled steps know of the supergraph. */
export type SupergraphTables = Pick<Supergraph, 'types' | 'joins' | 'requires'>;

/** Compiles the steps of a plan. */
export function compileSteps(
  steps: readonly PlanStep[],
  tables: SupergraphTables,
  places: readonly CanonicalPlace[] = [],
): CompiledStep[] {
  const { types } = tables;
  const repeats = askedOnce(steps);
  const canonical = new Set(places.map(({ path }) => path));
  return steps.map((step) => ({
    index: step.index,
    subgraph: step.subgraph,
    kind: step.kind,
    operation: step.operation,
    conditions: step.conditions,
    after: step.after,
    part: step.part,
    outputRewrites: step.outputRewrites,
    bodyStart: `{"query":${JSON.stringify(step.operation)}`,
    variables: step.variables,
    entities: step.entities.map((entity) =>
      compileEntity(entity, { step, steps, tables, canonical, repeats }),
    ),
    at: step.at.length === 0 ? undefined : { path: step.at, collect: compileCollector(step.at, types) },
    canonical: places.filter((place) => place.step === step.index),
    rootKeys: rootKeys(parse(step.operation, { noLocation: true })),
  }));
}

function compileEntity(
  entity: EntityInput,
  {
    step,
    steps,
    tables,
    canonical,
    repeats,
  }: {
    step: PlanStep;
    steps: readonly PlanStep[];
    tables: SupergraphTables;
    canonical: ReadonlySet<string>;
    repeats: ReadonlyMap<EntityInput, number>;
  },
): CompiledEntity {
  const dependents = dependentsOf(step, entity, tables.requires);
  return {
    alias: entity.alias,
    variable: entity.variable,
    represent: compileRepresentation({
      requires: dependents.requires,
      rewrites: entity.inputRewrites,
      subgraph: step.subgraph,
      types: tables.types,
      joins: tables.joins,
    }),
    places: entity.paths.map((path) => ({ path, collect: compileCollector(path, tables.types, canonical) })),
    outputRewrites: entity.outputRewrites,
    contexts: entity.contexts,
    sharing: sharingOf(entity, { step, steps }),
    repeats: repeats.get(entity),
    dependents: dependents.fields,
    merge: compileMerge(step.operation, entity, tables.types),
  };
}

function rootKeys(document: DocumentNode): string[] {
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const nodes: readonly SelectionNode[] =
    operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections : [];
  return nodes.flatMap((node) => (node.kind === Kind.FIELD ? [(node.alias ?? node.name).value] : []));
}
