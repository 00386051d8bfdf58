import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { processorSeconds } from '../../chaos/MemoryWatch';
import { questionText, twinVariables } from '../../helpers/questions';
import { makeRequestKeys } from '../../helpers/requestKeys';
import { askAt, type City, type CityOptions, startCity } from '../../helpers/startCity';
import { startProcess, type TestProcess } from '../../helpers/startProcess';
import { unguarded } from '../unguarded';

/** A read over all three departments, as the public asks it. */
const question = '02';
const askers = 8;

/** How a gateway did. */
interface Measured {
  readonly perSecond: number;
  /** Processor time of the gateway for a request, milliseconds. */
  readonly processorMs: number;
}

/** The same question at a gateway with everything that guards it, and at one without. */
export interface GuardsPrice {
  readonly question: string;
  readonly guarded: Measured;
  readonly unguarded: Measured;
}

/**
 * Measures what the guards cost: limits, costs, budgets, admission, breakers, and requests to departments that are signed
 * and verified, against none of these; both gateways over the same departments, in turns of `seconds`, `rounds` each.
 * Nothing is shared between requests, so that each pays its price.
 */
export async function guardsPrice(
  options: CityOptions,
  { seconds, rounds }: { seconds: number; rounds: number },
): Promise<GuardsPrice> {
  const keys = await makeRequestKeys();
  const noKeys = await mkdtemp(join(tmpdir(), 'no-keys-'));
  const shared = ['--share-reads', 'off', '--dedupe', 'off'];
  const city = await startCity({
    ...options,
    departmentEnv: { KEYS: keys.folder },
    gatewayEnv: { KEYS: keys.folder },
    gatewayFlags: ['--rate-limit-exempt=', '--rate-limit-address', '1000000000', ...shared],
  });
  const bare = await startUnguarded(city, ['--keys', noKeys, ...shared]);
  const taken: Record<'guarded' | 'unguarded', Measured[]> = { guarded: [], unguarded: [] };
  try {
    for (let round = -1; round < rounds; round += 1) {
      const guarded = await measure(city.origin, city.gateway.pid, seconds);
      const without = await measure(bare.readyLine[1] ?? '', bare.pid, seconds);
      if (round < 0) continue;
      taken.guarded.push(guarded);
      taken.unguarded.push(without);
    }
  } finally {
    await bare.stop();
    await city.stop();
    await keys.remove();
    await rm(noKeys, { recursive: true });
  }
  return { question, guarded: medianOf(taken.guarded), unguarded: medianOf(taken.unguarded) };
}

function startUnguarded({ urls }: City, flags: readonly string[]): Promise<TestProcess> {
  const env = Object.fromEntries(
    Object.entries(urls).map(([name, url]) => [`${name.toUpperCase()}_URL`, url]),
  );
  return startProcess({
    file: 'gateway/dist/main.js',
    args: ['--port', '0', '--host', '127.0.0.1', '--log-format', 'json', ...unguarded, ...flags],
    env,
    ready: /the gateway serves (http:\/\/[^/"]+)/,
  });
}

async function measure(origin: string, pid: number, seconds: number): Promise<Measured> {
  const body = { query: questionText(question), variables: twinVariables[question] };
  const [begun, used] = [performance.now(), processorSeconds(pid)];
  let answers = 0;
  const askOn = async (): Promise<void> => {
    while (performance.now() - begun < seconds * 1_000) {
      const { errors } = await askAt(`${origin}/graphql`, body);
      if (errors) throw new Error(`question ${question}: ${JSON.stringify(errors)}`);
      answers += 1;
    }
  };
  await Promise.all(Array.from({ length: askers }, askOn));
  const elapsed = (performance.now() - begun) / 1_000;
  return {
    perSecond: answers / elapsed,
    processorMs: ((processorSeconds(pid) - used) * 1_000) / answers,
  };
}

function medianOf(all: readonly Measured[]): Measured {
  const middle = (of: (measured: Measured) => number): number =>
    all.map(of).sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
  return { perSecond: middle((each) => each.perSecond), processorMs: middle((each) => each.processorMs) };
}

/** The price in a sentence. */
export function priceText({ question: number, guarded, unguarded: without }: GuardsPrice): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const line = (name: string, { perSecond, processorMs }: Measured): string =>
    `${name.padEnd(22)}${perSecond.toFixed(1).padStart(8)} a second, ${processorMs.toFixed(2)} ms of the gateway's processor time each`;
  return [
    `Question ${number} by ${askers} at once:`,
    line('guarded and signed', guarded),
    line('neither', without),
    `The guards take ${percent(1 - guarded.perSecond / without.perSecond)} of the throughput, ${percent(guarded.processorMs / without.processorMs - 1)} more of the gateway's processor time.`,
  ].join('\n');
}
