import type { PlanningContext } from '../context';
import { linkContribution } from '../contribution/commands/linkContribution';
import { recordObservation } from '../figure/commands/recordObservation';
import { setTarget } from '../figure/commands/setTarget';
import { defineIndicator } from '../indicator/commands/defineIndicator';
import { forgetAll } from '../loaders';
import { planProcurement } from '../procurementPlanItem/commands/planProcurement';
import { createProgramme } from '../programme/commands/createProgramme';
import { updateTask } from '../task/commands/updateTask';

type Command<A, R> = (root: unknown, args: A, context: PlanningContext) => Promise<R>;

/** Mutations of one operation run one after the other in one context: each starts with nothing remembered. */
function afresh<A, R>(command: Command<A, R>): Command<A, R> {
  return (root, args, context) => {
    forgetAll(context.loaders);
    return command(root, args, context);
  };
}

/** All commands of the department. */
export const commandResolvers = {
  Mutation: {
    createProgramme: afresh(createProgramme),
    defineIndicator: afresh(defineIndicator),
    setTarget: afresh(setTarget),
    recordObservation: afresh(recordObservation),
    linkContribution: afresh(linkContribution),
    planProcurement: afresh(planProcurement),
    updateTask: afresh(updateTask),
  },
};
