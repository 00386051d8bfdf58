import type { QueryPlanner } from '@graphql-hive/router-query-planner';

/** What the gateway sends to this process: the supergraph once, then operations. */
export type ToNativeProcess =
  | { readonly supergraphSdl: string }
  | { readonly id: number; readonly text: string; readonly labels: readonly string[]; readonly roll: number };

/** What this process answers. `unavailable`: the planner cannot be had here at all. */
export type FromNativeProcess =
  | { readonly unavailable: string }
  | { readonly id: number; readonly plan: unknown }
  | { readonly id: number; readonly error: string };

type NativeModule = { readonly QueryPlanner: new (supergraphSdl: string) => QueryPlanner };

let planner: QueryPlanner | undefined;

function answer(message: FromNativeProcess): void {
  process.send?.(message);
}

function load(supergraphSdl: string): void {
  try {
    const module = require('@graphql-hive/router-query-planner') as NativeModule;
    planner = new module.QueryPlanner(supergraphSdl);
  } catch (error) {
    answer({ unavailable: String(error) });
  }
}

// Only the gateway's own fork has a channel; a test that imports this file for its types does not.
process.on('message', (message: ToNativeProcess) => {
  if ('supergraphSdl' in message) return load(message.supergraphSdl);
  const { id, text, labels, roll } = message;
  if (!planner) return;
  planner.planAsync(text, null, new Set(labels), roll).then(
    (plan) => answer({ id, plan }),
    (error: unknown) => answer({ id, error: error instanceof Error ? error.message : String(error) }),
  );
});
// An orderly exit would wait for a plan under way, which may be one that never ends; there is nothing here to be lost.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
