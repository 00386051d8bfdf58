import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { federation2, startFederation, type TestFederation } from '../../helpers/federation';
import { runProcess, startProcess } from '../../helpers/startProcess';

const file = 'gateway/dist/main.js';
const ready = /serves http:\/\/localhost:(\d+)\/graphql/;

let folder: string;
let supergraph: string;
let federation: TestFederation;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-process-'));
  supergraph = join(folder, 'supergraph.graphql');
  federation = await startFederation({
    words: {
      sdl: `${federation2} type Query { word: String slow: String never: String }`,
      resolvers: {
        Query: {
          word: () => 'chữ',
          slow: () => new Promise((resolve) => setTimeout(() => resolve('muộn'), 2_500)),
          never: () => new Promise(() => {}),
        },
      },
    },
  });
  await writeFile(supergraph, federation.supergraphSdl);
});
afterAll(async () => {
  await federation.close();
  await rm(folder, { recursive: true });
});

const start = (...args: string[]) =>
  startProcess({ file, args: ['--supergraph', supergraph, '--port', '0', '--keys', folder, ...args], ready });

const post = (port: string | undefined, query: string) =>
  fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });

describe('the process of the gateway', () => {
  it('prints its help and ends well', async () => {
    const { code, output } = await runProcess({ file, args: ['--help'] });
    expect(code).toBe(0);
    expect(output).toContain('--supergraph FILE');
  });

  it('names three mistakes at once and exits 1', async () => {
    const { code, output } = await runProcess({ file, args: ['--port', 'x', '--engine', 'y', '--zzz'] });
    expect(code).toBe(1);
    expect(output).toContain('INVALID_CONFIGURATION');
    for (const mistake of ['--zzz is not known', '--port: "x"', '--engine: "y"'])
      expect(output).toContain(mistake);
  });

  it('names a taken port and exits 1', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '0.0.0.0', resolve));
    const { port } = taken.address() as AddressInfo;
    const args = ['--supergraph', supergraph, '--keys', folder, '--port', String(port)];
    const { code, output } = await runProcess({ file, args });
    taken.close();
    expect(code).toBe(1);
    expect(output).toContain(`PORT_TAKEN: port ${port} is in use by another process.`);
  });

  it('gives the reasons why a supergraph cannot be served and exits 1', async () => {
    const broken = join(folder, 'broken.graphql');
    await writeFile(broken, 'type Query { a: Strin }');
    const wrong = await runProcess({ file, args: ['--supergraph', broken, '--port', '0', '--keys', folder] });
    expect(wrong.code).toBe(1);
    expect(wrong.output).toContain('INVALID_SUPERGRAPH');
    const missing = await runProcess({
      file,
      args: ['--supergraph', '/nowhere', '--port', '0', '--keys', folder],
    });
    expect(missing.code).toBe(1);
    expect(missing.output).toContain(
      'INVALID_SUPERGRAPH: The supergraph /nowhere cannot be used: There is no such file.',
    );
  });

  it('names an address that is meant for a subgraph that is not there', async () => {
    const args = [
      '--supergraph',
      supergraph,
      '--port',
      '0',
      '--keys',
      folder,
      '--subgraph',
      'wrods=http://x/',
    ];
    const { code, output } = await runProcess({ file, args });
    expect(code).toBe(1);
    expect(output).toContain('--subgraph wrods: there is no such subgraph. There are words.');
  });

  it.each(['own', 'apollo'])(
    'serves any supergraph with engine %s and ends at once when nothing is asked',
    async (engine) => {
      const gateway = await start('--engine', engine);
      const answer = await post(gateway.readyLine[1], '{ word }');
      expect(await answer.json()).toEqual({ data: { word: 'chữ' } });
      const { code } = await gateway.stop();
      expect(code).toBe(0);
    },
  );

  /** Resolves when a department has been asked for that field. */
  const asked = async (field: string) => {
    while (!federation.calls.some(({ query }) => query.includes(field))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it('answers what is in flight when it is told to end, and is not ready meanwhile', async () => {
    const gateway = await start('--drain-delay-ms', '2000');
    const port = gateway.readyLine[1];
    const inFlight = post(port, '{ slow }');
    await asked('slow');
    const ended = gateway.kill('SIGTERM');
    await gateway.waitFor(/SIGTERM: the gateway ends/);
    const readiness = await fetch(`http://127.0.0.1:${port}/ready`);
    expect(readiness.status).toBe(503);
    expect(await (await inFlight).json()).toEqual({ data: { slow: 'muộn' } });
    expect((await ended).code).toBe(0);
    await expect(post(port, '{ word }')).rejects.toThrow();
  });

  it('does not wait for a request beyond the deadline of its end', async () => {
    const deadlines = ['--department-deadline-ms', '90000', '--request-deadline-ms', '90000'];
    const gateway = await start('--drain-deadline-ms', '100', ...deadlines);
    const cutOff = post(gateway.readyLine[1], '{ never }').catch(() => 'cut off');
    await asked('never');
    const startedAt = performance.now();
    await gateway.kill('SIGTERM');
    // The deadline of the request itself would be a minute and a half.
    expect(performance.now() - startedAt).toBeLessThan(60_000);
    expect(await cutOff).toBe('cut off');
  });

  it('goes on ending well when one Ctrl-C arrives several times, and ends at once when it is asked again later', async () => {
    const gateway = await start('--drain-delay-ms', '60000');
    const ended = gateway.kill('SIGINT');
    process.kill(gateway.pid, 'SIGTERM');
    await gateway.waitFor(/SIG(INT|TERM): the gateway ends/);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect((await fetch(`http://127.0.0.1:${gateway.readyLine[1]}/health`)).status).toBe(200);
    process.kill(gateway.pid, 'SIGINT');
    expect((await ended).code).toBe(1);
  });

  it('writes one line of JSON for each request where no terminal reads it', async () => {
    const gateway = await start();
    await post(gateway.readyLine[1], 'query Words { word }');
    await gateway.waitFor(/query Words 200/);
    await gateway.stop();
    const line = gateway
      .output()
      .split('\n')
      .find((candidate) => candidate.includes('query Words'));
    expect(JSON.parse(line ?? '')).toMatchObject({
      operation: 'query Words',
      status: 200,
      departments: ['words'],
      requestId: expect.any(String),
      ms: expect.any(Number),
    });
  });
});

