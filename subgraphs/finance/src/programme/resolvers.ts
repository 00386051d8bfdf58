import { type PageArguments, type SubgraphResolvers, subtractMoney } from '@lien-thong/subgraph-kit';
import { linesKey } from '../budgetLine/linesKey';
import { phaseTotals } from '../budgetLine/phaseTotals';
import type { FinanceContext } from '../context';

interface ProgrammeReference {
  readonly id: string;
}

interface YearArgument {
  readonly fiscalYear?: number | null;
}

/** What finance adds to programmes. Any id is answered: the department that owns programmes knows which exist. */
export const programmeResolvers = {
  Programme: {
    __resolveReference: ({ id }: ProgrammeReference) => ({ id }),
    budgetLines: ({ id }: ProgrammeReference, args: PageArguments & YearArgument, { loaders }) =>
      loaders.linesOfProgramme.load(linesKey(id, args)),
    financials: async ({ id }: ProgrammeReference, { fiscalYear }: YearArgument, { loaders }) => {
      const lines = await loaders.figuresOfProgramme.load(id);
      const totals = phaseTotals(
        fiscalYear == null ? lines : lines.filter((line) => line.fiscalYear === fiscalYear),
      );
      return { ...totals, fiscalYear, outstanding: subtractMoney(totals.committed, totals.paid) };
    },
  },
} satisfies SubgraphResolvers<FinanceContext>;
