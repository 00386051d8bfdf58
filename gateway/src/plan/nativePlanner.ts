import type { QueryPlanner } from '@graphql-hive/router-query-planner';
import { fromNative } from './fromNative';
import type { Planner } from './Planner';

type NativeModule = { readonly QueryPlanner: new (supergraphSdl: string) => QueryPlanner };

/** The native planner, or the reason why it cannot be had here (no build for the platform, a supergraph that it refuses). */
export function createNativePlanner(supergraphSdl: string): Planner | { readonly unavailable: string } {
  let native: QueryPlanner;
  try {
    // Loaded here and not at the top: a platform without a build must still get Apollo's planner.
    const module = require('@graphql-hive/router-query-planner') as NativeModule;
    native = new module.QueryPlanner(supergraphSdl);
  } catch (error) {
    return { unavailable: error instanceof Error ? error.message : String(error) };
  }
  return {
    name: 'native',
    async plan({ kind, text, overrides, signal }) {
      const plan = await native.planAsync(text, null, new Set(overrides.labels), overrides.roll, signal);
      return fromNative(plan, kind);
    },
    dispose: () => Promise.resolve(),
  };
}
