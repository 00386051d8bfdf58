import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const compress = promisify<Buffer, Buffer>((data, done) =>
  brotliCompress(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }, done),
);

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
};

/** Types whose bytes are packed already. */
const packed = new Set(['.png', '.woff2', '.woff', '.ico']);

/** A file as it is served. */
export class StaticFile {
  readonly etag: string;
  readonly type: string;
  #brotli: Promise<Buffer> | null = null;

  constructor(
    readonly name: string,
    readonly bytes: Buffer,
  ) {
    this.etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
    this.type = types[extname(name)] ?? 'application/octet-stream';
  }

  /** Whether compressing it is worth while. */
  get isCompressible(): boolean {
    return this.bytes.length >= 1_024 && !packed.has(extname(this.name));
  }

  /** Takes over bytes that were packed when the file was built. */
  packedAs(bytes: Buffer): void {
    this.#brotli = Promise.resolve(bytes);
  }

  /** Its bytes packed by Brotli: when it was built, or else once, when first asked for. */
  brotli(): Promise<Buffer> {
    this.#brotli ??= compress(this.bytes);
    return this.#brotli;
  }
}

/**
 * The files below a folder by their path from it, with slashes; empty where there is no folder. They are read once, so
 * no path that a client sends ever reaches the file system. A file `name.br` is no file of its own: it is `name`, packed.
 */
export async function readStaticFiles(folder: string): Promise<ReadonlyMap<string, StaticFile>> {
  const files = new Map<string, StaticFile>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  for (const entry of entries.filter((candidate) => candidate.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path).split(sep).join('/');
    files.set(name, new StaticFile(name, await readFile(path)));
  }
  for (const file of [...files.values()]) {
    const original = file.name.endsWith('.br') ? files.get(file.name.slice(0, -'.br'.length)) : undefined;
    if (!original) continue;
    original.packedAs(file.bytes);
    files.delete(file.name);
  }
  return files;
}
