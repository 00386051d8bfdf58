import type { PublicBodyRecord, RequestContext } from '@lien-thong/subgraph-kit';
import { createLoaders, type PlanningLoaders } from './loaders';

/** What planning's resolvers are given. */
export interface PlanningContext extends RequestContext {
  readonly loaders: PlanningLoaders;
}

/** Adds the loaders of one request. */
export function createContext(base: RequestContext): PlanningContext {
  return { ...base, loaders: createLoaders(base.db) };
}

/**
 * The public body that a row names. A body that the code list lacks is shown by its id, so that a hole in reference
 * data takes no row away.
 */
export async function publicBody({ publicBodies }: RequestContext, id: string): Promise<PublicBodyRecord> {
  return (await publicBodies.byId(id)) ?? unlisted(id);
}

function unlisted(id: string): PublicBodyRecord {
  return {
    _id: id,
    version: 1,
    code: id,
    name: { vi: id },
    kind: 'OTHER',
    provenance: { status: 'OPERATIONAL', citations: [], recordedBy: 'unlisted', recordedAt: new Date(0) },
  };
}
