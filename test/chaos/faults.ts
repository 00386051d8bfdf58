import type { DepartmentName } from '@lien-thong/schema';
import type { Random } from '../differential/random';
import { type ChaosCity, departmentNames } from './ChaosCity';
import { startGarbageServer } from './garbageServer';
import type { FaultyLine, Toxic } from './Toxiproxy';

/** Something that goes wrong in one place, until it is healed. */
export interface Fault {
  /** As `black hole, gateway - finance`. */
  readonly name: string;
  /** Faults of one place exclude each other. */
  readonly place: string;
  begin(): Promise<void>;
  /** Resolves when all is as before. */
  heal(): Promise<void>;
}

type ProxyFault = (proxy: FaultyLine, random: Random) => Promise<(() => void) | null>;

const toxic =
  (...toxics: readonly Toxic[]): ProxyFault =>
  async (proxy) => {
    for (const each of toxics) await proxy.add(each);
    return null;
  };

const latency = (latencyMs: number, jitterMs: number): Toxic => ({
  type: 'latency',
  stream: 'downstream',
  attributes: { latency: latencyMs, jitter: jitterMs },
});

/** What may go wrong on a line; times in milliseconds, rates in KB/s, as Toxiproxy has them. */
const lineFaults: ReadonlyArray<readonly [string, ProxyFault]> = [
  ['latency', toxic(latency(1_000, 0))],
  ['jitter', toxic(latency(400, 400))],
  ['reset', toxic({ type: 'reset_peer', stream: 'downstream', attributes: { timeout: 0 } })],
  ['black hole', toxic({ type: 'timeout', stream: 'downstream', attributes: { timeout: 0 } })],
  ['bandwidth', toxic({ type: 'bandwidth', stream: 'downstream', attributes: { rate: 8 } })],
  [
    'half-closed',
    toxic(
      { type: 'limit_data', stream: 'downstream', attributes: { bytes: 1_500 } },
      { type: 'slow_close', stream: 'downstream', attributes: { delay: 2_500 } },
    ),
  ],
  ['cut short', toxic({ type: 'limit_data', stream: 'downstream', attributes: { bytes: 3_000 } })],
  [
    'garbage',
    async (proxy, random) => {
      const server = await startGarbageServer(random);
      await proxy.divert(server.address);
      return () => server.stop();
    },
  ],
  [
    'down',
    async (proxy) => {
      await proxy.disable();
      return null;
    },
  ],
];

function onLine(place: string, proxy: FaultyLine, random: Random): Fault[] {
  return lineFaults.map(([name, begin]) => {
    let end: (() => void) | null = null;
    return {
      name: `${name}, ${place}`,
      place,
      begin: async () => {
        end = await begin(proxy, random);
      },
      heal: async () => {
        await proxy.heal();
        end?.();
      },
    };
  });
}

function killings(city: ChaosCity, name: DepartmentName): Fault[] {
  return [
    {
      name: `kill -9, ${name}`,
      place: name,
      begin: async () => void (await city.processes[name].kill('SIGKILL')),
      heal: () => city.restart(name),
    },
    {
      name: `kill -9, database of ${name}`,
      place: `database of ${name}`,
      begin: () => city.databases[name].kill9(),
      heal: () => city.databases[name].restart(),
    },
  ];
}

/** No fault, to compare with, and every fault in every place: lines from the gateway to departments, from those to their databases, and the processes. */
export function allFaults(city: ChaosCity, random: Random): readonly Fault[] {
  const nothing = async () => undefined;
  const none: Fault = { name: 'no fault', place: 'nowhere', begin: nothing, heal: nothing };
  return [
    none,
    ...departmentNames.flatMap((name) => [
      ...onLine(`gateway - ${name}`, city.departmentProxies[name], random),
      ...onLine(`${name} - database`, city.databaseProxies[name], random),
      ...killings(city, name),
    ]),
  ];
}

/** Several faults at once, each in another place. */
export function combination(faults: readonly Fault[], random: Random): Fault {
  const chosen: Fault[] = [];
  const wanted = 2 + random.int(2);
  while (chosen.length < wanted) {
    const fault = random.pick(faults);
    if (!chosen.some(({ place }) => place === fault.place)) chosen.push(fault);
  }
  return {
    name: chosen.map(({ name }) => name).join(' + '),
    place: 'several',
    begin: async () => {
      for (const fault of chosen) await fault.begin();
    },
    // The last first: a process is started again while its lines are still broken, as it would be.
    heal: async () => {
      for (const fault of [...chosen].reverse()) await fault.heal();
    },
  };
}
