import '../disableTelemetry';
import { ApolloGateway } from '@apollo/gateway';
import { guardExecutor } from '../authorize/guardExecutor';
import { withoutRules } from '../authorize/withoutRules';
import { noCosts } from '../demand/CostTable';
import type { Supergraph } from '../plan/Supergraph';
import type { DepartmentLink } from '../resilience/DepartmentLink';
import { DepartmentDataSource } from './DepartmentDataSource';
import type { ExecutionContext, Generation } from './Generation';
import type { GenerationOptions } from './GenerationOptions';

/** The stock gateway's planner and executor over one supergraph: for comparison, and as a way back. */
export async function createApolloGeneration(
  supergraph: Supergraph,
  options: GenerationOptions,
): Promise<Generation> {
  const { departments, log } = options;
  const onRequest: GenerationOptions['onDepartmentRequest'] = (done) => {
    options.onDepartmentRequest?.(done);
    if (done.reason) options.onDepartmentFailure?.(done.subgraph, done.reason);
  };
  const links: DepartmentLink[] = [];
  const gateway = new ApolloGateway({
    supergraphSdl: withoutRules(supergraph.sdl),
    logger: { debug: () => {}, info: () => {}, warn: log.warn.bind(log), error: log.error.bind(log) },
    __exposeQueryPlanExperimental: false,
    validateSupergraph: false,
    buildService: ({ name }) => {
      const link = departments.link(name, options.subgraphUrl(name));
      links.push(link);
      return new DepartmentDataSource(link, onRequest);
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
      await Promise.all(links.map((link) => departments.release(link)));
    },
  };
}
