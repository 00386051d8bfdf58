import type { Reading } from '@lien-thong/subgraph-kit';
import type { DepartmentState } from '../departments/probeDepartment';
import type { BreakerState, DepartmentCounts, DepartmentStanding } from '../resilience/DepartmentObserver';
import type { GatewayStanding } from './StandingMetrics';

const breakerLevels: Readonly<Record<BreakerState, number>> = { closed: 0, 'half-open': 1, open: 2 };

/** What is counted of each department, and its help text. */
const helpOfCounts: Readonly<Record<Exclude<keyof DepartmentCounts, 'requests' | 'failures'>, string>> = {
  attempts: 'HTTP requests to the department, of every kind.',
  retries: 'Requests sent again because an earlier one had failed.',
  retriesRefused: 'Retries that were not made since the budget was spent.',
  hedges: 'Requests sent beside a slow one.',
  hedgesWon: 'Hedges that answered first.',
  hedgesRefused: 'Hedges that were not made since the budget was spent.',
  resends: 'Reads sent again because a kept socket was closed.',
  circuitOpen: 'Requests refused because the breaker was open.',
  bulkheadFull: 'Requests refused because too many were in flight and waiting.',
  breakerOpened: 'Times that the breaker opened.',
  staleAnswers: 'Reads answered by what an earlier one had brought.',
};

/** How the departments stand: asked themselves, and as the ways to them know it. */
export function departmentReadings(standing: GatewayStanding): Reading[] {
  return [...probeReadings(standing), ...linkReadings(standing), ...countReadings(standing)];
}

function probeReadings(standing: GatewayStanding): Reading[] {
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
  ];
}

type Described = Pick<Reading, 'type' | 'name' | 'help' | 'aggregator'>;

function ofEach(
  standing: GatewayStanding,
  described: Described,
  value: (of: DepartmentStanding) => number,
): Reading {
  const read: Reading['read'] = () =>
    standing.departments().map((of) => [[of.department], value(of)] as const);
  return { ...described, labels: ['department'], read };
}

function linkReadings(standing: GatewayStanding): Reading[] {
  const gauge = (described: Omit<Described, 'type'>, value: (of: DepartmentStanding) => number): Reading =>
    ofEach(standing, { type: 'gauge', ...described }, value);
  const breaker = { name: 'department_breaker_state', help: '0 closed, 1 half-open, 2 open.' };
  const inFlight = { name: 'department_requests_in_flight', help: 'Requests that it is answering.' };
  const queued = { name: 'department_requests_queued', help: 'Requests that wait for their turn.' };
  return [
    gauge({ ...breaker, aggregator: 'max' }, (of) => breakerLevels[of.breaker]),
    gauge(inFlight, (of) => of.inFlight),
    gauge(queued, (of) => of.queued),
    {
      ...{ type: 'gauge', name: 'department_sockets', labels: ['department', 'state'] },
      help: 'Sockets to the department.',
      read: () =>
        standing
          .departments()
          .flatMap(({ department, sockets: { open, idle } }) => [
            [[department, 'busy'], open - idle] as const,
            [[department, 'idle'], idle] as const,
          ]),
    },
  ];
}

function countReadings(standing: GatewayStanding): Reading[] {
  return Object.entries(helpOfCounts).map(([key, help]) => {
    const words = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const described: Described = { type: 'counter', name: `department_${words}_total`, help };
    return ofEach(standing, described, ({ counts }) => counts[key as keyof typeof helpOfCounts]);
  });
}
