import {
  type Appended,
  appendVersion,
  type CitationRecord,
  type CommandInput,
  type CommandRun,
  deriveId,
  type SideRow,
} from '@lien-thong/subgraph-kit';
import { figureChainAggregate } from '../../commands/aggregates';
import { recorded } from '../../commands/recorded';
import type { PlanningContext } from '../../context';
import { chainIdOf, type FigurePlace } from '../chainIdOf';
import type { FigureChainRecord } from '../chainRecord';
import { type FigureRecord, figureCollection } from '../record';
import { figureRepository } from '../repository';
import { standing } from '../standing';

/** What a command adds to a chain. */
export interface NextFigure<T extends FigureRecord> {
  readonly figure: T;
  /** The document that it rests on. */
  readonly citation?: CitationRecord;
  /** The replaced figure as it reads from now on, where the replacement shows on it. */
  readonly replaced?: T;
}

/** How a command decides on the next figure of a chain. */
export interface FigureCommand<T extends FigureRecord> {
  readonly command: string;
  readonly place: FigurePlace & { readonly series: T['series'] };
  /** Gives the next figure, given the one that stands and the id it shall have; or throws `CommandRefused`. */
  readonly next: (standingFigure: T | null, id: string) => Promise<NextFigure<T>>;
}

/** The figure that stands on a place where no command has been yet: one that a seed pack brought. */
async function seededHead(context: PlanningContext, place: FigurePlace): Promise<FigureRecord | null> {
  const { indicatorId, period, scopeId, series } = place;
  const figures = await figureRepository(context.db).findInCells({
    indicatorIds: [indicatorId],
    period,
    scopeId: scopeId ?? null,
  });
  return standing(figures.filter((figure) => figure.series === series));
}

/** Appends a figure to the chain of its place, exactly once for its command and key. */
export function appendFigure<T extends FigureRecord, I extends CommandInput>(
  context: PlanningContext,
  run: CommandRun<I>,
  { command, place, next }: FigureCommand<T>,
): Promise<Appended<FigureChainRecord>> {
  const entityId = chainIdOf(place);
  return appendVersion<FigureChainRecord>(context.journal, {
    ...run,
    aggregate: figureChainAggregate,
    entityId,
    command,
    decide: async (current) => {
      const head = (current?.head ?? (await seededHead(context, place))) as T | null;
      const prefix = place.series === 'TARGET' ? 'tgt' : 'obs';
      const { figure, replaced, citation } = await next(
        head,
        deriveId(prefix, entityId, String((current?.version ?? 0) + 1)),
      );
      const rows: SideRow[] = [figure, ...(replaced ? [replaced] : [])].map((row) => ({
        collection: figureCollection.name,
        row,
      }));
      const { series, indicatorId, period, scopeId } = place;
      const provenance = recorded(run, figure.provenance.citations);
      return {
        state: { _id: entityId, series, indicatorId, period, scopeId, head: figure, provenance },
        rows,
        citation,
      };
    },
  });
}
