import type {
  FetchDataRewrite,
  FetchNode,
  PlanNode,
  QueryPlan,
  QueryPlanSelectionNode,
  SubscriptionNode,
} from '@apollo/query-planner';
import { batchSteps } from './batchSteps';
import { compatible, PlanBuilder } from './PlanBuilder';
import type {
  DeferredPart,
  PathSegment,
  Plan,
  RequiredSelection,
  Rewrite,
  RewriteSegment,
  StepCondition,
} from './PlanStep';

/** Where the walk over a plan is. */
interface Place {
  readonly at: readonly PathSegment[];
  readonly conditions: readonly StepCondition[];
  readonly before: ReadonlySet<number>;
  readonly part: number;
}

/** Turns a plan of Apollo's planner into steps. */
export function fromApollo(plan: QueryPlan, kind: 'query' | 'mutation' | 'subscription'): Plan {
  const walk = new Walk(kind === 'mutation');
  if (plan.node) walk.node(plan.node, { at: [], conditions: [], before: new Set(), part: 0 });
  return {
    complete: walk.builder.isComplete(),
    steps: batchSteps(walk.builder.build()),
    deferred: walk.deferred,
    primarySelection: walk.primarySelection,
    source: plan,
    planner: 'apollo',
  };
}

class Walk {
  readonly builder: PlanBuilder;
  readonly deferred: DeferredPart[] = [];
  primarySelection: string | undefined;
  private readonly stepByFetchId = new Map<string, number>();

  constructor(strict: boolean) {
    this.builder = new PlanBuilder(strict);
  }

  /** Adds everything below a node; returns the indexes of the steps added. */
  node(node: PlanNode | SubscriptionNode, place: Place): number[] {
    switch (node.kind) {
      case 'Fetch':
        return [this.fetch(node, place)];
      case 'Flatten':
        return this.node(node.node, {
          ...place,
          at: [...place.at, ...node.path.map(String).flatMap(pathSegment)],
        });
      case 'Sequence':
        return this.sequence(node.nodes, place);
      case 'Parallel':
        return node.nodes.flatMap((child) => this.node(child, place));
      case 'Condition':
        return [
          ...this.branch(node.ifClause, place, { variable: node.condition, value: true }),
          ...this.branch(node.elseClause, place, { variable: node.condition, value: false }),
        ];
      case 'Subscription':
        return this.sequence(node.rest ? [node.primary, node.rest] : [node.primary], place);
      case 'Defer':
        return this.defer(node, place);
    }
  }

  private sequence(nodes: readonly PlanNode[], place: Place): number[] {
    const before = new Set(place.before);
    return nodes.flatMap((child) => {
      const added = this.node(child, { ...place, before: new Set(before) });
      for (const index of added) before.add(index);
      return added;
    });
  }

  private branch(node: PlanNode | undefined, place: Place, condition: StepCondition): number[] {
    const conditions = [...place.conditions, condition];
    return node && compatible(conditions) ? this.node(node, { ...place, conditions }) : [];
  }

  private defer(node: PlanNode & { kind: 'Defer' }, place: Place): number[] {
    if (place.part === 0) this.primarySelection = node.primary.subselection;
    const primary = node.primary.node ? this.node(node.primary.node, place) : [];
    const later = node.deferred.flatMap((deferred) => {
      const part: DeferredPart = {
        index: this.deferred.length + 1,
        within: place.part,
        label: deferred.label,
        path: deferred.queryPath.flatMap(pathSegment),
        selection: deferred.subselection,
        conditions: place.conditions,
      };
      this.deferred.push(part);
      const known = deferred.depends
        .map(({ id }) => this.stepByFetchId.get(id))
        .filter((step) => step !== undefined);
      const before = new Set([...place.before, ...primary, ...known]);
      return deferred.node ? this.node(deferred.node, { ...place, before, part: part.index }) : [];
    });
    return [...primary, ...later];
  }

  private fetch(node: FetchNode, place: Place): number {
    const entity = node.requires && {
      alias: '_entities',
      variable: 'representations',
      paths: [place.at],
      requires: node.requires.map(required),
      inputRewrites: (node.inputRewrites ?? []).map(rewrite),
      outputRewrites: (node.outputRewrites ?? []).map(rewrite),
      contexts: (node.contextRewrites ?? []).map(({ path, renameKeyTo }) => ({
        kind: 'rename' as const,
        path: path.map(rewriteSegment),
        to: renameKeyTo,
      })),
    };
    const contextVariables = new Set(entity?.contexts.map(({ to }) => to));
    const index = this.builder.add(
      {
        subgraph: node.serviceName,
        kind: node.operationKind,
        operation: node.operation,
        variables: (node.variableUsages ?? []).filter((name) => !contextVariables.has(name)),
        entities: entity ? [entity] : [],
        at: entity ? [] : place.at,
        outputRewrites: entity ? [] : (node.outputRewrites ?? []).map(rewrite),
        conditions: place.conditions,
        part: place.part,
      },
      place.before,
    );
    if (node.id !== undefined) this.stepByFetchId.set(node.id, index);
    return index;
  }
}

const fragmentPrefix = '... on ';

function pathSegment(segment: string): PathSegment[] {
  if (segment === '@') return [{ kind: 'list' }];
  if (segment.startsWith(fragmentPrefix))
    return [{ kind: 'types', names: [segment.slice(fragmentPrefix.length)] }];
  return [{ kind: 'field', key: segment }];
}

function rewriteSegment(segment: string): RewriteSegment {
  if (segment === '..') return { kind: 'up' };
  if (segment.startsWith(fragmentPrefix))
    return { kind: 'types', names: [segment.slice(fragmentPrefix.length)] };
  return { kind: 'field', key: segment };
}

function rewrite(node: FetchDataRewrite): Rewrite {
  const path = node.path.map(rewriteSegment);
  return node.kind === 'KeyRenamer'
    ? { kind: 'rename', path, to: node.renameKeyTo }
    : { kind: 'set', path, value: node.setValueTo };
}

function required(selection: QueryPlanSelectionNode): RequiredSelection {
  if (selection.kind === 'InlineFragment') {
    return { kind: 'fragment', on: selection.typeCondition, selections: selection.selections.map(required) };
  }
  return {
    kind: 'field',
    // The planner names a required field by its alias in our data; the department knows it by its own name.
    key: selection.alias ?? selection.name,
    name: selection.alias ?? selection.name,
    selections: selection.selections?.length ? selection.selections.map(required) : undefined,
  };
}
