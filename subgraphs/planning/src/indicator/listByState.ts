import { codedError } from '@lien-thong/schema';
import { type OrderTerm, type PageArguments, sortOrder } from '@lien-thong/subgraph-kit';
import type { PlanningContext } from '../context';
import { pageInProcess } from '../pageInProcess';
import type { Assessment } from './assess';
import { assessCell } from './assessCell';
import type { IndicatorFilter } from './filter';
import { type IndicatorRecord, indicatorCollection } from './record';
import { indicatorRepository } from './repository';
import { sortableDecimal } from './sortableDecimal';

/** `IndicatorOrder` of the schema. */
export type IndicatorOrder = OrderTerm<'CODE' | 'NAME' | 'GAP'>;

/** What is asked of the list of indicators. */
export interface IndicatorQuestion {
  readonly filter?: IndicatorFilter | null;
  readonly orderBy?: readonly IndicatorOrder[] | null;
  readonly args: PageArguments;
}

const sortFields = { CODE: 'code', NAME: 'sortName', GAP: 'gapKey' } as const;

function needsPeriod({ filter, orderBy }: IndicatorQuestion): string | null {
  if (filter?.state) return 'filter.state';
  return orderBy?.some(({ field }) => field === 'GAP') ? 'orderBy GAP' : null;
}

/**
 * A page of indicators. Without `period` the database answers alone, in one command. With it the state of every
 * matching indicator is worked out here, from two commands (the indicators, their figures of that period), and
 * indicators without a target or a result in the period are left out. Throws BAD_USER_INPUT for `state` or order by
 * GAP without `period`.
 */
export async function listIndicators(context: PlanningContext, question: IndicatorQuestion) {
  const { filter, args } = question;
  const sort = sortOrder(sortFields, question.orderBy, { field: 'CODE', direction: 'ASC' });
  const repository = indicatorRepository(context.db);
  const period = filter?.period;
  if (!period) {
    const needing = needsPeriod(question);
    if (!needing) return repository.page(filter, sort, args);
    throw codedError('BAD_USER_INPUT', {
      message: `${needing} is about a period. Send filter.period with it, as { period: "2019" }.`,
      extensions: { argument: 'filter.period' },
    });
  }
  const matching = await repository.findMatching(filter);
  const assessments = await Promise.all(
    matching.map((indicator) => assessCell(context, { indicator, period, scopeId: null })),
  );
  const rows = assessments.filter((each) => belongs(each, filter)).map(rowOf);
  return pageInProcess({ rows, sort, args, question: filter });
}

function belongs({ state, target, actual }: Assessment, filter: IndicatorFilter): boolean {
  return filter.state ? filter.state.includes(state) : target !== null || actual !== null;
}

type AssessedRow = IndicatorRecord & { readonly gapKey: string | null };

function rowOf({ indicator, gap }: Assessment): AssessedRow {
  return { ...indicator, ...indicatorCollection.derive?.(indicator), gapKey: gap && sortableDecimal(gap) };
}
