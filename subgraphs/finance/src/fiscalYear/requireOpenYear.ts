import { refuse } from '@lien-thong/subgraph-kit';
import type { Db } from 'mongodb';
import { findClosing } from './repository';

/** Refuses FISCAL_YEAR_CLOSED where the books of the budget year are closed. */
export async function requireOpenYear(db: Db, fiscalYear: number, path: string): Promise<void> {
  const closing = await findClosing(db, fiscalYear);
  if (!closing) return;
  refuse('FISCAL_YEAR_CLOSED', {
    path,
    message: {
      vi: `Năm ngân sách ${fiscalYear} đã khoá sổ ngày ${closing.closedOn}.`,
      en: `The books of the budget year ${fiscalYear} were closed on ${closing.closedOn}.`,
    },
  });
}
