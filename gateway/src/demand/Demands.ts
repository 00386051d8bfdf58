import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
} from 'graphql';
import type { Variables } from './Amount';
import type { CostTable } from './CostTable';
import { compileDemand, type Demand } from './compileDemand';

/** What demands are made with. */
export interface DemandsOptions {
  readonly assumedListSize: number;
  /** The costs that the supergraph of this schema tells. */
  costsOf(schema: GraphQLSchema): CostTable;
}

/** An operation whose cost is asked for: parsed, and valid for the schema. */
export interface DemandedOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName?: string | null;
  readonly variables?: Variables | null;
}

/** The demands of documents, each operation compiled once; they are gone with their documents. */
export class Demands {
  readonly #byDocument = new WeakMap<DocumentNode, Map<OperationDefinitionNode, Demand>>();

  constructor(private readonly options: DemandsOptions) {}

  /** The demand of one operation. */
  of(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): Demand {
    let byOperation = this.#byDocument.get(document);
    if (!byOperation) {
      byOperation = new Map();
      this.#byDocument.set(document, byOperation);
    }
    let demand = byOperation.get(operation);
    if (!demand) {
      const { assumedListSize, costsOf } = this.options;
      demand = compileDemand({ schema, costs: costsOf(schema), document, operation, assumedListSize });
      byOperation.set(operation, demand);
    }
    return demand;
  }

  /**
   * The estimated cost of an operation in points; 0 where the document does not have it. Throws BAD_USER_INPUT where a
   * slicing argument is missing that the schema requires.
   */
  estimateOf({ schema, document, operationName, variables }: DemandedOperation): number {
    const operation = getOperationAST(document, operationName);
    return operation ? this.of(schema, document, operation).estimate(variables ?? {}).cost : 0;
  }
}