describe('npm run keys and npm run token', () => {
  const keys = (folderOfKeys: string) =>
    runProcess({ file: 'gateway/dist/keys/main.js', args: ['--keys', folderOfKeys] });
  const token = (...args: string[]) => runProcess({ file: 'gateway/dist/token/main.js', args });

  it('makes a pair once, the private key for its owner alone', async () => {
    const own = join(folder, 'made');
    expect((await keys(own)).output).toContain('made ');
    const first = await readFile(join(own, 'caller.private.json'), 'utf8');
    expect((await keys(own)).output).toContain('found ');
    expect(await readFile(join(own, 'caller.private.json'), 'utf8')).toBe(first);
    expect((await stat(join(own, 'caller.private.json'))).mode & 0o777).toBe(0o600);
  });

  it('does not make half a pair whole, since the other half may be in use', async () => {
    const own = join(folder, 'half');
    await keys(own);
    await rm(join(own, 'caller.public.json'));
    const { code, output } = await keys(own);
    expect(code).toBe(1);
    expect(output).toContain('caller.public.json is missing although');
  });

  it('prints a token and nothing else', async () => {
    const own = join(folder, 'made-for-token');
    await keys(own);
    const { code, output } = await token('--keys', own, '--department', 'finance', '--role', 'officer');
    expect(code).toBe(0);
    expect(output).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    const scoped = await token(
      ...['--keys', own, '--department', 'ict', '--role', 'auditor', '--scope', 'read:a read:b'],
    );
    expect(decodeJwt(scoped.output.trim())).toMatchObject({ department: 'ict', scope: 'read:a read:b' });
  });

  it('names every mistake at once', async () => {
    const { code, output } = await token('--keys', join(folder, 'none'), '--department', 'finace');
    expect(code).toBe(1);
    expect(output).toContain('--department: "finace" is not one of ict, finance, planning.');
    expect(output).toContain('--role is missing, as --role officer.');
    expect(output).toContain('npm run keys makes one.');
  });
});
