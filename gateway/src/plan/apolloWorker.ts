import { parentPort, workerData } from 'node:worker_threads';
import { ApolloPlanner, type ApolloPlanRequest } from './apolloPlanner';

/** Runs in a thread of its own: answers each request with a plan or with the reason why there is none. */
let planner: ApolloPlanner | undefined;

parentPort?.on('message', ({ id, request }: { id: number; request: ApolloPlanRequest }) => {
  try {
    planner ??= new ApolloPlanner((workerData as { supergraphSdl: string }).supergraphSdl);
    parentPort?.postMessage({ id, plan: planner.plan(request) });
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
