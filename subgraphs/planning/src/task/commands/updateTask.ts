import {
  appendVersion,
  dayInHanoi,
  refuse,
  refuseIfAny,
  runCommand,
  type UserErrorRecord,
} from '@lien-thong/subgraph-kit';
import { taskAggregate } from '../../commands/aggregates';
import { invalid, unknownRow } from '../../commands/checks';
import { optionalCitation } from '../../commands/owners';
import { recorded } from '../../commands/recorded';
import type { PlanningContext } from '../../context';
import { lastDayOf, type TaskRecord, type TaskStatus } from '../record';

/** `UpdateTaskInput` of the schema. */
export interface UpdateTaskInput {
  readonly idempotencyKey: string;
  readonly taskId: string;
  readonly status: TaskStatus;
  readonly completedOn?: string | null;
  readonly documentId?: string | null;
  readonly expectedVersion?: number | null;
}

/** From which state a task may go to which; DONE and CANCELLED are final. */
const steps: Readonly<Record<TaskStatus, readonly TaskStatus[]>> = {
  ASSIGNED: ['IN_PROGRESS', 'DONE', 'OVERDUE', 'CANCELLED'],
  IN_PROGRESS: ['DONE', 'OVERDUE', 'CANCELLED'],
  OVERDUE: ['IN_PROGRESS', 'DONE', 'CANCELLED'],
  DONE: [],
  CANCELLED: [],
};

function completionMistakes({ status, completedOn }: UpdateTaskInput, today: string): UserErrorRecord[] {
  if (status === 'DONE' && !completedOn) {
    return [
      invalid('completedOn', 'Nhiệm vụ đã xong cần ngày hoàn thành.', 'A task that is DONE needs the day.'),
    ];
  }
  if (status !== 'DONE' && completedOn) {
    return [
      invalid(
        'completedOn',
        'Chỉ nhiệm vụ DONE có ngày hoàn thành.',
        'Only a task that is DONE has a day of completion.',
      ),
    ];
  }
  if (!completedOn || completedOn <= today) return [];
  return [
    invalid(
      'completedOn',
      `Ngày hoàn thành không sau hôm nay (${today}).`,
      `Nothing is completed after today (${today}).`,
    ),
  ];
}

function requireStep(task: TaskRecord, status: TaskStatus, today: string): void {
  const allowed = steps[task.status];
  if (!allowed.includes(status)) {
    const next = allowed.join(', ');
    refuse('ILLEGAL_TRANSITION', {
      path: 'status',
      message: {
        vi: `Nhiệm vụ đang ở ${task.status}; ${next ? `từ đó chỉ có thể sang ${next}` : 'trạng thái này là cuối cùng'}.`,
        en: `The task is ${task.status}; ${next ? `from there it can go to ${next}` : 'that state is final'}.`,
      },
    });
  }
  const deadline = lastDayOf(task);
  if (status !== 'OVERDUE' || (deadline && deadline < today)) return;
  refuse('ILLEGAL_TRANSITION', {
    path: 'status',
    message: {
      vi: deadline ? `Hạn là ${deadline}, chưa qua.` : 'Nhiệm vụ không có hạn nên không thể quá hạn.',
      en: deadline
        ? `The deadline is ${deadline} and has not passed.`
        : 'The task has no deadline, so it cannot be overdue.',
    },
  });
}

/**
 * Reports the state of a task. Refuses NOT_FOUND, INVALID_INPUT (day of completion), ILLEGAL_TRANSITION,
 * VERSION_CONFLICT; with a document UPSTREAM_UNAVAILABLE where the registry does not answer. The row is OPERATIONAL
 * from then on: its state is no longer what the source says, which its citations still show.
 */
export function updateTask(_: unknown, { input }: { input: UpdateTaskInput }, context: PlanningContext) {
  return runCommand(context, { department: 'planning', input }, async (run) => {
    const { taskId, status, completedOn, documentId, expectedVersion } = input;
    const today = dayInHanoi(context.clock.now());
    const report = documentId ? { documentId, clause: 'toàn văn' } : null;
    const { entry, replayed } = await appendVersion<TaskRecord>(context.journal, {
      ...run,
      aggregate: taskAggregate,
      entityId: taskId,
      command: 'updateTask',
      expectedVersion,
      decide: async (task) => {
        refuseIfAny(completionMistakes(input, today));
        if (!task) return refuseIfUnknown(taskId);
        requireStep(task, status, today);
        const reports = await optionalCitation(context, report, '');
        const { citations, note } = task.provenance;
        const provenance = { ...recorded(run, [...citations, ...reports]), note };
        const state = { ...task, status, completedOn: completedOn ?? null, provenance };
        return { state, citation: reports[0] };
      },
    });
    return { task: entry.state, replayed };
  });
}

function refuseIfUnknown(taskId: string): never {
  const { code, message } = unknownRow('taskId', { vi: 'nhiệm vụ', en: 'task' }, taskId);
  return refuse(code, { path: 'taskId', message });
}
