import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../helpers/freePort';
import { repositoryRoot } from '../helpers/repositoryRoot';

const source = join(repositoryRoot, 'test', 'chaos', 'toxiproxy');
const program = 'github.com/Shopify/toxiproxy/v2/cmd/server';
const run = promisify(execFile);

/** What is done to the bytes of a proxy; the kinds and attributes are Toxiproxy's. */
export interface Toxic {
  readonly type: 'latency' | 'reset_peer' | 'timeout' | 'bandwidth' | 'slow_close' | 'limit_data';
  /** `upstream` is toward the server, `downstream` toward the client. */
  readonly stream: 'upstream' | 'downstream';
  readonly attributes: Readonly<Record<string, number>>;
}

/** One proxy before one server. */
export interface FaultyLine {
  readonly port: number;
  /** The server that it stands before, as `127.0.0.1:4001`. */
  readonly upstream: string;
  add(toxic: Toxic): Promise<void>;
  /** Takes connections to another server; those that are open are cut off. */
  divert(upstream: string): Promise<void>;
  /** Takes no connection and cuts off those that are open. */
  disable(): Promise<void>;
  /** Undoes all of this. */
  heal(): Promise<void>;
}

/** The running server of proxies. */
export interface Toxiproxy {
  proxy(name: string, upstreamPort: number): Promise<FaultyLine>;
  stop(): void;
}

/** Builds Toxiproxy from the Go module that `go.mod` pins, once; needs Go and the Go module proxy then. */
async function build(): Promise<string> {
  const pinned = await readFile(join(source, 'go.mod'), 'utf8');
  const version = /toxiproxy\/v2 (v\S+)/.exec(pinned)?.[1] ?? 'unknown';
  const folder = join(repositoryRoot, '.cache', 'toxiproxy', version);
  const file = join(folder, 'toxiproxy');
  if (existsSync(file)) return file;
  await mkdir(folder, { recursive: true });
  const unfinished = `${file}.${process.pid}.tmp`;
  const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOWORK: 'off' };
  await run('go', ['build', '-trimpath', '-o', unfinished, program], { cwd: source, env });
  await rename(unfinished, file);
  return file;
}

/** Starts the server of proxies; it ends with this process at the latest. */
export async function startToxiproxy(seed: number): Promise<Toxiproxy> {
  const file = await build();
  const apiPort = await freePort();
  const args = ['-host', '127.0.0.1', '-port', String(apiPort), '-seed', String(seed)];
  const child = spawn(file, args, { stdio: 'ignore', env: { ...process.env, LOG_LEVEL: 'error' } });
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  const api = `http://127.0.0.1:${apiPort}`;
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(api + path, { method, body: body ? JSON.stringify(body) : undefined });
    const text = await response.text();
    if (!response.ok) throw new Error(`Toxiproxy ${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  };
  for (let tries = 0; ; tries += 1) {
    if (
      await call('GET', '/proxies').then(
        () => true,
        () => false,
      )
    )
      break;
    if (tries === 100) throw new Error('Toxiproxy does not answer.');
    await delay(50);
  }
  return {
    proxy: async (name, upstreamPort) => createProxy(call, name, upstreamPort),
    stop: () => {
      process.off('exit', kill);
      kill();
    },
  };
}

type Call = (method: string, path: string, body?: unknown) => Promise<unknown>;

async function createProxy(call: Call, name: string, upstreamPort: number): Promise<FaultyLine> {
  const port = await freePort();
  const upstream = `127.0.0.1:${upstreamPort}`;
  const listen = `127.0.0.1:${port}`;
  const path = `/proxies/${name}`;
  await call('POST', '/proxies', { name, listen, upstream, enabled: true });
  let toxics: string[] = [];
  let isDiverted = false;
  return {
    port,
    upstream,
    add: async (toxic) => {
      const toxicName = `toxic${toxics.length}`;
      toxics.push(toxicName);
      await call('POST', `${path}/toxics`, { name: toxicName, toxicity: 1, ...toxic });
    },
    divert: async (other) => {
      isDiverted = true;
      await call('POST', path, { listen, upstream: other, enabled: true });
    },
    disable: async () => {
      isDiverted = true;
      await call('POST', path, { listen, upstream, enabled: false });
    },
    heal: async () => {
      for (const toxic of toxics) await call('DELETE', `${path}/toxics/${toxic}`);
      toxics = [];
      if (isDiverted) await call('POST', path, { listen, upstream, enabled: true });
      isDiverted = false;
    },
  };
}
