import { useSyncExternalStore } from 'react';
import type { JsonObject } from '../answer/Answer';

/** What was run last in the editor, and what came back. */
export interface LastResult {
  readonly query: string;
  readonly operationName?: string;
  readonly variables: JsonObject;
  readonly body: JsonObject;
  readonly tookMs: number;
}

let last: LastResult | undefined;
const listeners = new Set<() => void>();

/** Keeps the newest result for the panels beside the editor. */
export function keepResult(result: LastResult): void {
  last = result;
  for (const listener of listeners) listener();
}

/** The newest result; undefined before the first run. */
export function useLastResult(): LastResult | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => last,
  );
}
