import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { federation2, startFederation, type TestFederation } from '../../helpers/federation';
import { startTestGateway, type TestGateway } from '../../helpers/startTestGateway';

let folder: string;
let federation: TestFederation;
let gateway: TestGateway;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'page-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Liên thông</title>');
  await writeFile(
    join(folder, 'assets', 'app-3fK9.js'),
    `export const words = ${JSON.stringify('chữ '.repeat(1_000))};`,
  );
  await writeFile(join(folder, '..', 'secret-of-the-test.txt'), 'secret');
  federation = await startFederation({
    a: { sdl: `${federation2} type Query { a: String }`, resolvers: {} },
  });
  gateway = await startTestGateway(federation.supergraphSdl, { flags: ['--explorer', folder] });
});
afterAll(async () => {
  await gateway.close();
  await federation.close();
  await rm(folder, { recursive: true });
  await rm(join(folder, '..', 'secret-of-the-test.txt'));
});

const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('the page', () => {
  it('is served to who takes HTML, under a strict policy, and asked for anew each time', async () => {
    const response = await gateway.fetch('/', { headers: html });
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).not.toContain('http');
    expect(await response.text()).toContain('Liên thông');
  });

  it('is a text for who does not', async () => {
    const response = await gateway.fetch('/', { headers: { accept: '*/*' } });
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toContain('POST /graphql');
  });

  it('is not sent again while it has not changed', async () => {
    const first = await gateway.fetch('/', { headers: html });
    const etag = first.headers.get('etag') ?? '';
    const again = await gateway.fetch('/', { headers: { ...html, 'if-none-match': etag } });
    expect(again.status).toBe(304);
  });

  it('has files that may be kept for ever, packed', async () => {
    const response = await gateway.fetch('/assets/app-3fK9.js', { headers: { 'accept-encoding': 'br' } });
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('content-encoding')).toBe('br');
    expect(await response.text()).toContain('chữ chữ');
  });

  it.each(['/../secret-of-the-test.txt', '/assets/..%2f..%2fsecret-of-the-test.txt', '/assets/'])(
    'serves nothing but its own files: %s',
    async (path) => {
      expect((await gateway.fetch(path)).status).toBe(404);
    },
  );

  it('says how to build it when it is not built', async () => {
    const bare = await startTestGateway(federation.supergraphSdl);
    const response = await bare.fetch('/', { headers: html });
    await bare.close();
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('The page for exploring is not built');
  });
});
