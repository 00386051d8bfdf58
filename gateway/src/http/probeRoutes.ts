import { errorCodes } from '@lien-thong/schema';
import type { WorkersStanding } from '@lien-thong/subgraph-kit';
import type { DepartmentProbes } from '../departments/DepartmentProbes';
import type { BreakerState } from '../resilience/DepartmentObserver';
import type { ServedSupergraph } from '../supergraph/SupergraphGateway';
import type { Route } from './router';

/** What the gateway knows of itself. */
export interface Standing {
  /** Null before the first supergraph is loaded. */
  readonly served: ServedSupergraph | null;
  readonly isDraining: boolean;
  readonly engine: string;
  /** The ways to the departments. */
  readonly departments: { breakerOf(department: string): BreakerState };
  /** Of all processes that serve the port; null where this is the only one. */
  readonly workers: WorkersStanding | null;
}

/**
 * `/health`: the process is alive. `/ready`: 200 when the schema is loaded, with the state of each department by name;
 * 503 before that and while the gateway drains. A department that is down is reported, and the gateway still serves.
 */
export function createProbeRoutes(standing: () => Standing, probes: DepartmentProbes): Route[] {
  const methods = ['GET', 'HEAD'];
  return [
    { path: '/health', methods, handle: (exchange) => exchange.endJson(200, { status: 'alive' }) },
    {
      path: '/ready',
      methods,
      async handle(exchange) {
        const { served, isDraining, engine, workers, departments: ways } = standing();
        if (!served || isDraining) {
          const reason = isDraining ? 'The gateway is ending.' : errorCodes.NOT_READY.sentence.en;
          return exchange.endJson(503, { status: 'not-ready', code: 'NOT_READY', reason });
        }
        const states = await probes.states(served.urls);
        const departments = states.map((state) => ({ ...state, breaker: ways.breakerOf(state.name) }));
        const status = departments.every((department) => department.status === 'up') ? 'ready' : 'degraded';
        const supergraph = { id: served.id, loadedAt: served.loadedAt.toISOString() };
        return exchange.endJson(200, {
          status,
          engine,
          supergraph,
          departments,
          ...(workers && { workers }),
        });
      },
    },
  ];
}
