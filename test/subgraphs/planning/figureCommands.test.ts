import { type CommandBench, officer, startCommandBench } from './commandBench';
import { indicator, observation, target } from './commandInputs';

let bench: CommandBench;
beforeAll(async () => {
  bench = await startCommandBench();
  bench.reset();
  await bench.run('defineIndicator', indicator);
  await bench.run('defineIndicator', { ...indicator, code: 'CUA-SO-TTTT', stewardId: 'SO-TTTT' });
}, 120_000);
afterAll(() => bench.stop());
beforeEach(() => bench.reset());

describe('setTarget', () => {
  test('supersedes the target that stands, which stays readable', async () => {
    const { target: set } = await bench.run('setTarget', target);
    expect(set).toMatchObject({
      value: '95',
      supersedes: { id: 'tgt-HNTT-XA-2019', value: '100' },
      provenance: { status: 'OPERATIONAL', citations: [{ label: 'Văn bản ext-E4', clause: 'điểm 2' }] },
    });
    const { target: next } = await bench.run('setTarget', { ...target, value: '+90.50' });
    expect(next).toMatchObject({ value: '90.50', supersedes: { id: set.id } });
    const { data } = await bench.bed.ask(`{ indicatorByCode(code: "HNTT-XA") {
      targets(period: "2019") { value history { nodes { version command changes { path before after } } } } assessment(period: "2019") { target { value } } } }`);
    const { targets, assessment } = data.indicatorByCode;
    expect(targets.map(({ value }: { value: string }) => value).sort()).toEqual(['100', '90.50', '95']);
    expect(assessment.target.value).toBe('90.50');
    const [{ history }] = targets;
    expect(history.nodes.map(({ version }: { version: number }) => version)).toEqual([2, 1]);
    expect(history.nodes[0].changes).toContainEqual({ path: 'head.value', before: '"95"', after: '"90.50"' });
  });

  test('needs the document and the clause that set it', async () => {
    expect(await bench.refused('setTarget', { ...target, documentId: ' ', clause: '' })).toEqual([
      'TARGET_NEEDS_DOCUMENT documentId',
      'TARGET_NEEDS_DOCUMENT clause',
    ]);
    expect(await bench.refused('setTarget', { ...target, documentId: 'unknown' })).toEqual([
      'TARGET_NEEDS_DOCUMENT documentId',
    ]);
  });

  test('writes nothing while the registry of documents does not answer', async () => {
    bench.owners.isDown = true;
    expect(await bench.refused('setTarget', target)).toEqual(['UPSTREAM_UNAVAILABLE']);
  });

  test('refuses a percentage outside 0 to 100, a day to come, an unknown indicator or place', async () => {
    expect(
      await bench.refused('setTarget', { ...target, value: '100.1', setOn: '2019-10-02', scopeId: 'X' }),
    ).toEqual(['VALUE_OUT_OF_RANGE value', 'NOT_FOUND scopeId', 'INVALID_INPUT setOn']);
    expect(await bench.refused('setTarget', { ...target, value: '-1' })).toEqual([
      'VALUE_OUT_OF_RANGE value',
    ]);
    expect(await bench.refused('setTarget', { ...target, indicatorId: 'X' })).toEqual([
      'NOT_FOUND indicatorId',
    ]);
  });

  test('twenty at once form one chain: each supersedes another, and one stands', async () => {
    const place = { ...target, indicatorId: 'ind-HOP-TT', period: '2021' };
    const payloads = await Promise.all(
      Array.from({ length: 20 }, (_, at) => bench.run('setTarget', { ...place, value: String(at + 1) })),
    );
    const superseded = payloads.map((payload) => payload.target.supersedes?.id ?? null);
    expect(new Set(superseded).size).toBe(20);
    expect(superseded.filter((id) => id === null)).toHaveLength(1);
  });
});

