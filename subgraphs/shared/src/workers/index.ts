export { type SupervisedWorkers, superviseWorkers } from './superviseWorkers';
export { WorkerFailure } from './WorkerSlot';
export type { Ending, WorkersStanding } from './WorkersStanding';
export { type WorkerLink, workerLink } from './workerLink';
