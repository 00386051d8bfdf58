import { lateAcceptancesOf } from './acceptances';
import { lineLacksEnglish } from './budgetLines';
import { cohortCount } from './cohorts';
import { contractsWithoutSigningDate } from './contracts';
import { documentLacksEnglish } from './documents';
import { ids } from './labels';
import type { Blemish } from './model';
import { overdueOnPurpose } from './payments';
import { taskLacksEnglish } from './tasks';
import { type CountedKind, countOf, type Tier } from './tiers';

function* withoutEnglish(
  tier: Tier,
  kind: Blemish['kind'] & CountedKind,
  lacks: (index: number) => boolean,
): Generator<Blemish> {
  const id = { documents: ids.document, budgetLines: ids.budgetLine, tasks: ids.task }[kind as 'tasks'];
  const count = countOf(kind, tier);
  for (let index = 0; index < count; index += 1) {
    if (lacks(index)) yield { kind, id: id(index), blemish: 'ENGLISH_MISSING' };
  }
}

/** The deliberate flaws of a tier, about one row in two hundred: what views of data quality must find, and no more. */
export function* blemishesOf(tier: Tier): Generator<Blemish> {
  for (let cohort = 0; cohort < cohortCount(tier); cohort += 1) {
    for (const { id } of contractsWithoutSigningDate(cohort)) {
      yield { kind: 'contracts', id, blemish: 'SIGNING_DATE_MISSING' };
    }
    for (const { id } of lateAcceptancesOf(cohort)) {
      yield { kind: 'acceptances', id, blemish: 'ACCEPTED_40_DAYS_LATE' };
    }
    for (const { id } of overdueOnPurpose(cohort)) {
      yield { kind: 'payments', id, blemish: 'PLANNED_PAYMENT_OVERDUE' };
    }
  }
  yield* withoutEnglish(tier, 'documents', documentLacksEnglish);
  yield* withoutEnglish(tier, 'budgetLines', lineLacksEnglish);
  yield* withoutEnglish(tier, 'tasks', taskLacksEnglish);
}
