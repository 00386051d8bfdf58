import { day, isoDate, yearOf } from './calendar';
import { dealtTo } from './cohorts';
import { documentSlots } from './documentSlots';
import { ids, illustrativeText, padded } from './labels';
import type { Task } from './model';
import { drawBelow, drawBetween, placeIn } from './random';
import { blockOf, countOf, tiers } from './tiers';

const actions = [
  ['Hoàn thành ký hợp đồng', 'Finish signing contracts'],
  ['Báo cáo tiến độ', 'Report on progress'],
  ['Rà soát đơn giá', 'Review unit prices'],
  ['Nâng cấp dịch vụ công trực tuyến', 'Upgrade online public services'],
  ['Kết nối cơ sở dữ liệu', 'Connect databases'],
] as const;
const assignees = ['SO-TTTT', 'SO-TC', 'SO-KHDT', 'VP-UBND'] as const;
const statuses = ['ASSIGNED', 'IN_PROGRESS', 'DONE', 'OVERDUE', 'CANCELLED'] as const;
const statusWeights = [15, 20, 48, 14, 3];

/** One task in two hundred lacks its English title. */
export function taskLacksEnglish(index: number): boolean {
  return index % 200 === 11;
}

/** A task of the plan of one of the first three cohorts; every third one is the twin's. */
export function task(index: number): Task {
  const tier = tiers[blockOf('tasks', index)] ?? 'XL';
  const programmeIndex =
    index % 3 === 0 ? 0 : drawBelow(countOf('programmes', tier), { kind: 'task', index, field: 'programme' });
  const [vi, en] = actions[drawBelow(actions.length, { kind: 'task', index, field: 'action' })] ?? actions[0];
  const status =
    statuses[placeIn(statusWeights, drawBelow(100, { kind: 'task', index, field: 'status' }))] ?? 'ASSIGNED';
  // Eight quarters, from the third of 2018 to the second of 2020.
  const quarter = 2 + drawBelow(8, { kind: 'task', index, field: 'quarter' });
  const dueOn = day(2018, quarter * 3 + 4, 1) - 1;
  const first = drawBelow(assignees.length, { kind: 'task', index, field: 'assignee' });
  const count = drawBetween(1, 2, { kind: 'task', index, field: 'assignees' });
  const done = dueOn - drawBetween(0, 60, { kind: 'task', index, field: 'done' });
  return {
    index,
    id: ids.task(index),
    title: illustrativeText(
      `${vi} ${padded(index + 1)}`,
      taskLacksEnglish(index) ? null : `${en} ${padded(index + 1)}`,
    ),
    assigneeIds: Array.from(
      { length: count },
      (_, step) => assignees[(first + step) % assignees.length] ?? 'SO-TTTT',
    ),
    dueIn: `${yearOf(dueOn)}-Q${(quarter % 4) + 1}`,
    dueOn: isoDate(dueOn),
    status,
    completedOn: status === 'DONE' ? isoDate(done) : null,
    programmeId: ids.programme(programmeIndex),
    documentId: ids.document(dealtTo(index % 3, 'documents').from + documentSlots.plan),
  };
}
