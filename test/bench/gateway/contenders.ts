import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { unguarded } from '../unguarded';
import type { ProcessOptions } from './processes';

/** How much is shared: nothing, subgraph reads in flight, or identical client requests too. */
export type Sharing = 'off' | 'reads' | 'requests';

/** A gateway as the benchmark starts it. */
export interface BenchContender {
  readonly name: string;
  /** Null where it does not have that kind of sharing. */
  readonly start: (options: { sharing: Sharing; port: number; folder: string }) => ProcessOptions | null;
}

/** Young generation of 64 MiB: for a gateway, whose garbage dies young, it is the flag that matters most. */
const heapFlags = ['--max-semi-space-size=64', '--min-semi-space-size=64'];

const testPackage = dirname(require.resolve('@lien-thong/test/package.json'));
const repository = dirname(testPackage);
/** Where the other gateways are installed. */
export const peersFolder = join(testPackage, 'bench', 'peers');

function ours(engine: 'own' | 'apollo', more?: readonly string[]): BenchContender['start'] {
  return ({ sharing, port, folder }) => {
    if ((engine === 'apollo' || more) && sharing !== 'off') return null;
    const main = join(repository, 'gateway', 'dist', 'main.js');
    const shares = [
      `--share-reads=${sharing === 'off' ? 'off' : 'on'}`,
      `--dedupe=${sharing === 'requests' ? 'on' : 'off'}`,
    ];
    const flags = engine === 'own' ? [...shares, ...(more ?? [])] : [];
    const serving = [
      `--supergraph=${join(folder, 'supergraph.graphql')}`,
      `--port=${port}`,
      `--engine=${engine}`,
    ];
    return {
      command: process.execPath,
      args: [...heapFlags, main, ...serving, ...flags],
      // One line of log a request would be measured for us alone: the others are run without one too.
      env: { LOG_LEVEL: 'warn', HOST: '127.0.0.1' },
    };
  };
}

function hive(routerRuntime: boolean): BenchContender['start'] {
  return ({ sharing, port, folder }) => {
    const config = join(folder, `hive-${sharing}.config.mjs`);
    const entries = { '*.http': { options: { deduplicateInflightRequests: sharing !== 'off' } } };
    const options = {
      transportEntries: entries,
      inboundInflightRequestDeduplication: sharing === 'requests',
    };
    writeFileSync(
      config,
      `export const gatewayConfig = ${JSON.stringify({ ...options, logging: 'error' })};\n`,
    );
    const bin = createRequire(join(peersFolder, 'package.json')).resolve(
      '@graphql-hive/gateway/package.json',
    );
    const serving = [
      'supergraph',
      join(folder, 'supergraph.graphql'),
      '-p',
      String(port),
      '-h',
      '127.0.0.1',
      '-c',
      config,
    ];
    return {
      command: process.execPath,
      args: [
        ...heapFlags,
        join(dirname(bin), 'dist', 'bin.js'),
        ...serving,
        ...(routerRuntime ? ['--hive-router-runtime'] : []),
      ],
      cwd: folder,
    };
  };
}

/** The floor: the same subgraph requests, parse and stringify, no GraphQL; it has nothing to share. */
const floor: BenchContender['start'] = ({ sharing, port, folder }) =>
  sharing === 'off'
    ? {
        command: process.execPath,
        args: [...heapFlags, join(__dirname, 'floor.js')],
        env: { PORT: String(port), FLOOR_FILE: join(folder, 'floor.json') },
      }
    : null;

/** Everybody who is measured, the floor first. */
export const benchContenders: readonly BenchContender[] = [
  { name: 'floor (no GraphQL)', start: floor },
  { name: 'ours', start: ours('own') },
  { name: 'ours, guards off', start: ours('own', unguarded) },
  { name: 'ours, --engine apollo', start: ours('apollo') },
  { name: 'Hive Gateway', start: hive(false) },
  { name: 'Hive Gateway, router runtime', start: hive(true) },
];
