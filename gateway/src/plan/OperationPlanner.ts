import { codedError } from '@lien-thong/schema';
import { GraphQLError } from 'graphql';
import { createApolloPlanner } from './apolloThread';
import { meetsRequirements } from './checkRequirements';
import { completeMembers } from './completeMembers';
import { lowerRequirements } from './lowerRequirements';
import type { NormalField, NormalOperation, NormalSelection } from './NormalOperation';
import { createNativePlanner, NativePlannerFailed } from './nativePlanner';
import { broughtPaths } from './PlanBuilder';
import type { OverrideChoice, Planner, PlanRequest } from './Planner';
import type { Plan } from './PlanStep';
import { printOperation } from './printNormal';
import { SettledTables } from './SettledTables';
import type { Supergraph } from './Supergraph';
import { withFetches } from './withFetches';

/** The native planner recurses over the operation and gives up at some 60 levels; Apollo's takes the deeper ones. */
const deepestForNative = 48;

/** How an operation planner is made. */
export interface OperationPlannerOptions {
  readonly preferred: 'native' | 'apollo';
  readonly timeoutMs: number;
}

/** Picks the planner for each operation, mends what the planners get wrong, and bounds the time. */
export class OperationPlanner {
  private readonly native: Planner | undefined;
  private readonly apollo: Planner;
  private readonly tables: SettledTables;
  /** Why the native planner is not used at all, where it is not. */
  readonly nativeUnavailable: string | undefined;

  constructor(
    supergraph: Supergraph,
    private readonly options: OperationPlannerOptions,
  ) {
    this.tables = new SettledTables(supergraph);
    this.apollo = createApolloPlanner(supergraph.sdl, supergraph.overrideLabels);
    if (options.preferred === 'apollo') this.nativeUnavailable = 'not wanted';
    else if (supergraph.usesContext) this.nativeUnavailable = 'the supergraph uses @context';
    if (this.nativeUnavailable !== undefined) return;
    this.native = createNativePlanner(supergraph.sdl);
  }

  /** Plans to run one after the other; several only for mutations, whose root fields each end before the next begins. */
  async plan(operation: NormalOperation, overrides: OverrideChoice): Promise<Plan[]> {
    const roots = withoutIntrospection(operation.selections);
    if (roots.length === 0) return [];
    const whole = await this.planOne({ ...operation, selections: roots }, overrides);
    if (operation.kind !== 'mutation' || whole.steps.length <= 1) return [whole];
    // Neither planner can be trusted to finish one mutation's joins before the next mutation is sent.
    const plans: Plan[] = [];
    for (const selections of mutationsOf(roots))
      plans.push(await this.planOne({ ...operation, selections }, overrides));
    return plans;
  }

  async dispose(): Promise<void> {
    await Promise.all([this.native?.dispose(), this.apollo.dispose()]);
  }

  private async planOne(operation: NormalOperation, overrides: OverrideChoice): Promise<Plan> {
    try {
      const plan = await this.planAsIs(operation, overrides);
      checkRoots(plan, operation.selections);
      if (operation.deferred.length > 0) return plan;
      const tables = this.tables.for(overrides);
      const isWhole = meetsRequirements(plan, tables);
      const mended = isWhole ? plan : ((await this.planLowered(operation, overrides)) ?? plan);
      return completeMembers(mended, operation, tables);
    } catch (error) {
      if (error instanceof GraphQLError) throw error;
      const cause = error instanceof Error ? error : new Error(String(error));
      throw codedError('PLAN_FAILED', { extensions: { reason: cause.message }, cause });
    }
  }

  private async planAsIs(
    operation: NormalOperation,
    overrides: OverrideChoice,
    isInternal = false,
  ): Promise<Plan> {
    const { native } = this;
    const request = { kind: operation.kind, text: printOperation(operation), overrides, isInternal };
    if (!native || operation.deferred.length > 0 || operation.depth > deepestForNative)
      return this.planByApollo(request);
    const plan = await this.planNatively(native, request);
    if (plan?.complete) return plan;
    // A plan with a gap is still better than none.
    return this.planByApollo(request).catch((error: unknown) => {
      if (plan) return plan;
      throw error;
    });
  }

  /** A plan for the operation with its requirements written out; null where that helps nothing. */
  private async planLowered(operation: NormalOperation, overrides: OverrideChoice): Promise<Plan | null> {
    const lowered = lowerRequirements(operation, this.tables.for(overrides));
    if (!lowered) return null;
    const plan = await this.planAsIs(lowered.operation, overrides, true).catch(() => null);
    return plan && withFetches(plan, lowered.fetches, operation.kind === 'mutation');
  }

  private planByApollo(request: Omit<PlanRequest, 'signal'>): Promise<Plan> {
    return this.bounded((signal) => this.apollo.plan({ ...request, signal }));
  }

  /** Null where the native planner has no plan: Apollo's is asked then, as for operations that crash the native one. */
  private async planNatively(native: Planner, request: Omit<PlanRequest, 'signal'>): Promise<Plan | null> {
    try {
      return await this.bounded((signal) => native.plan({ ...request, signal }));
    } catch (error) {
      if (error instanceof NativePlannerFailed) return null;
      throw error;
    }
  }

  private async bounded<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { timeoutMs } = this.options;
    const controller = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(
          codedError('PLAN_FAILED', {
            message: `No plan could be made within ${timeoutMs} ms. Ask for less at once.`,
            extensions: { isLate: true },
          }),
        );
        controller.abort();
      }, timeoutMs);
    });
    const result = work(controller.signal);
    // Whoever loses the race must not end as an unhandled rejection.
    result.catch(() => {});
    try {
      return await Promise.race([result, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Planners leave out what no department can give, as fields of an interface that nobody implements there. */
function checkRoots({ steps }: Plan, selections: readonly NormalSelection[]): void {
  const brought = new Set(steps.flatMap((step) => [...broughtPaths(step)]));
  const check = (list: readonly NormalSelection[]): void => {
    for (const selection of list) {
      if (selection.kind === 'fragment') check(selection.selections);
      else if (!brought.has(`.${selection.dataKey}`)) {
        throw codedError('PLAN_FAILED', {
          message: `No department can give "${selection.key}" with the fields that are asked for.`,
        });
      }
    }
  };
  check(selections);
}

/** Root fields that departments answer; `__schema`, `__type` and `__typename` are the gateway's own. */
function withoutIntrospection(selections: readonly NormalSelection[]): NormalSelection[] {
  const kept: NormalSelection[] = [];
  for (const selection of selections) {
    if (selection.kind === 'field') {
      if (!selection.name.startsWith('__')) kept.push(selection);
      continue;
    }
    const nested = withoutIntrospection(selection.selections);
    if (nested.length > 0) kept.push({ ...selection, selections: nested });
  }
  return kept;
}

/** The selections of each root field by itself, in order; a field that occurs twice stays together. */
function mutationsOf(selections: readonly NormalSelection[]): NormalSelection[][] {
  const byKey = new Map<string, NormalSelection[]>();
  const add = (field: NormalField, wrap: (field: NormalField) => NormalSelection): void => {
    const known = byKey.get(field.key);
    if (known) known.push(wrap(field));
    else byKey.set(field.key, [wrap(field)]);
  };
  const walk = (
    list: readonly NormalSelection[],
    wrap: (field: NormalSelection) => NormalSelection,
  ): void => {
    for (const selection of list) {
      if (selection.kind === 'field') add(selection, wrap);
      else walk(selection.selections, (inner) => wrap({ ...selection, selections: [inner] }));
    }
  };
  walk(selections, (field) => field);
  return [...byKey.values()];
}
