import { addReading, type Reading, type ReadValue } from '@lien-thong/subgraph-kit';
import type { Registry } from 'prom-client';
import type { DepartmentState } from '../departments/probeDepartment';
import type { EngineStats } from '../engine';
import type { DepartmentStanding } from '../resilience/DepartmentObserver';
import type { ServedSupergraph } from '../supergraph/SupergraphGateway';
import type { AdmissionStats } from '../traffic/Admission';
import { departmentReadings } from './departmentReadings';

/** How the gateway stands, asked for when somebody reads the metrics. */
export interface GatewayStanding {
  /** Null for an engine that does not count. */
  stats(): EngineStats | null;
  departments(): readonly DepartmentStanding[];
  /** Asks the departments whether they are ready. */
  probe(): Promise<readonly DepartmentState[]>;
  admission(): AdmissionStats;
  served(): ServedSupergraph | null;
  reloads(): { readonly taken: number; readonly refused: number };
  slowOperations(): number;
  /** Operations that were answered ahead of Apollo Server. */
  knownOperations(): number;
  inFlight(): number;
  connections(): Promise<number>;
  webSockets(): number;
  openOperations(): number;
}

const prefix = 'lien_thong_gateway_';

/** Adds what is read from the parts of the gateway when the metrics are. */
export function addStandingMetrics(registry: Registry, standing: GatewayStanding): void {
  const readings = [
    ...ownReadings(standing),
    ...admissionReadings(standing),
    ...engineReadings(standing),
    ...departmentReadings(standing),
  ];
  for (const reading of readings) addReading(registry, { ...reading, name: `${prefix}${reading.name}` });
}

const only = (value: number): readonly ReadValue[] => [[[], value]];

function ownReadings(standing: GatewayStanding): Reading[] {
  const gauge = (name: string, help: string, read: () => number | Promise<number>): Reading => ({
    ...{ type: 'gauge', name, help },
    read: async () => only(await read()),
  });
  return [
    gauge('requests_in_flight', 'HTTP requests that are being answered.', () => standing.inFlight()),
    gauge('http_connections', 'Open connections of clients.', () => standing.connections()),
    gauge('websocket_connections', 'Open WebSockets.', () => standing.webSockets()),
    gauge(
      'live_operations',
      'Operations over server-sent events or WebSockets that are open, subscriptions above all.',
      () => standing.openOperations(),
    ),
    {
      ...{
        type: 'counter',
        name: 'slow_operations_total',
        help: 'Operations that took longer than --slow-operation-ms.',
      },
      read: () => only(standing.slowOperations()),
    },
    {
      ...{
        type: 'counter',
        name: 'known_operations_total',
        help: "Operations whose text was known to be valid, answered without Apollo Server's hooks.",
      },
      read: () => only(standing.knownOperations()),
    },
    {
      ...{ type: 'counter', name: 'supergraph_reloads_total', labels: ['outcome'] },
      help: 'Supergraphs that were taken over or refused since the start; the first one counts.',
      read: () => Object.entries(standing.reloads()).map(([outcome, count]) => [[outcome], count] as const),
    },
    {
      ...{ type: 'gauge', name: 'supergraph_loaded_timestamp_seconds', aggregator: 'max' },
      help: 'When the supergraph that is served was taken over.',
      read: () => only((standing.served()?.loadedAt.getTime() ?? 0) / 1_000),
    },
  ];
}

function admissionReadings({ admission }: GatewayStanding): Reading[] {
  const reading = (
    described: Pick<Reading, 'type' | 'name' | 'help'>,
    of: (stats: AdmissionStats) => number,
  ): Reading => ({ ...described, read: () => only(of(admission())) });
  const executing = {
    name: 'requests_executing',
    help: 'Requests that were admitted and are being answered.',
  };
  const waiting = { name: 'requests_waiting', help: 'Requests that wait for room.' };
  const admitted = { name: 'requests_admitted_total', help: 'Requests for which there was room.' };
  const refused = {
    name: 'requests_refused_total',
    help: 'Requests that were turned away, since there was no room.',
  };
  return [
    reading({ type: 'gauge', ...executing }, ({ inFlight }) => inFlight),
    reading({ type: 'gauge', ...waiting }, (stats) => stats.waiting),
    reading({ type: 'counter', ...admitted }, (stats) => stats.admitted),
    reading({ type: 'counter', ...refused }, (stats) => stats.refused),
  ];
}

function engineReadings({ stats }: GatewayStanding): Reading[] {
  const counter = (name: string, help: string, of: (stats: EngineStats) => number): Reading => ({
    ...{ type: 'counter', name, help },
    read: () => {
      const known = stats();
      return known ? only(of(known)) : [];
    },
  });
  return [
    counter('plan_cache_hits_total', 'Operations whose plan was at hand.', ({ planHits }) => planHits),
    counter('plan_cache_misses_total', 'Operations that had to be planned.', ({ planMisses }) => planMisses),
    counter(
      'plan_failures_total',
      'Operations for which no plan could be made.',
      ({ planFailures }) => planFailures,
    ),
    counter('plan_seconds_total', 'Time spent making plans.', ({ planMs }) => planMs / 1_000),
    { ...counter('plans_cached', 'Plans that are kept.', ({ plansCached }) => plansCached), type: 'gauge' },
    counter(
      'reads_shared_total',
      "Reads answered by another request's to the department.",
      ({ readsShared }) => readsShared,
    ),
    counter(
      'requests_shared_total',
      "Operations answered by another request's execution.",
      ({ requestsShared }) => requestsShared,
    ),
  ];
}
