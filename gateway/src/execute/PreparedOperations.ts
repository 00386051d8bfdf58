import type { DocumentNode } from 'graphql';
import type { Access } from '../authorize/Access';
import type { Gate } from '../authorize/Gate';
import { withoutWithheld } from '../authorize/withhold';
import type { HotOperation } from '../engine';
import type { PlanLimits } from '../plan/limits';
import type { NormalOperation } from '../plan/NormalOperation';
import { normalise } from '../plan/normalise';
import type { OperationPlanner } from '../plan/OperationPlanner';
import { PlanCache, type PlanCacheStats } from '../plan/PlanCache';
import type { OverrideChoice } from '../plan/Planner';
import type { Supergraph } from '../plan/Supergraph';
import { CompiledOperation } from './CompiledOperation';

/** One operation of one document: what is its own (lifted values) and the compiled operation that it shares with others like it. */
export interface PreparedOperation {
  readonly normal: NormalOperation;
  readonly compiled: CompiledOperation;
}

interface KnownDocument {
  readonly normal: NormalOperation;
  /** By the overrides that hold. */
  readonly compiled: Map<string, CompiledOperation>;
}

/** How to find the operation to prepare. */
export interface PrepareInput extends HotOperation {
  readonly incremental: boolean;
  readonly overrides: OverrideChoice;
  readonly overrideKey: string;
  /** What its caller may see; left out where that is everything. */
  readonly access?: Access;
}

/** Prepares operations, each document once and each normalised operation once. */
export class PreparedOperations {
  private readonly known = new WeakMap<DocumentNode, Map<string, KnownDocument>>();
  /** What callers see of operations who may not see all of them. */
  private readonly views = new WeakMap<NormalOperation, KnownDocument>();
  private readonly samples = new Map<string, HotOperation>();
  private readonly cache: PlanCache<CompiledOperation>;

  constructor(
    private readonly supergraph: Supergraph,
    private readonly planner: OperationPlanner,
    private readonly options: {
      readonly capacity: number;
      /** Memory that plans may take, in bytes, estimated. */
      readonly limitBytes: number;
      readonly limits: PlanLimits;
      readonly gate?: Gate;
    },
  ) {
    const { capacity, limitBytes } = options;
    this.cache = new PlanCache({ capacity, limitBytes, onForget: (key) => this.samples.delete(key) });
  }

  /** What was prepared before for this document object, at once. */
  find(input: PrepareInput): PreparedOperation | undefined {
    const document = this.known.get(input.document)?.get(documentKey(input));
    const known = document && this.seen(document, input.access);
    const compiled = known?.compiled.get(input.overrideKey);
    if (!known || !compiled) return undefined;
    this.cache.touch(cacheKey(input, known.normal));
    return { normal: known.normal, compiled };
  }

  /** The operation as its caller may see it, not planned yet. Throws a coded error where it is too large. */
  normal(input: PrepareInput): NormalOperation {
    return this.seen(this.document(input), input.access).normal;
  }

  /** Rejects with a coded error where the operation is too large or no plan can be made. */
  async prepare(input: PrepareInput): Promise<PreparedOperation> {
    const known = this.seen(this.document(input), input.access);
    const { normal } = known;
    const compiled = await this.cache.get(cacheKey(input, normal), async () => {
      const plans = await this.planner.plan(withoutWithheld(normal), input.overrides);
      return new CompiledOperation(normal, plans, this.supergraph);
    });
    known.compiled.set(input.overrideKey, compiled);
    this.keepSample(cacheKey(input, normal), input);
    return { normal, compiled };
  }

  /** The most used operations, each as the document that was planned. */
  hottest(limit: number): HotOperation[] {
    const hottest = this.cache.hottest(limit).flatMap(({ key }) => this.samples.get(key) ?? []);
    // Callers with other rights have other plans of the same operation.
    return hottest.filter(
      ({ document, operationName }, index) =>
        hottest.findIndex((each) => each.document === document && each.operationName === operationName) ===
        index,
    );
  }

  stats(): PlanCacheStats {
    return this.cache.stats();
  }

  /** A document for each plan, for as long as the plan is kept. */
  private keepSample(key: string, { document, operationName }: PrepareInput): void {
    if (this.samples.has(key) || !this.cache.has(key)) return;
    this.samples.set(key, { document, operationName });
  }

  private seen(known: KnownDocument, access: Access | undefined): KnownDocument {
    const { gate } = this.options;
    if (!gate || !access) return known;
    const normal = gate.view(known.normal, access);
    if (normal === known.normal) return known;
    let view = this.views.get(normal);
    if (!view) {
      view = { normal, compiled: new Map() };
      this.views.set(normal, view);
    }
    return view;
  }

  private document(input: PrepareInput): KnownDocument {
    let byKey = this.known.get(input.document);
    if (!byKey) {
      byKey = new Map();
      this.known.set(input.document, byKey);
    }
    const key = documentKey(input);
    let known = byKey.get(key);
    if (!known) {
      const { document, operationName, incremental } = input;
      const { apiSchema: schema, requiredWithArguments } = this.supergraph;
      known = {
        normal: normalise({
          schema,
          requiredWithArguments,
          document,
          operationName,
          incremental,
          limits: this.options.limits,
        }),
        compiled: new Map(),
      };
      byKey.set(key, known);
    }
    return known;
  }
}

function cacheKey({ overrideKey }: PrepareInput, { key }: NormalOperation): string {
  return overrideKey === '' ? key : `${overrideKey}\n${key}`;
}

function documentKey({ operationName, incremental }: PrepareInput): string {
  return `${incremental ? '+' : '-'}${operationName ?? ''}`;
}
