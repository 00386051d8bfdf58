import type { GraphQLSchema } from 'graphql';
import type { Config } from '../config/config';
import type { CostTable } from '../demand/CostTable';
import { Demands } from '../demand/Demands';
import type { CostAnswersOptions } from '../demand/useCostAnswers';
import { DocumentChecks } from './DocumentChecks';
import { IntrospectionPolicy } from './IntrospectionPolicy';
import { RequestLimits } from './RequestLimits';

/** What every way in goes through: a document once, an operation at each request. */
export interface OperationGuards {
  readonly documents: DocumentChecks;
  readonly requests: RequestLimits;
  readonly introspection: IntrospectionPolicy;
  readonly demands: Demands;
  readonly costAnswers: CostAnswersOptions;
}

/** Makes the guards of one gateway. `costsOf` tells the costs in the supergraph of a schema. */
export function createOperationLimits(
  config: Config,
  costsOf: (schema: GraphQLSchema) => CostTable,
): OperationGuards {
  const { assumedListSize, demandControl, costLimit } = config;
  const documents = new DocumentChecks(config);
  const introspection = new IntrospectionPolicy(config.introspection);
  const demands = new Demands({ assumedListSize, costsOf });
  const requests = new RequestLimits({
    limits: config,
    demandControl,
    costLimit,
    demands,
    documents,
    introspection,
  });
  const limit = demandControl === 'enforce' ? costLimit : null;
  const costAnswers = { demands, limit, explainsPlans: config.explainsPlans };
  return { documents, requests, introspection, demands, costAnswers };
}
