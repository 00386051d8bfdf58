import { addMonths, day, isoDate, isoInstant } from './calendar';
import { decimal, type IndicatorPath, indicatorPath } from './indicators';
import { ids, padded } from './labels';
import type { Observation } from './model';
import { COMMUNES, DISTRICTS } from './places';
import { drawBelow, drawBetween } from './random';
import { logisticPath } from './tables';
import { blockOf, evenShare, rangeOf } from './tiers';

/** Periods of the city's own series, years first. */
const cityPeriods: readonly string[] = [
  '2017',
  '2018',
  '2019',
  ...[2017, 2018, 2019].flatMap((year) => [1, 2, 3, 4].map((quarter) => `${year}-Q${quarter}`)),
];
/** Periods of the series of single places, the newest year first. */
const placePeriods: readonly string[] = [
  ...cityPeriods.slice(0, 3).reverse(),
  ...cityPeriods.slice(3).reverse(),
];
/** One row in 25 is the second vintage of one of the 24 before it. */
const RUN = 25;

/** Which figure a row is: for which period and place (null: the whole city). */
interface Key {
  readonly period: string;
  readonly scopeId: string | null;
}

/** How many observations an indicator has: its share of those of its block. */
export function observationCount(indicatorIndex: number): number {
  const block = blockOf('indicators', indicatorIndex);
  const indicators = rangeOf('indicators', block);
  const observations = rangeOf('observations', block);
  const parts = indicators.to - indicators.from;
  const share = evenShare(observations.to - observations.from, parts, indicatorIndex - indicators.from);
  return share.to - share.from;
}

function keyOf(slot: number): Key {
  const ordinal = slot - Math.floor(slot / RUN);
  const city = cityPeriods[ordinal];
  if (city) return { period: city, scopeId: null };
  const place = ordinal - cityPeriods.length;
  const places = COMMUNES + DISTRICTS;
  const at = place % places;
  const period = placePeriods[Math.floor(place / places)];
  if (!period) throw new RangeError('An indicator has more observations than there are places and periods.');
  return { period, scopeId: at < COMMUNES ? ids.commune(at) : ids.district(at - COMMUNES) };
}

/** Months from the end of 2016 to the end of a period. */
function monthsTo(period: string): number {
  const [year, quarter] = period.split('-Q');
  return (Number(year) - 2017) * 12 + (quarter ? Number(quarter) * 3 : 12);
}

function tuple(indicatorIndex: number, slot: number, field: string) {
  return { kind: 'observation', index: indicatorIndex, field: `${slot} ${field}` };
}

/** Hundredths on the logistic path from baseline towards target, with noise and a shift of its own for each place. */
function pathValue(path: IndicatorPath, at: { indicatorIndex: number; slot: number; key: Key }): number {
  const span = path.target2019 - path.baseline;
  const step = Math.min(logisticPath.length - 1, Math.floor((monthsTo(at.key.period) * 1_023) / 36));
  const done = Math.floor((span * path.reached * (logisticPath[step] ?? 0)) / 1_000_000);
  const noise = drawBetween(-15, 15, tuple(at.indicatorIndex, at.slot, 'noise'));
  const shift =
    at.key.scopeId === null ? 0 : drawBetween(-100, 100, tuple(at.indicatorIndex, at.slot, 'shift'));
  return path.baseline + done + Math.floor((Math.abs(span) * (noise + shift)) / 1_000);
}

/** Numerator and denominator first, the value from them: 100 n / d for a percentage, n / d else, half up to hundredths. */
function figures(path: IndicatorPath, wanted: number, denominator: number) {
  const scale = path.isPercentage ? 10_000 : 100;
  const most = path.isPercentage ? denominator : Number.MAX_SAFE_INTEGER;
  const numerator = Math.min(most, Math.max(0, Math.round((wanted * denominator) / scale)));
  const hundredths = Math.floor((2 * numerator * scale + denominator) / (2 * denominator));
  return { value: decimal(hundredths), numerator: String(numerator), denominator: String(denominator) };
}

/** 2 % of the rows were not collected (never a year of the city), 3 % are provisional. */
function statusOf(indicatorIndex: number, slot: number): Observation['status'] {
  const chance = drawBelow(100, { kind: 'observation', index: indicatorIndex, field: `${slot} status` });
  if (chance < 2 && slot >= 3) return 'L';
  return chance < 5 ? 'P' : 'A';
}

/** The row that a second vintage revises: one of the run before it that was collected. */
function revisedSlot(indicatorIndex: number, slot: number): number {
  const start = drawBelow(RUN - 1, { kind: 'observation', index: indicatorIndex, field: `${slot} revises` });
  for (let step = 0; step < RUN - 1; step += 1) {
    const candidate = slot - RUN + 1 + ((start + step) % (RUN - 1));
    if (statusOf(indicatorIndex, candidate) !== 'L') return candidate;
  }
  throw new Error('No observation of the run was collected.');
}

/** Id of the second vintage of a row; null where it has none. */
function revisionOf(indicatorIndex: number, slot: number): string | null {
  const revision = slot - (slot % RUN) + RUN - 1;
  const isThere = revision < observationCount(indicatorIndex);
  return isThere && revisedSlot(indicatorIndex, revision) === slot
    ? observationId(indicatorIndex, revision)
    : null;
}

function observationId(indicatorIndex: number, slot: number): string {
  return `x-obs-${padded(indicatorIndex + 1)}-${padded(slot + 1, 5)}`;
}

/** An observation: number `slot` of an indicator, counted from 0. */
export function observation(indicatorIndex: number, slot: number): Observation {
  const isRevision = slot % RUN === RUN - 1;
  const original = isRevision ? revisedSlot(indicatorIndex, slot) : slot;
  const key = keyOf(original);
  const path = indicatorPath(indicatorIndex);
  const status = isRevision ? 'A' : statusOf(indicatorIndex, slot);
  const wanted = pathValue(path, { indicatorIndex, slot: original, key });
  const revision = isRevision
    ? Math.floor((wanted * drawBetween(-30, 30, tuple(indicatorIndex, slot, 'revision'))) / 1_000)
    : 0;
  const [from, to] = key.scopeId === null ? [1_500, 2_500] : [40, 400];
  const denominator = drawBetween(from, to, tuple(indicatorIndex, original, 'denominator'));
  const observedOn = addMonths(day(2017, 1, 1), monthsTo(key.period)) - 1;
  const delay = drawBetween(10, 40, tuple(indicatorIndex, original, 'published')) + (isRevision ? 60 : 0);
  const none = { value: null, numerator: null, denominator: null };
  return {
    id: observationId(indicatorIndex, slot),
    indicatorIndex,
    indicatorId: ids.indicator(indicatorIndex),
    period: key.period,
    observedOn: isoDate(observedOn),
    ...(status === 'L' ? none : figures(path, wanted + revision, denominator)),
    status,
    scopeId: key.scopeId,
    publishedAt: isoInstant(observedOn + delay),
    vintage: isRevision ? 2 : 1,
    revisesId: isRevision ? observationId(indicatorIndex, original) : null,
    revisedById: isRevision ? null : revisionOf(indicatorIndex, slot),
    comment: isRevision ? { vi: 'Rà soát lại số liệu', en: 'Figures reviewed' } : null,
  };
}

/** The observations of an indicator, one by one. */
export function* observationsOf(indicatorIndex: number): Generator<Observation> {
  const count = observationCount(indicatorIndex);
  for (let slot = 0; slot < count; slot += 1) yield observation(indicatorIndex, slot);
}
