import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { codedError } from '@lien-thong/schema';
import type { Config } from '../config/config';
import { urlVariable } from '../config/config';
import { isHttpUrl } from '../config/optionKinds';
import { departmentsNamedIn } from '../config/perDepartment';
import { readSupergraphAside } from '../plan/readSupergraphAside';
import type { Supergraph } from '../plan/Supergraph';

/** A supergraph that can be served: read, valid, and with an address for each subgraph. */
export interface LoadedSupergraph {
  /** The first 12 hexadecimal digits of the SHA-256 of its text. */
  readonly id: string;
  readonly supergraph: Supergraph;
  /** The address of each subgraph's GraphQL endpoint, overrides of the configuration applied. */
  readonly urls: ReadonlyMap<string, string>;
}

/**
 * Reads the supergraph file; null where it is still the one of that id. Rejects with INVALID_SUPERGRAPH, whose `extensions.reasons` are all the reasons why it
 * cannot be served; addresses that were meant for subgraphs it does not have are among them.
 */
export async function loadSupergraph(
  config: Config,
  knownId: string | null,
): Promise<LoadedSupergraph | null> {
  const text = await readText(config.supergraph);
  const id = createHash('sha256').update(text).digest('hex').slice(0, 12);
  if (id === knownId) return null;
  const supergraph = await readSupergraphAside(text);
  const reasons: string[] = [];
  const urls = new Map<string, string>();
  for (const name of supergraph.subgraphs) {
    const url = config.subgraphUrl(name) ?? supergraph.subgraphUrls.get(name) ?? '';
    if (isHttpUrl(url)) urls.set(name, url);
    else {
      reasons.push(
        `Subgraph "${name}" has ${url === '' ? 'no address' : `the address "${url}"`}: give an http or https address by --subgraph ${name}=URL or ${urlVariable(name)}.`,
      );
    }
  }
  const addressed = config.subgraph.map((item) => ['--subgraph', item.slice(0, item.indexOf('='))] as const);
  for (const [flag, name] of [...addressed, ...departmentsNamedIn(config)]) {
    if (!supergraph.subgraphs.includes(name)) {
      reasons.push(
        `${flag} ${name}: there is no such subgraph. There are ${supergraph.subgraphs.join(', ')}.`,
      );
    }
  }
  if (reasons.length > 0) throw invalid(config.supergraph, reasons);
  return { id, supergraph, urls };
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw invalid(path, [
      code === 'ENOENT' ? 'There is no such file.' : `The file cannot be read (${code}).`,
    ]);
  }
}

function invalid(path: string, reasons: readonly string[]): Error {
  return codedError('INVALID_SUPERGRAPH', {
    message: `The supergraph ${path} cannot be used: ${reasons.join(' ')}`,
    extensions: { reasons },
  });
}
