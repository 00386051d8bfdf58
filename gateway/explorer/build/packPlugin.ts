import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

const pack = promisify<Buffer, object, Buffer>(brotliCompress);
const best = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };

type Bundle = Rolldown.OutputBundle;

/** The chunks that can be needed before the editor is opened: all that the entry reaches but by way of the editor. */
function chunksBeforeEditor(bundle: Bundle): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (name: string): void => {
    const chunk = bundle[name];
    if (chunk?.type !== 'chunk' || found.has(name) || chunk.facadeModuleId?.includes('/editor/EditorPage'))
      return;
    found.add(name);
    [...chunk.imports, ...chunk.dynamicImports].forEach(visit);
  };
  for (const output of Object.values(bundle))
    if (output.type === 'chunk' && output.isEntry) visit(output.fileName);
  return found;
}

/**
 * Packs what every reader loads by Brotli at its best, beside the files: too slow to be done at a request. It reads the
 * files as they were written, since Vite itself still changes chunks after the last plugin has seen them.
 */
export function packPlugin(): Plugin {
  return {
    name: 'lien-thong-pack',
    async writeBundle({ dir = '' }, bundle) {
      const packed = [...chunksBeforeEditor(bundle)].map(async (name) => {
        const path = join(dir, name);
        await writeFile(`${path}.br`, await pack(await readFile(path), best));
      });
      await Promise.all(packed);
    },
  };
}
