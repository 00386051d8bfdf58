import { type Caller, holdsRolePolicy, type PolicyEvaluator, ruleHolds } from '@lien-thong/subgraph-kit';
import type { GraphQLSchema } from 'graphql';
import type { NormalOperation } from '../plan/NormalOperation';
import { Access } from './Access';
import type { AccessTable } from './AccessTable';
import { demandsOfOperation } from './demandsOfOperation';
import { hideWithheld } from './hideWithheld';
import { withhold } from './withhold';

/** Variants of one operation that are kept: as many kinds of callers find theirs made. */
const mostVariants = 32;

/** Kinds of callers that are kept apart; more only cost making one again. */
const mostAccesses = 1_024;

interface Analysed {
  /** Rules that something of the operation demands, in order. */
  readonly demands: readonly number[];
  readonly variants: Map<string, NormalOperation>;
}

/** Stands before the planner: finds out what a caller may see and takes the rest out of an operation. */
export class Gate {
  private readonly anonymous: Access;
  private readonly byCaller = new WeakMap<Caller, Access>();
  private readonly byLacking = new Map<string, Access>();
  private readonly visible = new WeakMap<Access, GraphQLSchema>();
  private readonly analysed = new WeakMap<NormalOperation, Analysed>();

  constructor(
    private readonly table: AccessTable,
    private readonly holdsPolicy: PolicyEvaluator = holdsRolePolicy,
  ) {
    this.anonymous = this.find(null);
  }

  /** What a caller may see; an anonymous one (null) the least. Asks for each policy once for a verified token. */
  accessOf(caller: Caller | null): Access {
    if (!caller) return this.anonymous;
    let access = this.byCaller.get(caller);
    if (!access) {
      access = this.find(caller);
      this.byCaller.set(caller, access);
    }
    return access;
  }

  /**
   * The operation with what the caller may not see marked as withheld; the same object where that is nothing. An operation
   * is analysed once, and marked once for all callers who lack the same of what it demands.
   */
  view(normal: NormalOperation, access: Access): NormalOperation {
    let analysed = this.analysed.get(normal);
    if (!analysed) {
      analysed = { demands: demandsOfOperation(normal, this.table), variants: new Map() };
      this.analysed.set(normal, analysed);
    }
    const { demands, variants } = analysed;
    if (demands.length === 0) return normal;
    const lacking = demands.filter((rule) => access.lacks(rule));
    if (lacking.length === 0) return normal;
    const key = lacking.join();
    let variant = variants.get(key);
    if (!variant) {
      variant = withhold(normal, { access, table: this.table, key });
      variants.set(key, variant);
      if (variants.size > mostVariants) variants.delete(variants.keys().next().value as string);
    }
    return variant;
  }

  /** The schema as that kind of caller may see it, for introspection: made when first asked for. */
  visibleSchema(schema: GraphQLSchema, access: Access): GraphQLSchema {
    if (access.isWhole) return schema;
    let visible = this.visible.get(access);
    if (!visible) {
      visible = hideWithheld(schema, this.table, access);
      this.visible.set(access, visible);
    }
    return visible;
  }

  private find(caller: Caller | null): Access {
    const lacking = this.table.rules.map((rule) => !ruleHolds(rule, caller, this.holdsPolicy));
    const key = lacking.map(Number).join('');
    let access = this.byLacking.get(key);
    if (!access) {
      access = new Access(this.table, lacking);
      if (this.byLacking.size >= mostAccesses) this.byLacking.clear();
      this.byLacking.set(key, access);
    }
    return access;
  }
}
