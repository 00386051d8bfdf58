import { type DefinitionNode, type FragmentDefinitionNode, Kind, parse, type SelectionNode } from 'graphql';
import type { EntityInput, PathSegment, PlanStep, RequiredSelection, StepCondition } from './PlanStep';

/** A step before its dependencies are known. */
export type StepDraft = Omit<PlanStep, 'index' | 'after'>;

/** A step as the builder tracks it: which response paths it needs and which it brings. */
interface TrackedStep {
  readonly draft: StepDraft;
  /** Steps that the planner put before it. */
  readonly before: ReadonlySet<number>;
  readonly needs: readonly string[];
  /** With the number of conditions passed on the way. */
  readonly brings: ReadonlyMap<string, number>;
  /** What it brings cannot be told from its text. */
  readonly opaque: boolean;
  /** Where its contextual arguments lie. */
  readonly contexts: readonly string[];
}

/**
 * Collects steps in the planner's order and finds out which of the earlier ones each really needs: a step starts when the paths
 * that it walks and the fields that it requires have been fetched, not when everything before it in the plan has ended.
 */
export class PlanBuilder {
  private readonly tracked: TrackedStep[] = [];

  /** `strict` keeps the planner's order as it is, for mutations. */
  constructor(private readonly strict: boolean) {}

  /** Adds a step that the planner put after `before`; returns its index. */
  add(draft: StepDraft, before: ReadonlySet<number>): number {
    this.tracked.push({ draft, before, ...footprint(draft) });
    return this.tracked.length - 1;
  }

  build(): PlanStep[] {
    const steps = this.tracked.map((step, index) => ({
      ...step.draft,
      entities: step.draft.entities.map((entity) => this.withOptional(entity, step)),
      index,
      after: this.dependencies(index),
    }));
    return inOrder(steps);
  }

  /** False where a step needs what no earlier step brings: the plan cannot give the whole answer. */
  isComplete(): boolean {
    return this.tracked.every((step) => {
      const before = this.before(step);
      if (before.some(({ opaque }) => opaque)) return true;
      return step.needs.every(
        (path) => isTypename(path) || path === contextNeed || before.some(({ brings }) => brings.has(path)),
      );
    });
  }

  /** Marks what is required but may have been left out by the client's own conditions. */
  private withOptional(entity: EntityInput, step: TrackedStep): EntityInput {
    const mark = (selections: readonly RequiredSelection[], at: readonly string[]): RequiredSelection[] =>
      selections.map((selection) => {
        if (selection.kind === 'fragment')
          return { ...selection, selections: mark(selection.selections, at) };
        const paths = at.map((prefix) => `${prefix}.${selection.key}`);
        const optional = at.some((prefix) => this.isConditional(`${prefix}.${selection.key}`, prefix, step));
        return {
          ...selection,
          optional,
          selections: selection.selections && mark(selection.selections, paths),
        };
      });
    return {
      ...entity,
      requires: mark(
        entity.requires,
        entity.paths.map((path) => addPath(new Set(), path)),
      ),
    };
  }

  /** Whether everybody who brings a path does so under a condition that the object it is on and the step do not stand under. */
  private isConditional(path: string, prefix: string, { draft, before }: TrackedStep): boolean {
    const bringers = [...before]
      .map((index) => this.tracked[index] as TrackedStep)
      .filter(({ brings }) => brings.has(path));
    return (
      bringers.length > 0 &&
      bringers.every(({ brings, draft: { conditions } }) => {
        const foreign = conditions.filter(
          ({ variable, value }) =>
            !draft.conditions.some((own) => own.variable === variable && own.value === value),
        );
        return (brings.get(path) ?? 0) - (brings.get(prefix) ?? 0) + foreign.length > 0;
      })
    );
  }

  private dependencies(index: number): number[] {
    const step = this.tracked[index] as TrackedStep;
    const before = [...new Set([...step.before, ...this.contextBringers(index)])].sort((a, b) => a - b);
    if (this.strict) return before;
    // Something it needs that nobody is seen to bring: trust the planner's order.
    const seen = step.needs.every(
      (path) => isTypename(path) || this.before(step).some(({ brings }) => brings.has(path)),
    );
    return seen ? before.filter((earlier) => this.feeds(this.tracked[earlier] as TrackedStep, step)) : before;
  }

  /** Apollo's planner may put a step beside one that brings a contextual argument of it. */
  private contextBringers(index: number): number[] {
    const { contexts } = this.tracked[index] as TrackedStep;
    return this.tracked.flatMap(({ brings, before }, other) =>
      other !== index && !before.has(index) && contexts.some((path) => brings.has(path)) ? [other] : [],
    );
  }

  private before(step: TrackedStep): TrackedStep[] {
    return [...step.before].map((index) => this.tracked[index] as TrackedStep);
  }

  private feeds(earlier: TrackedStep, step: TrackedStep): boolean {
    return earlier.opaque || step.needs.some((path) => earlier.brings.has(path));
  }
}

const contextNeed = '?context';

/** Type names are brought by whoever is asked, more than once where an interface object has to learn its own. */
function isTypename(path: string): boolean {
  return path.endsWith('.__typename');
}

/** Response paths, as `.a.b`, that a step's answer brings. */
export function broughtPaths(step: StepDraft): ReadonlySet<string> {
  return new Set(footprint(step).brings.keys());
}

