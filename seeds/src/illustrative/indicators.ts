import { COHORT_SIZE, cohortsOfBlock, dealtTo } from './cohorts';
import { contract } from './contracts';
import { documentSlots } from './documentSlots';
import { ids, illustrativeText, padded } from './labels';
import { memoized } from './memo';
import type { Contract, Contribution, Indicator, Target, Unit } from './model';
import { drawBelow, drawBetween } from './random';
import { blockOf, rangeOf } from './tiers';

const percent: Unit = { scheme: 'UNCEFACT', code: 'P1', name: { vi: '%', en: 'percent' } };
const dossiers: Unit = {
  scheme: 'UNCEFACT',
  code: 'C62',
  name: { vi: 'hồ sơ trên một đơn vị', en: 'dossiers per unit' },
};

const subjects = [
  ['dịch vụ công trực tuyến', 'online public services'],
  ['hồ sơ giải quyết trực tuyến', 'dossiers resolved online'],
  ['văn bản điện tử', 'electronic documents'],
  ['họp trực tuyến', 'online meetings'],
  ['cơ sở dữ liệu được kết nối', 'connected databases'],
  ['máy chủ dùng chung', 'shared servers'],
  ['cán bộ được tập huấn', 'officials trained'],
] as const;

/** What the series of an indicator is made from, in hundredths: 5,000 is 50.00. */
export interface IndicatorPath {
  readonly isPercentage: boolean;
  readonly ascending: boolean;
  readonly baseline: number;
  readonly target2018: number;
  readonly target2019: number;
  /** Percent of the way from baseline to target that is reached by the end of 2019: 60 to 105. */
  readonly reached: number;
}

function tuple(index: number, field: string) {
  return { kind: 'indicator', index, field };
}

/** Whole units from baseline to target: upwards for two indicators in three or more, downwards where less is better. */
export function indicatorPath(index: number): IndicatorPath {
  const isPercentage = index % 5 !== 4;
  const ascending = index % 7 !== 6;
  const [low, high] = isPercentage ? [10, 50] : [100, 5_000];
  const start = drawBetween(low, high, tuple(index, 'baseline'));
  const baseline = ascending || !isPercentage ? start : 100 - start;
  const share = drawBetween(40, 100, tuple(index, 'target'));
  const top = isPercentage ? 100 - baseline : baseline;
  const change = Math.max(2, Math.floor(((ascending ? top : Math.floor((baseline * 7) / 10)) * share) / 100));
  const target = ascending ? baseline + change : baseline - change;
  return {
    isPercentage,
    ascending,
    baseline: baseline * 100,
    target2018: Math.floor((baseline + target) / 2) * 100,
    target2019: target * 100,
    reached: drawBetween(60, 105, tuple(index, 'reached')),
  };
}

/** The cohort whose plan set the indicator's targets and whose contracts are meant to move it. */
function cohortOfIndicator(index: number): number {
  const block = blockOf('indicators', index);
  const { from, to } = cohortsOfBlock(block);
  // Half of tier S belongs to the twin's two cohorts, the other half to the leases of 2017-2018.
  if (block === 0) return index < 10 ? index % 2 : 2;
  return from + ((index - rangeOf('indicators', block).from) % (to - from));
}

/** The first ACTIVE contract of the indicator's cohort from a drawn place on; every cohort has some. */
const contractOfIndicator = memoized(500, (index: number): Contract => {
  const first = cohortOfIndicator(index) * COHORT_SIZE;
  const start = drawBelow(COHORT_SIZE, { kind: 'indicator', index, field: 'contract' });
  for (let step = 0; step < COHORT_SIZE; step += 1) {
    const row = contract(first + ((start + step) % COHORT_SIZE));
    if (row.status === 'ACTIVE') return row;
  }
  throw new Error(`Cohort ${cohortOfIndicator(index)} has no active contract.`);
});

/** A decimal from hundredths: 5500 is "55", 5550 is "55.5". */
export function decimal(hundredths: number): string {
  const sign = hundredths < 0 ? '-' : '';
  const whole = Math.abs(hundredths);
  const fraction = padded(whole % 100, 2).replace(/0+$/, '');
  return `${sign}${Math.floor(whole / 100)}${fraction ? `.${fraction}` : ''}`;
}

