import type {
  BatchFetchNode,
  FetchNode,
  FetchRewrite,
  FlattenNodePathSegment,
  PlanNode,
  QueryPlan,
  RequiresSelection,
} from '@graphql-hive/router-query-planner';
import { absorbRefetches } from './absorbRefetches';
import { batchSteps } from './batchSteps';
import { compatible, PlanBuilder } from './PlanBuilder';
import type { EntityInput, PathSegment, Plan, RequiredSelection, Rewrite, StepCondition } from './PlanStep';

/** Where the walk over a plan is. */
interface Place {
  readonly at: readonly PathSegment[];
  readonly conditions: readonly StepCondition[];
  /** Steps that come before in the planner's order. */
  readonly before: ReadonlySet<number>;
}

/** Turns a plan of the native planner into steps. */
export function fromNative(plan: QueryPlan, kind: 'query' | 'mutation' | 'subscription'): Plan {
  const builder = new PlanBuilder(kind === 'mutation');
  if (plan.node) addNode(builder, plan.node, { at: [], conditions: [], before: new Set() });
  return {
    complete: builder.isComplete(),
    steps: batchSteps(absorbRefetches(builder.build())),
    deferred: [],
    source: plan,
    planner: 'native',
  };
}

/** Adds everything below a node; returns the indexes of the steps added. */
function addNode(builder: PlanBuilder, node: PlanNode, place: Place): number[] {
  switch (node.kind) {
    case 'Fetch':
      return [builder.add(fetchDraft(node, place), place.before)];
    case 'BatchFetch':
      return [builder.add(batchDraft(node, place), place.before)];
    case 'Flatten':
      return addNode(builder, node.node, { ...place, at: [...place.at, ...node.path.flatMap(pathSegment)] });
    case 'Sequence': {
      const before = new Set(place.before);
      return node.nodes.flatMap((child) => {
        const added = addNode(builder, child, { ...place, before: new Set(before) });
        for (const index of added) before.add(index);
        return added;
      });
    }
    case 'Parallel':
      return node.nodes.flatMap((child) => addNode(builder, child, place));
    case 'Condition':
      return [
        ...addBranch(builder, node.ifClause, withCondition(place, node.condition, true)),
        ...addBranch(builder, node.elseClause, withCondition(place, node.condition, false)),
      ];
    case 'Subscription': {
      const primary: FetchNode = { ...node.primary, kind: 'Fetch', operationKind: 'subscription' };
      return [builder.add(fetchDraft(primary, place), place.before)];
    }
    case 'Defer':
      throw new Error('The native planner does not plan @defer.');
  }
}

function addBranch(builder: PlanBuilder, node: PlanNode | null | undefined, place: Place): number[] {
  return node && compatible(place.conditions) ? addNode(builder, node, place) : [];
}

function withCondition(place: Place, variable: string, value: boolean): Place {
  return { ...place, conditions: [...place.conditions, { variable, value }] };
}

function fetchDraft(node: FetchNode, place: Place) {
  const entity = node.requires && {
    alias: '_entities',
    variable: 'representations',
    paths: [place.at],
    requires: node.requires.map(required),
    inputRewrites: (node.inputRewrites ?? []).map(rewrite),
    outputRewrites: (node.outputRewrites ?? []).map(rewrite),
    contexts: [],
  };
  return {
    subgraph: node.serviceName,
    kind: node.operationKind ?? 'query',
    operation: node.operation,
    variables: node.variableUsages ?? [],
    entities: entity ? [entity] : [],
    at: entity ? [] : place.at,
    outputRewrites: entity ? [] : (node.outputRewrites ?? []).map(rewrite),
    conditions: place.conditions,
    part: 0,
  } as const;
}

function batchDraft(node: BatchFetchNode, place: Place) {
  return {
    subgraph: node.serviceName,
    kind: node.operationKind ?? 'query',
    operation: node.operation,
    variables: node.variableUsages ?? [],
    entities: node.entityBatch.aliases.map(
      (alias): EntityInput => ({
        alias: alias.alias,
        variable: alias.representationsVariableName,
        paths: alias.paths.map((path) => [...place.at, ...path.flatMap(pathSegment)]),
        requires: alias.requires.map(required),
        inputRewrites: (alias.inputRewrites ?? []).map(rewrite),
        outputRewrites: (alias.outputRewrites ?? []).map(rewrite),
        contexts: [],
      }),
    ),
    at: [],
    outputRewrites: [],
    conditions: place.conditions,
    part: 0,
  } as const;
}

function pathSegment(segment: FlattenNodePathSegment): PathSegment[] {
  if (segment === '@') return [{ kind: 'list' }];
  if ('Field' in segment) return [{ kind: 'field', key: segment.Field }];
  return [{ kind: 'types', names: segment.TypeCondition }];
}

function required(selection: RequiresSelection): RequiredSelection {
  switch (selection.kind) {
    case 'Field':
      return {
        kind: 'field',
        key: selection.name,
        name: selection.alias ?? selection.name,
        selections: selection.selections?.length ? selection.selections.map(required) : undefined,
      };
    case 'InlineFragment':
      return {
        kind: 'fragment',
        on: selection.typeCondition,
        selections: selection.selections.map(required),
      };
    case 'FragmentSpread':
      throw new Error('A plan with fragment spreads in its requirements cannot be executed.');
  }
}

function rewrite(node: FetchRewrite): Rewrite {
  if ('KeyRenamer' in node) {
    return {
      kind: 'rename',
      path: node.KeyRenamer.path.map(rewriteSegment),
      to: node.KeyRenamer.renameKeyTo,
    };
  }
  const setter = 'ValueSetter' in node ? node.ValueSetter : node;
  return { kind: 'set', path: setter.path.map(rewriteSegment), value: setter.setValueTo };
}

function rewriteSegment(segment: { TypenameEquals: string[] } | { Key: string }) {
  return 'Key' in segment
    ? ({ kind: 'field', key: segment.Key } as const)
    : ({ kind: 'types', names: segment.TypenameEquals } as const);
}