describe('recordObservation', () => {
  test('records a result and assesses it', async () => {
    const payload = await bench.run('recordObservation', {
      ...observation,
      indicatorId: 'ind-HOP-TT',
      value: '70',
    });
    expect(payload).toMatchObject({
      observation: { period: '2019', value: '70', status: 'A', revises: null, comment: null },
      assessment: { state: 'ON_TRACK', gap: '10', actual: { value: '70' }, target: { value: '80' } },
    });
  });

  test('a second figure is a revision with its reason; both stay, one stands', async () => {
    const place = { ...observation, indicatorId: 'ind-DVCTT-MD34', status: 'D', value: '85.5' };
    expect(await bench.refused('recordObservation', place)).toEqual(['REVISION_NEEDS_REASON reason']);
    expect(await bench.refused('recordObservation', { ...place, reason: { vi: '  ' } })).toEqual([
      'REVISION_NEEDS_REASON reason',
    ]);
    const payload = await bench.run('recordObservation', { ...place, reason: { vi: 'Số liệu rà soát' } });
    expect(payload).toMatchObject({
      observation: {
        value: '85.5',
        revises: { id: 'obs-DVCTT-MD34-2019-E4', value: '84' },
        comment: { vi: 'Số liệu rà soát' },
      },
      assessment: { actual: { value: '85.5' } },
    });
    const list = async (allVintages: boolean) =>
      (
        await bench.bed.ask(
          `query ($all: Boolean) { observations(filter: { indicatorId: "ind-DVCTT-MD34", fromPeriod: "2019", toPeriod: "2019", allVintages: $all }) { nodes { value } } }`,
          { all: allVintages },
        )
      ).data.observations.nodes.map(({ value }: { value: string }) => value);
    expect(await list(true)).toEqual(['84', '85.5']);
    expect(await list(false)).toEqual(['85.5']);
    const { data } = await bench.bed.ask(
      '{ indicatorByCode(code: "DVCTT-MD34") { latest(period: "2019") { value } before: latest(period: "2019", asOf: "2019-09-20") { value } } }',
    );
    expect(data.indicatorByCode).toEqual({ latest: { value: '85.5' }, before: { value: '84' } });
  });

  test('seeding again leaves a revised figure as it is', async () => {
    const row = await bench.bed.db.collection('figures').findOne({ _id: 'obs-DVCTT-MD34-2019-E4' as never });
    expect(row).toMatchObject({ version: 2, revisedById: expect.stringMatching(/^obs-/) });
    expect(row).not.toHaveProperty('seed');
  });

  test('refuses what lies outside 0 to 100, and an upper value below the value', async () => {
    expect(await bench.refused('recordObservation', { ...observation, value: '101' })).toEqual([
      'VALUE_OUT_OF_RANGE value',
    ]);
    expect(
      await bench.refused('recordObservation', { ...observation, value: '98', upperValue: '97' }),
    ).toEqual(['VALUE_OUT_OF_RANGE upperValue']);
    expect(
      await bench.refused('recordObservation', { ...observation, value: '98', upperValue: '100.5' }),
    ).toEqual(['VALUE_OUT_OF_RANGE upperValue']);
  });

  test('takes a numerator and a denominator that give the value, to half a point, and no others', async () => {
    const share = { ...observation, indicatorId: 'ind-CT-MOI', numerator: '1055', denominator: '1922' };
    expect(await bench.refused('recordObservation', { ...share, value: '55.5' })).toEqual([
      'VALUE_OUT_OF_RANGE value',
    ]);
    expect(await bench.refused('recordObservation', { ...share, value: '55', denominator: '0' })).toEqual([
      'VALUE_OUT_OF_RANGE denominator',
    ]);
    expect(await bench.run('recordObservation', { ...share, value: '55' })).toMatchObject({ errors: [] });
  });

  test('refuses a period that has not begun and a day to come, but takes a period that runs', async () => {
    expect(await bench.refused('recordObservation', { ...observation, period: '2020' })).toEqual([
      'PERIOD_IN_FUTURE period',
    ]);
    expect(
      await bench.refused('recordObservation', {
        ...observation,
        period: '2019-Q4',
        observedOn: '2019-10-02',
      }),
    ).toEqual(['PERIOD_IN_FUTURE observedOn']);
    expect(
      await bench.run('recordObservation', { ...observation, period: '2019-Q4', observedOn: '2019-10-01' }),
    ).toMatchObject({ errors: [] });
  });

  test('needs a value, unless the status says that it is missing', async () => {
    const { value: _, ...without } = observation;
    expect(await bench.refused('recordObservation', without)).toEqual(['INVALID_INPUT value']);
    expect(await bench.refused('recordObservation', { ...observation, status: 'L' })).toEqual([
      'INVALID_INPUT value',
    ]);
    const missing = { ...without, status: 'L', indicatorId: 'ind-VBDT' };
    expect(await bench.run('recordObservation', missing)).toMatchObject({
      errors: [],
      assessment: { state: 'NO_DATA' },
    });
  });

  test('only the steward records: its own department may, planning may not for others', async () => {
    const input = { ...observation, indicatorId: 'ind-CUA-SO-TTTT' };
    expect(await bench.refused('recordObservation', input)).toEqual(['NOT_STEWARD indicatorId']);
    bench.bed.setCaller({ ...officer, department: 'ict' });
    expect(await bench.run('recordObservation', input)).toMatchObject({ errors: [] });
    bench.bed.setCaller({ ...officer, department: 'finance' });
    expect(await bench.refused('recordObservation', input)).toEqual(['FORBIDDEN']);
  });

  test('refuses an unknown indicator and an unknown place', async () => {
    expect(await bench.refused('recordObservation', { ...observation, indicatorId: 'X' })).toEqual([
      'NOT_FOUND indicatorId',
    ]);
    expect(await bench.refused('recordObservation', { ...observation, scopeId: 'X' })).toEqual([
      'NOT_FOUND scopeId',
    ]);
  });

  test('a figure of a place leaves the figure of the whole alone', async () => {
    const place = { ...observation, indicatorId: 'ind-HOP-TT', scopeId: 'SO-TC', value: '10' };
    expect(await bench.run('recordObservation', place)).toMatchObject({
      observation: { revises: null },
      assessment: { target: { value: '80' }, actual: { value: '10' } },
    });
    const { data } = await bench.bed.ask(
      '{ indicatorByCode(code: "HOP-TT") { latest(period: "2019") { value } } }',
    );
    expect(data.indicatorByCode.latest.value).toBe('70');
  });
});
