import { type Assessment, assess, type FigureRecord, type IndicatorRecord } from '@lien-thong/planning';
import { standing } from '../../../subgraphs/planning/src/figure/standing';
import { sortableDecimal } from '../../../subgraphs/planning/src/indicator/sortableDecimal';

const provenance = {
  status: 'ILLUSTRATIVE',
  citations: [],
  recordedBy: 'test',
  recordedAt: new Date(0),
} as const;
const base = { version: 1, provenance: { ...provenance, citations: [] }, indicatorId: 'i', period: '2019' };

const indicator = (fields: Partial<IndicatorRecord> = {}): IndicatorRecord => ({
  _id: 'i',
  version: 1,
  provenance: { ...provenance, citations: [] },
  code: 'I',
  name: { vi: 'i' },
  definition: { vi: 'i' },
  resultType: 'OUTPUT',
  measure: 'PERCENTAGE',
  unit: { scheme: 'UNCEFACT', code: 'P1', name: { vi: '%' } },
  ascending: true,
  aggregable: false,
  stewardId: 'SO-KHDT',
  programmeIds: [],
  baseline: { value: '55', period: '2018', provenance: { ...provenance, citations: [] } },
  ...fields,
});
const target = (value: string, fields: Partial<FigureRecord> = {}): FigureRecord =>
  ({
    ...base,
    _id: `t${value}`,
    series: 'TARGET',
    value,
    qualifier: 'EXACT',
    setOn: '2019-01-01',
    ...fields,
  }) as FigureRecord;
const actual = (value: string | null, fields: Partial<FigureRecord> = {}): FigureRecord =>
  ({
    ...base,
    _id: `a${value}`,
    series: 'ACTUAL',
    value,
    status: 'A',
    publishedAt: new Date('2019-09-18T10:00:00Z'),
    ...fields,
  }) as FigureRecord;

const on = (today: string, figures: FigureRecord[], of: IndicatorRecord = indicator()): Assessment =>
  assess({ indicator: of, period: '2019', figures, today });

describe('assess', () => {
  test('on 18 September 2019 expects 55 + 45 × 261/365 = 87.2, so 84 is behind', () => {
    expect(on('2019-09-18', [target('100'), actual('84')])).toMatchObject({
      expected: '87.2',
      gap: '16',
      attainment: '0.8400',
      state: 'BEHIND',
    });
  });

  test('compares with the exact expectation, not with the rounded one', () => {
    // 55 + 45 × 261/365 = 87.178…
    expect(on('2019-09-18', [target('100'), actual('87.178')]).state).toBe('BEHIND');
    expect(on('2019-09-18', [target('100'), actual('87.179')]).state).toBe('ON_TRACK');
  });

  test('judges by value alone once the period is over', () => {
    expect(on('2019-12-31', [target('100'), actual('100')]).state).toBe('ON_TRACK');
    expect(on('2020-01-01', [target('100'), actual('100')]).state).toBe('ACHIEVED');
    expect(on('2020-01-01', [target('100'), actual('99.99')])).toMatchObject({
      state: 'BEHIND',
      gap: '0.01',
    });
  });

  test('takes a missing baseline, and one of the same period, as zero', () => {
    const none = indicator({ baseline: null });
    expect(on('2019-07-02', [target('100'), actual('50')], none).expected).toBe('50.1');
    const same = indicator({
      baseline: { value: '90', period: '2019', provenance: { ...provenance, citations: [] } },
    });
    expect(on('2019-07-02', [target('100'), actual('50')], same).expected).toBe('50.1');
  });

  test('expects the baseline before the period has begun', () => {
    expect(on('2018-06-01', [target('100'), actual('55')])).toMatchObject({
      expected: '55',
      state: 'ON_TRACK',
    });
  });

  test('turns everything round where smaller is better', () => {
    const days = indicator({
      ascending: false,
      measure: 'UNIT',
      baseline: { value: '30', period: '2018', provenance: { ...provenance, citations: [] } },
    });
    expect(on('2020-01-01', [target('10'), actual('12.5')], days)).toMatchObject({
      gap: '2.5',
      attainment: '0.8000',
      state: 'BEHIND',
    });
    expect(on('2020-01-01', [target('10'), actual('9')], days)).toMatchObject({
      gap: '-1',
      state: 'ACHIEVED',
    });
  });

  test('counts the cautious end of a range', () => {
    const range = actual('98', { upperValue: '100' } as Partial<FigureRecord>);
    expect(on('2020-01-01', [target('99'), range]).state).toBe('BEHIND');
    expect(on('2020-01-01', [target('99'), range], indicator({ ascending: false })).state).toBe('BEHIND');
  });

  test('says NO_DATA without a figure, also where the figure is missing on purpose', () => {
    expect(on('2020-01-01', [target('100')])).toMatchObject({ state: 'NO_DATA', gap: null, actual: null });
    const missing = actual(null, { status: 'L' } as Partial<FigureRecord>);
    expect(on('2020-01-01', [target('100'), missing])).toMatchObject({
      state: 'NO_DATA',
      actual: { status: 'L' },
    });
  });

  test('says NO_TARGET without a target', () => {
    expect(on('2020-01-01', [actual('84')])).toMatchObject({ state: 'NO_TARGET', expected: null, gap: null });
  });

  test('has no attainment for a target of zero', () => {
    expect(on('2020-01-01', [target('0'), actual('5')]).attainment).toBeNull();
  });
});

describe('standing', () => {
  const first = target('35', { setOn: '2019-02-15' } as Partial<FigureRecord>);
  const second = target('30', { setOn: '2019-09-18', supersedesId: 't35' } as Partial<FigureRecord>);
  const rival = target('80', { setOn: '2019-03-25' } as Partial<FigureRecord>);

  test('follows the chain of supersession to its end', () => {
    expect(standing([second, rival, first])?._id).toBe('t30');
  });

  test('keeps the figure that was known first where another source differs', () => {
    expect(standing([rival, first])?._id).toBe('t35');
  });

  test('knows only what was known on the day', () => {
    expect(standing([second, first], '2019-09-17')?._id).toBe('t35');
    expect(standing([second, first], '2019-02-14')).toBeNull();
  });

  test('is null where there is nothing', () => {
    expect(standing([])).toBeNull();
  });
});

describe('sortableDecimal', () => {
  test('sorts as the numbers do', () => {
    const numbers = [
      '-1000',
      '-2.5',
      '-2.4',
      '-0.01',
      '0',
      '0.00000000000000000001',
      '2',
      '10',
      '10.5',
      '123456789012345678901234567890',
    ];
    const keys = numbers.map(sortableDecimal);
    expect([...keys].sort()).toEqual(keys);
    expect(new Set(keys.map((key) => key.length)).size).toBe(1);
  });
});
