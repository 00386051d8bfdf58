import type { Caller } from '@lien-thong/subgraph-kit';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getIntrospectionQuery,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import type { DemandControl } from '../config/demandOptions';
import type { Variables } from '../demand/Amount';
import type { Demand } from '../demand/compileDemand';
import { costLimitExceeded } from '../demand/costLimit';
import type { Demands } from '../demand/Demands';
import { addCost, type RequestCost } from '../demand/RequestCost';
import { checkVariables } from './checkVariables';
import type { DocumentChecks } from './DocumentChecks';
import type { IntrospectionPolicy } from './IntrospectionPolicy';
import type { OperationLimits } from './OperationLimits';
import { tooLarge, tooLargeIntrospection } from './tooLarge';
import { withStatus } from './withStatus';

/** What these checks stand on. */
export interface RequestLimitsOptions {
  readonly limits: OperationLimits;
  readonly demandControl: DemandControl;
  /** The highest estimated cost, in points. */
  readonly costLimit: number;
  readonly demands: Demands;
  readonly documents: DocumentChecks;
  readonly introspection: IntrospectionPolicy;
}

/** An operation that is about to be executed: parsed, and valid for the schema. */
export interface CheckedOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Variables;
  /** Who asks, and where the estimate is noted. */
  readonly context: {
    readonly caller: Caller | null;
    readonly cost: RequestCost;
    estimatedCost?: number;
  };
}

/** Parsing, checking and planning a text, as much as some two objects of an answer for each token, measured. */
const pointsOfToken = 2;

/** How many times as much as the standard introspection query another may ask for. */
const introspectionFactor = 4;

/** Lets operations in by what they ask for with the variables of this request; by every way in, before execution. */
export class RequestLimits {
  readonly #standardIntrospection = new WeakMap<GraphQLSchema, number>();

  constructor(private readonly options: RequestLimitsOptions) {}

  /** Notes what it costs to read a text that is not known yet, whether or not it will turn out to be valid. */
  noteReading(context: CheckedOperation['context'], tokens: number): void {
    const { demandControl, limits } = this.options;
    if (demandControl === 'off') return;
    context.estimatedCost = pointsOfToken * Math.min(tokens, limits.tokenLimit);
  }

  /**
   * Notes the estimated cost in the context. Throws OPERATION_TOO_LARGE, INTROSPECTION_DISABLED, COST_LIMIT_EXCEEDED, or
   * BAD_USER_INPUT where the schema requires a slicing argument, with the HTTP status that it has.
   */
  check(checked: CheckedOperation): void {
    try {
      this.#check(checked);
    } catch (error) {
      throw error instanceof GraphQLError ? withStatus(error) : error;
    }
  }

  #check({ schema, document, operation, variables, context }: CheckedOperation): void {
    const { limits, documents, introspection, demands, demandControl, costLimit } = this.options;
    const introspects = documents.introspects(document);
    if (introspects && !introspection.allows(context.caller)) throw introspection.refusal();
    const excess = checkVariables(variables, limits);
    if (excess) throw excess;
    const demand = demands.of(schema, document, operation);
    this.#checkPages(demand, variables);
    if (introspects) this.#checkIntrospection(schema, demand, variables);
    if (demandControl === 'off') return;
    const { cost } = demand.estimate(variables);
    addCost(context.cost, 'estimated', cost);
    if (demandControl === 'enforce' && cost > costLimit) throw costLimitExceeded(cost, costLimit);
    // What is refused costs its caller the reading alone.
    context.estimatedCost = (context.estimatedCost ?? 0) + cost;
  }

  #checkPages(demand: Demand, variables: Variables): void {
    const { limits } = this.options;
    const page = demand.largestPage(variables);
    if (page === null || page.size <= limits.pageLimit) return;
    throw tooLarge(limits, { limit: 'pageLimit', value: page.size, place: page.place });
  }

  #checkIntrospection(schema: GraphQLSchema, demand: Demand, variables: Variables): void {
    const { introspection: objects } = demand.estimate(variables);
    const most = introspectionFactor * this.#standard(schema);
    if (objects > most) throw tooLargeIntrospection(Math.ceil(objects), Math.floor(most));
  }

  #standard(schema: GraphQLSchema): number {
    let objects = this.#standardIntrospection.get(schema);
    if (objects === undefined) {
      const document = parse(getIntrospectionQuery({ specifiedByUrl: true, inputValueDeprecation: true }));
      const [operation] = document.definitions as readonly [OperationDefinitionNode];
      objects = this.options.demands.of(schema, document, operation).estimate({}).introspection;
      this.#standardIntrospection.set(schema, objects);
    }
    return objects;
  }
}
