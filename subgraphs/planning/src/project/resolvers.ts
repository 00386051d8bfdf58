import { type PlanningContext, publicBody } from '../context';
import type { ProjectRecord } from './record';

/** What a project answers. */
export const projectResolvers = {
  Project: {
    __resolveReference: ({ id }: { id: string }, { loaders }: PlanningContext) =>
      loaders.projectById.load(id),
    id: ({ _id }: ProjectRecord) => _id,
    programme: ({ programmeId }: ProjectRecord, _: unknown, { loaders }: PlanningContext) =>
      loaders.programmeById.load(programmeId),
    owner: ({ ownerId }: ProjectRecord, _: unknown, context: PlanningContext) => publicBody(context, ownerId),
  },
};
