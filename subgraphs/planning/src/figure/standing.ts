import { dayInHanoi } from '@lien-thong/subgraph-kit';
import type { FigureRecord, ObservationRecord, TargetRecord } from './record';

function previousId(figure: FigureRecord): string | null {
  return (figure.series === 'TARGET' ? figure.supersedesId : figure.revisesId) ?? null;
}

/** The day on which a figure became known: a target when it was set, a result when it was published. */
export function knownOn(figure: FigureRecord): string {
  return figure.series === 'TARGET' ? figure.setOn : dayInHanoi(figure.publishedAt);
}

function knownAt(figure: FigureRecord): string {
  return figure.series === 'TARGET' ? figure.setOn : figure.publishedAt.toISOString();
}

function earlierFirst(left: FigureRecord, right: FigureRecord): number {
  if (knownAt(left) !== knownAt(right)) return knownAt(left) < knownAt(right) ? -1 : 1;
  return left._id < right._id ? -1 : 1;
}

/**
 * The figure that stands among those of one series, period and scope, as it was known on `asOf` (without it: now).
 * A figure gives way only to one that says it supersedes or revises it. Where two sources say different things and
 * neither replaces the other, both are listed, and the one that was known first stands.
 */
export function standing<T extends FigureRecord>(figures: readonly T[], asOf?: string | null): T | null {
  const known = figures.filter((figure) => !asOf || knownOn(figure) <= asOf);
  const ids = new Set(known.map(({ _id }) => _id));
  const [root] = known.filter((figure) => !ids.has(previousId(figure) ?? '')).sort(earlierFirst);
  let head = root ?? null;
  for (let steps = 0; head && steps < known.length; steps += 1) {
    const current: T = head;
    const next = known
      .filter((figure) => previousId(figure) === current._id)
      .sort(earlierFirst)
      .at(-1);
    if (!next) break;
    head = next;
  }
  return head;
}

/** The targets among figures. */
export function targetsIn(figures: readonly FigureRecord[]): TargetRecord[] {
  return figures.filter((figure): figure is TargetRecord => figure.series === 'TARGET');
}

/** The results among figures. */
export function observationsIn(figures: readonly FigureRecord[]): ObservationRecord[] {
  return figures.filter((figure): figure is ObservationRecord => figure.series === 'ACTUAL');
}
