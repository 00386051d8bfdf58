export type { Ending, WorkersStanding } from './messages';
export { type SupervisedWorkers, superviseWorkers } from './superviseWorkers';
export { WorkerFailure } from './WorkerSlot';
export { type WorkerLink, workerLink } from './workerLink';