/** An indicator. It belongs to the programme of the contracts that are meant to move it. */
export function indicator(index: number): Indicator {
  const { isPercentage, ascending, baseline } = indicatorPath(index);
  const [vi, en] = subjects[index % subjects.length] ?? subjects[0];
  const number = padded(index + 1, 3);
  return {
    index,
    id: ids.indicator(index),
    code: `MAU-CTI-${number}`,
    name: isPercentage
      ? illustrativeText(`Tỷ lệ ${vi} ${number}`, `Share of ${en} ${number}`)
      : illustrativeText(`Mức ${vi} bình quân ${number}`, `Average level of ${en} ${number}`),
    definition: isPercentage
      ? { vi: '100 × tử số : mẫu số, làm tròn hai chữ số', en: '100 x numerator / denominator, two decimals' }
      : { vi: 'Tử số : mẫu số, làm tròn hai chữ số', en: 'Numerator / denominator, two decimals' },
    numerator: { vi: `Số ${vi} đạt yêu cầu`, en: `Number of ${en} that meet the requirement` },
    denominator: isPercentage
      ? { vi: `Tổng số ${vi}`, en: `All ${en}` }
      : { vi: 'Số đơn vị', en: 'Number of units' },
    resultType: (['OUTCOME', 'OUTPUT', 'OUTPUT', 'IMPACT'] as const)[index % 4] ?? 'OUTPUT',
    measure: isPercentage ? 'PERCENTAGE' : 'UNIT',
    unit: isPercentage ? percent : dossiers,
    ascending,
    aggregable: false,
    stewardId: index % 3 === 0 ? 'SO-TTTT' : 'SO-KHDT',
    programmeIds: [contractOfIndicator(index).programmeId],
    baseline: { value: decimal(baseline), period: '2016' },
  };
}

interface TargetStep {
  readonly period: string;
  readonly hundredths: number;
  readonly setOn: string;
}

/** Targets for 2018 and 2019; for one indicator in ten the one for 2019 was raised or lowered once and superseded. */
export function targetsOf(indicatorIndex: number): Target[] {
  const path = indicatorPath(indicatorIndex);
  const setById = ids.document(
    dealtTo(cohortOfIndicator(indicatorIndex), 'documents').from + documentSlots.plan,
  );
  const make = (place: number, { period, hundredths, setOn }: TargetStep): Target => ({
    id: `x-tgt-${padded(indicatorIndex + 1)}-${place}`,
    indicatorId: ids.indicator(indicatorIndex),
    period,
    value: decimal(hundredths),
    qualifier:
      drawBelow(4, { kind: 'indicator', index: indicatorIndex, field: `qualifier ${place}` }) === 0
        ? 'AT_LEAST'
        : 'EXACT',
    scopeId: null,
    setOn,
    setById,
    clause: `Mục ${place}`,
    supersedesId: null,
  });
  const last = { period: '2019', hundredths: path.target2019, setOn: '2019-01-15' };
  const first = make(1, { period: '2018', hundredths: path.target2018, setOn: '2018-01-15' });
  if (drawBelow(10, { kind: 'indicator', index: indicatorIndex, field: 'superseded' }) !== 0) {
    return [first, make(2, last)];
  }
  const former = make(2, {
    period: '2019',
    hundredths: Math.floor((path.target2018 + path.target2019) / 200) * 100,
    setOn: '2018-11-20',
  });
  return [first, former, { ...make(3, last), supersedesId: former.id }];
}

/** What is meant to move an indicator: an active contract, the service it leases and the line that pays it. */
export function contributionsOf(indicatorIndex: number): Contribution[] {
  const row = contractOfIndicator(indicatorIndex);
  const rationale = illustrativeText('Góp phần đạt chỉ tiêu', 'Meant to help reach the target');
  const base = {
    indicatorId: ids.indicator(indicatorIndex),
    contractId: null,
    serviceId: null,
    budgetLineId: null,
    rationale,
  };
  const id = (place: number) => `x-ctb-${padded(indicatorIndex + 1)}-${place}`;
  return [
    { ...base, id: id(1), contractId: row.id },
    { ...base, id: id(2), serviceId: row.items[0]?.serviceId ?? null },
    { ...base, id: id(3), budgetLineId: ids.budgetLine(row.budgetLineIndex) },
  ];
}
