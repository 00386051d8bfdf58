import { watch } from 'chokidar';

/** How long a file must keep its size before it counts as written, in milliseconds. */
const settledMs = 100;

/**
 * Calls back after the file has changed, once it is written whole; replacing it by a rename counts too.
 * Returns what ends the watching.
 */
export function watchFile(path: string, onChange: () => void): () => Promise<void> {
  const watcher = watch(path, {
    ignoreInitial: true,
    awaitWriteFinish: { stabilityThreshold: settledMs, pollInterval: 20 },
  });
  watcher.on('change', onChange).on('add', onChange);
  return () => watcher.close();
}
