import '../disableTelemetry';
import { ApolloGateway } from '@apollo/gateway';
import { guardExecutor } from '../authorize/guardExecutor';
import { withoutRules } from '../authorize/withoutRules';
import { noCosts } from '../demand/CostTable';
import { DepartmentClient } from '../departments/DepartmentClient';
import type { Supergraph } from '../plan/Supergraph';
import { DepartmentDataSource } from './DepartmentDataSource';
import type { ExecutionContext, Generation } from './Generation';
import type { GenerationOptions } from './GenerationOptions';

/** The stock gateway's planner and executor over one supergraph: for comparison, and as a way back. */
export async function createApolloGeneration(
  supergraph: Supergraph,
  options: GenerationOptions,
): Promise<Generation> {
  const { departmentDeadlineMs: deadlineMs, answerLimitBytes, log } = options;
  const clients: DepartmentClient[] = [];
  const gateway = new ApolloGateway({
    supergraphSdl: withoutRules(supergraph.sdl),
    logger: { debug: () => {}, info: () => {}, warn: log.warn.bind(log), error: log.error.bind(log) },
    __exposeQueryPlanExperimental: false,
    validateSupergraph: false,
    buildService: ({ name }) => {
      const client = new DepartmentClient({
        name,
        url: options.subgraphUrl(name),
        deadlineMs,
        answerLimitBytes,
        access: options.access,
      });
      clients.push(client);
      return new DepartmentDataSource(client, options.onDepartmentRequest);
    },
  });
  const { schema, executor } = await gateway.load();
  return {
    apiSchema: schema,
    costs: supergraph.costs ?? noCosts,
    subgraphs: supergraph.subgraphs,
    execute: guardExecutor(supergraph, (context: ExecutionContext) => executor(context), options),
    live: null,
    hotOperations: () => [],
    stats: () => null,
    dispose: async () => {
      await gateway.stop();
      await Promise.all(clients.map((client) => client.close()));
    },
  };
}
