import { addReading, type Reading, type ReadValue } from '@lien-thong/subgraph-kit';
import type { Registry } from 'prom-client';
import type { DepartmentState } from '../departments/probeDepartment';
import type { EngineStats } from '../engine';
import type { BreakerState, DepartmentCounts, DepartmentStanding } from '../resilience/DepartmentObserver';
import type { ServedSupergraph } from '../supergraph/SupergraphGateway';

/** How the gateway stands, asked for when somebody reads the metrics. */
export interface GatewayStanding {
  /** Null for an engine that does not count. */
  stats(): EngineStats | null;
  departments(): readonly DepartmentStanding[];
  /** Asks the departments whether they are ready. */
  probe(): Promise<readonly DepartmentState[]>;
  served(): ServedSupergraph | null;
  reloads(): { readonly taken: number; readonly refused: number };
  slowOperations(): number;
  inFlight(): number;
  connections(): Promise<number>;
  webSockets(): number;
  openOperations(): number;
}

const prefix = 'lien_thong_gateway_';
const breakerLevels: Readonly<Record<BreakerState, number>> = { closed: 0, 'half-open': 1, open: 2 };

/** Adds what is read from the parts of the gateway when the metrics are. */
export function addStandingMetrics(registry: Registry, standing: GatewayStanding): void {
  const readings = [...ownReadings(standing), ...engineReadings(standing), ...departmentReadings(standing)];
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

function departmentReadings(standing: GatewayStanding): Reading[] {
  const each = (
    described: Pick<Reading, 'type' | 'name' | 'help' | 'aggregator'>,
    value: (of: DepartmentStanding) => number,
  ): Reading => ({
    ...described,
    labels: ['department'],
    read: () => standing.departments().map((of) => [[of.department], value(of)] as const),
  });
  const counted = (name: string, help: string, key: Exclude<keyof DepartmentCounts, 'failures'>): Reading =>
    each({ type: 'counter', name: `department_${name}_total`, help }, ({ counts }) => counts[key]);
  const up = (state: DepartmentState): number => (state.status === 'down' ? 0 : 1);
  return [
    {
      ...{ type: 'gauge', name: 'department_up', labels: ['department'], aggregator: 'min' },
      help: 'Whether the department answers its /ready, asked when the metrics are read.',
      read: async () => (await standing.probe()).map((state) => [[state.name], up(state)] as const),
    },
    {
      ...{ type: 'gauge', name: 'department_database_up', labels: ['department'], aggregator: 'min' },
      help: 'Whether the department reaches its database, as it says itself.',
      read: async () =>
        (await standing.probe()).flatMap(({ name, database }) =>
          database ? [[[name], database.reachable ? 1 : 0] as const] : [],
        ),
    },
    each(
      {
        type: 'gauge',
        name: 'department_breaker_state',
        help: '0 closed, 1 half-open, 2 open.',
        aggregator: 'max',
      },
      ({ breaker }) => breakerLevels[breaker],
    ),
    each(
      { type: 'gauge', name: 'department_requests_in_flight', help: 'Requests that it is answering.' },
      (of) => of.inFlight,
    ),
    each(
      { type: 'gauge', name: 'department_requests_queued', help: 'Requests that wait for their turn.' },
      (of) => of.queued,
    ),
    {
      ...{
        type: 'gauge',
        name: 'department_sockets',
        help: 'Sockets to the department.',
        labels: ['department', 'state'],
      },
      read: () =>
        standing
          .departments()
          .flatMap(({ department, sockets: { open, idle } }) => [
            [[department, 'busy'], open - idle] as const,
            [[department, 'idle'], idle] as const,
          ]),
    },
    counted('attempts', 'HTTP requests to the department, of every kind.', 'attempts'),
    counted('retries', 'Requests sent again because an earlier one had failed.', 'retries'),
    counted('retries_refused', 'Retries that were not made since the budget was spent.', 'retriesRefused'),
    counted('hedges', 'Requests sent beside a slow one.', 'hedges'),
    counted('hedges_won', 'Hedges that answered first.', 'hedgesWon'),
    counted('hedges_refused', 'Hedges that were not made since the budget was spent.', 'hedgesRefused'),
    counted('resends', 'Reads sent again because a kept socket was closed.', 'resends'),
    counted('circuit_open', 'Requests refused because the breaker was open.', 'circuitOpen'),
    counted('bulkhead_full', 'Requests refused because too many were in flight and waiting.', 'bulkheadFull'),
    counted('breaker_opened', 'Times that the breaker opened.', 'breakerOpened'),
    counted('stale_answers', 'Reads answered by what an earlier one had brought.', 'staleAnswers'),
    {
      ...{ type: 'counter', name: 'department_failures_total', labels: ['department', 'reason'] },
      help: 'Requests without a usable answer, by reason.',
      read: () =>
        standing
          .departments()
          .flatMap(({ department, counts }) =>
            Object.entries(counts.failures).map(([reason, count]) => [[department, reason], count] as const),
          ),
    },
  ];
}
