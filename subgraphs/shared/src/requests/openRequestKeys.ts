import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { requestKeyFiles } from './partyKeys';
import { type KeyListener, WatchedKeys } from './WatchedKeys';

/** Where the keys of a party are. */
export interface RequestKeyPlaces {
  readonly party: string;
  /** The folder of keys, looked into where a file is not named. */
  readonly folder: string;
  /** The file of the party's private keys. */
  readonly privateFile?: string;
  /** The file of everybody's public keys. */
  readonly publicFile?: string;
  readonly onChange?: KeyListener;
}

/**
 * Opens the keys of a party; null where none are named and none are in the folder. Throws an Error that names the file
 * where a named one cannot be used, or one of the two is missing.
 */
export function openRequestKeys(places: RequestKeyPlaces): WatchedKeys | null {
  const { party, folder, privateFile, publicFile, onChange } = places;
  const paths = {
    private: privateFile ?? join(folder, requestKeyFiles.privateOf(party)),
    public: publicFile ?? join(folder, requestKeyFiles.public),
  };
  const isNamed = privateFile !== undefined || publicFile !== undefined;
  if (!isNamed && !existsSync(paths.private)) return null;
  try {
    return new WatchedKeys(paths, onChange);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `the request keys of ${party} (${paths.private}, ${paths.public}) cannot be used: ${reason}`,
    );
  }
}
