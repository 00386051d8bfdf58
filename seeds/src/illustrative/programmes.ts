import { dealtTo } from './cohorts';
import { documentSlots } from './documentSlots';
import { ids, illustrativeText, padded } from './labels';
import type { Programme, Project } from './model';
import { programmeYear } from './programmeYear';
import { drawBelow } from './random';

/** The code of a programme: MAU-CT-2019 is the twin of the real one; from the fourth on the code carries a number. */
export function programmeCode(index: number): string {
  const code = `MAU-CT-${programmeYear(index)}`;
  return index < 3 ? code : `${code}-${padded(index + 1, 2)}`;
}

/** A programme. Its plan is the plan document of one of the first three cohorts, which every tier has. */
export function programme(index: number): Programme {
  const year = programmeYear(index);
  const number = index < 3 ? '' : ` số ${index + 1}`;
  const plan = dealtTo(index % 3, 'documents').from + documentSlots.plan;
  return {
    index,
    id: ids.programme(index),
    code: programmeCode(index),
    name: illustrativeText(
      `Chương trình ứng dụng CNTT năm ${year}${number}`,
      `IT application programme ${year}${index < 3 ? '' : `, no. ${index + 1}`}`,
    ),
    fiscalYear: year,
    period: { startDate: `${year}-01-01`, endDate: `${year}-12-31` },
    leadId: 'SO-TTTT',
    partnerIds: ['SO-TC', 'SO-KHDT'],
    documentIds: [ids.document(plan)],
  };
}

const projectNames = [
  ['Hạ tầng dùng chung', 'Shared infrastructure'],
  ['Phần mềm dùng chung', 'Shared software'],
  ['Dịch vụ công trực tuyến', 'Online public services'],
  ['An toàn thông tin', 'Information security'],
] as const;

/** The two to four projects of a programme. */
export function projectsOf(programmeIndex: number): Project[] {
  const { id, period, code } = programme(programmeIndex);
  const count = 2 + drawBelow(3, { kind: 'programme', index: programmeIndex, field: 'projects' });
  return projectNames.slice(0, count).map(([vi, en], place) => ({
    id: ids.project(programmeIndex, place),
    code: `${code}-DA${place + 1}`,
    name: illustrativeText(vi, en),
    programmeId: id,
    period,
    ownerId: 'SO-TTTT',
    plannedValue:
      (5 + drawBelow(60, { kind: 'project', index: programmeIndex * 10 + place, field: 'value' })) *
      1_000_000_000,
  }));
}
