import type { DepartmentProbes } from '../departments/DepartmentProbes';
import type { HttpServer } from '../http/HttpServer';
import type { LiveOperations } from '../live/LiveOperations';
import type { WebSockets } from '../live/WebSockets';
import type { DepartmentStanding } from '../resilience/DepartmentObserver';
import type { SupergraphGateway } from '../supergraph/SupergraphGateway';
import type { AdmissionStats } from '../traffic/Admission';
import type { Observation } from './Observation';
import type { GatewayStanding } from './StandingMetrics';

/** The parts of a gateway that know how it stands. */
export interface StandingParts {
  readonly supergraph: SupergraphGateway;
  readonly http: HttpServer;
  readonly sockets: WebSockets;
  readonly live: LiveOperations;
  readonly probes: DepartmentProbes;
  readonly observation: Observation;
  /** The ways to the departments. */
  readonly departments: { standings(): readonly DepartmentStanding[] };
  /** Null where every operation goes through Apollo Server. */
  readonly known: { readonly answered: number } | null;
  readonly traffic: { readonly admission: { readonly stats: AdmissionStats } };
}

/** How a gateway stands, asked of its parts. */
export function standingOf(parts: StandingParts): GatewayStanding {
  const { supergraph, http, sockets, live, probes, observation, departments, traffic, known } = parts;
  return {
    stats: () => supergraph.stats(),
    departments: () => departments.standings(),
    probe: async () => (supergraph.served ? probes.states(supergraph.served.urls) : []),
    admission: () => traffic.admission.stats,
    served: () => supergraph.served,
    reloads: () => supergraph.reloads,
    slowOperations: () => observation.slowOperations,
    knownOperations: () => known?.answered ?? 0,
    inFlight: () => http.inFlight,
    connections: () => http.connections(),
    webSockets: () => sockets.connections,
    openOperations: () => live.open,
  };
}