function footprint(draft: StepDraft): Pick<TrackedStep, 'needs' | 'brings' | 'opaque' | 'contexts'> {
  const brings = new Map<string, number>();
  const needs = new Set<string>();
  const selections = topSelections(draft.operation);
  for (const entity of draft.entities) {
    const field = selections.fields.find(
      (node) => node.kind === Kind.FIELD && (node.alias ?? node.name).value === entity.alias,
    );
    for (const path of entity.paths) {
      const prefix = addPath(needs, path);
      addRequired(needs, prefix, entity.requires);
      if (field?.kind === Kind.FIELD)
        addBrought(brings, {
          prefix,
          nodes: field.selectionSet?.selections ?? [],
          selections,
          conditions: 0,
        });
    }
  }
  if (draft.entities.length === 0) {
    addBrought(brings, {
      prefix: addPath(needs, draft.at),
      nodes: selections.fields,
      selections,
      conditions: 0,
    });
  }
  const contexts = draft.entities.flatMap(contextPaths);
  const renames =
    draft.outputRewrites.length > 0 || draft.entities.some((entity) => entity.outputRewrites.length > 0);
  if (contexts.length > 0) needs.add(contextNeed);
  return { needs: [...needs], brings, opaque: renames, contexts };
}

/** Response paths of what contextual arguments are taken from. */
function contextPaths({ paths, contexts }: EntityInput): string[] {
  return paths.flatMap((path) => {
    const keys = path.flatMap((segment) => (segment.kind === 'field' ? [segment.key] : []));
    return contexts.map((context) => {
      const ups = context.path.filter(({ kind }) => kind === 'up').length;
      const down = context.path.flatMap((segment) => (segment.kind === 'field' ? [segment.key] : []));
      return [...keys.slice(0, keys.length - ups), ...down].map((key) => `.${key}`).join('');
    });
  });
}

/** The same steps, each after those that it waits for. */
function inOrder(steps: readonly PlanStep[]): PlanStep[] {
  if (steps.every(({ after, index }) => after.every((earlier) => earlier < index))) return [...steps];
  const ordered: PlanStep[] = [];
  const visit = (step: PlanStep): void => {
    if (ordered.includes(step)) return;
    for (const index of step.after) visit(steps[index] as PlanStep);
    ordered.push(step);
  };
  for (const step of steps) visit(step);
  const newIndex = new Map(ordered.map(({ index }, at) => [index, at]));
  return ordered.map((step, index) => ({
    ...step,
    index,
    after: step.after.map((earlier) => newIndex.get(earlier) as number).sort((a, b) => a - b),
  }));
}

function addPath(needs: Set<string>, path: readonly PathSegment[]): string {
  let prefix = '';
  for (const segment of path) {
    if (segment.kind === 'types') needs.add(`${prefix}.__typename`);
    if (segment.kind !== 'field') continue;
    prefix += `.${segment.key}`;
    needs.add(prefix);
  }
  return prefix;
}

function addRequired(needs: Set<string>, prefix: string, required: EntityInput['requires']): void {
  for (const selection of required) {
    if (selection.kind === 'fragment') addRequired(needs, prefix, selection.selections);
    else addRequiredField(needs, prefix, selection);
  }
}

function addRequiredField(
  needs: Set<string>,
  prefix: string,
  field: RequiredSelection & { kind: 'field' },
): void {
  needs.add(`${prefix}.${field.key}`);
  if (field.selections) addRequired(needs, `${prefix}.${field.key}`, field.selections);
}

interface TopSelections {
  readonly fields: readonly SelectionNode[];
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

function topSelections(operation: string): TopSelections {
  const { definitions } = parse(operation, { noLocation: true });
  const fragments = new Map<string, FragmentDefinitionNode>();
  let fields: readonly SelectionNode[] = [];
  for (const definition of definitions as readonly DefinitionNode[]) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    else if (definition.kind === Kind.OPERATION_DEFINITION) fields = definition.selectionSet.selections;
  }
  return { fields, fragments };
}

function addBrought(
  brings: Map<string, number>,
  at: {
    readonly prefix: string;
    readonly nodes: readonly SelectionNode[];
    readonly selections: TopSelections;
    readonly conditions: number;
  },
): void {
  for (const node of at.nodes) {
    const own = node.directives?.some(({ name }) => name.value === 'skip' || name.value === 'include')
      ? 1
      : 0;
    const conditions = at.conditions + own;
    if (node.kind === Kind.FIELD) {
      const prefix = `${at.prefix}.${(node.alias ?? node.name).value}`;
      brings.set(prefix, Math.min(conditions, brings.get(prefix) ?? conditions));
      if (node.selectionSet)
        addBrought(brings, { ...at, prefix, conditions, nodes: node.selectionSet.selections });
    } else {
      const set = node.kind === Kind.INLINE_FRAGMENT ? node : at.selections.fragments.get(node.name.value);
      if (set) addBrought(brings, { ...at, conditions, nodes: set.selectionSet.selections });
    }
  }
}

/** Whether two lists of conditions can hold at once; a step under conditions that exclude each other is dropped. */
export function compatible(conditions: readonly StepCondition[]): boolean {
  return conditions.every(
    ({ variable, value }) =>
      !conditions.some((other) => other.variable === variable && other.value !== value),
  );
}
