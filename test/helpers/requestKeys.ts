import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runKeys } from '@lien-thong/gateway';
import { requestKeyFiles, WatchedKeys } from '@lien-thong/subgraph-kit';

/** The keys of gateway, departments and tools in a temporary folder, as `npm run keys` makes them. */
export interface RequestKeyFolder {
  readonly folder: string;
  /** The keys as that party has them; looked at often, so that tests do not wait. */
  of(party: string): WatchedKeys;
  /** The id of the newest keys of the two, as their files say now. */
  newestId(sender: string, receiver: string): string | undefined;
  /** Runs `npm run keys` on the folder with these words. */
  run(...words: string[]): Promise<string[]>;
  remove(): Promise<void>;
}

/** Makes all keys. */
export async function makeRequestKeys(): Promise<RequestKeyFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'request-keys-'));
  const run = (...words: string[]) => runKeys({ env: {}, flags: ['--keys', folder, ...words] });
  await run();
  const opened = new Map<string, WatchedKeys>();
  const pathsOf = (party: string) => ({
    private: join(folder, requestKeyFiles.privateOf(party)),
    public: join(folder, requestKeyFiles.public),
  });
  return {
    folder,
    run,
    newestId: (sender, receiver) => {
      const keys = new WatchedKeys(pathsOf(sender));
      keys.close();
      return keys.to(receiver)?.id;
    },
    of: (party) => {
      const known = opened.get(party);
      if (known) return known;
      const keys = new WatchedKeys(pathsOf(party), undefined, { lookEveryMs: 50, graceMs: 300 });
      opened.set(party, keys);
      return keys;
    },
    remove: async () => {
      for (const keys of opened.values()) keys.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
