import { type CommandBench, startCommandBench } from './commandBench';
import { indicator, programme } from './commandInputs';

let bench: CommandBench;
beforeAll(async () => {
  bench = await startCommandBench();
}, 120_000);
afterAll(() => bench.stop());
beforeEach(() => bench.reset());

describe('createProgramme', () => {
  test('sets up a programme that the graph then has', async () => {
    const citation = { documentId: 'ext-E4', clause: 'đoạn 3' };
    const payload = await bench.run('createProgramme', { ...programme, citation });
    expect(payload.programme).toEqual({
      id: 'prg-CT-2020',
      code: 'CT-2020',
      name: { vi: 'Chương trình 2020' },
      lead: { code: 'SO-TTTT' },
      provenance: {
        status: 'OPERATIONAL',
        recordedBy: 'nguyen.an',
        citations: [{ label: 'Văn bản ext-E4' }],
      },
    });
    const { data } = await bench.bed.ask(
      '{ programmeByCode(code: "CT-2020") { name { en } history { nodes { version command by role citation { clause } } } } }',
    );
    expect(data.programmeByCode).toEqual({
      name: { en: 'Programme 2020' },
      history: {
        nodes: [
          {
            version: 1,
            command: 'createProgramme',
            by: 'nguyen.an',
            role: 'planning/officer',
            citation: { clause: 'đoạn 3' },
          },
        ],
      },
    });
  });

  test('refuses a code that is taken, by a command or by a seed', async () => {
    expect(await bench.refused('createProgramme', { ...programme, code: 'CT-UDCNTT-2019' })).toEqual([
      'DUPLICATE_NUMBER code',
    ]);
  });

  test('names all mistakes at once', async () => {
    const broken = {
      code: '-x',
      name: { vi: ' ' },
      period: { startDate: '2020-12-31', endDate: '2020-01-01' },
      leadId: 'NOBODY',
    };
    expect(await bench.refused('createProgramme', broken)).toEqual([
      'INVALID_INPUT code',
      'INVALID_INPUT name.vi',
      'INVALID_INPUT period',
      'NOT_FOUND leadId',
    ]);
  });

  test('refuses a citation of a document that the registry does not have', async () => {
    const citation = { documentId: 'nothing', clause: '1' };
    expect(await bench.refused('createProgramme', { ...programme, code: 'CT-2021', citation })).toEqual([
      'NOT_FOUND citation.documentId',
    ]);
  });

  test('two at once with one code: one is set up, the other is told that the code is taken', async () => {
    const payloads = await Promise.all(
      ['A', 'B'].map((vi) => bench.run('createProgramme', { ...programme, code: 'CT-DUA', name: { vi } })),
    );
    const codes = payloads.flatMap(({ errors }) => errors.map(({ code }: { code: string }) => code));
    expect(codes).toEqual(['DUPLICATE_NUMBER']);
  });
});

describe('defineIndicator', () => {
  test('defines an indicator that a programme then lists', async () => {
    const payload = await bench.run('defineIndicator', indicator);
    expect(payload.indicator).toEqual({
      id: 'ind-CT-MOI',
      code: 'CT-MOI',
      unit: { code: 'P1', name: { vi: '%' } },
      steward: { code: 'SO-KHDT' },
      programmes: [{ code: 'CT-UDCNTT-2019' }],
    });
    const { data } = await bench.bed.ask(
      '{ indicators(filter: { text: "chi tieu moi" }) { nodes { code } } }',
    );
    expect(data.indicators.nodes).toEqual([{ code: 'CT-MOI' }]);
  });

  test('refuses a unit that is not that of the measure', async () => {
    expect(await bench.refused('defineIndicator', { ...indicator, code: 'A', unitCode: 'C62' })).toEqual([
      'UNIT_MISMATCH unitCode',
    ]);
    expect(await bench.refused('defineIndicator', { ...indicator, code: 'A', measure: 'UNIT' })).toEqual([
      'UNIT_MISMATCH unitCode',
    ]);
    expect(await bench.refused('defineIndicator', { ...indicator, code: 'A', unitCode: 'XX' })).toEqual([
      'INVALID_INPUT unitCode',
    ]);
  });

  test('refuses an unknown steward, an unknown programme, a code that is taken', async () => {
    expect(
      await bench.refused('defineIndicator', {
        ...indicator,
        code: 'A',
        stewardId: 'X',
        programmeIds: ['prg-CT-UDCNTT-2019', 'y'],
      }),
    ).toEqual(['NOT_FOUND stewardId', 'NOT_FOUND programmeIds.1']);
    expect(await bench.refused('defineIndicator', { ...indicator, code: 'VBDT' })).toEqual([
      'DUPLICATE_NUMBER code',
    ]);
  });
});

describe('linkContribution', () => {
  const link = { indicatorId: 'ind-HNTT-XA', rationale: { vi: 'Cùng chủ đề' } };

  test('links a service, which its owner is asked for', async () => {
    const payload = await bench.run('linkContribution', { ...link, serviceId: 'svc-SV-DVCTT' });
    expect(payload.contribution).toMatchObject({
      service: { id: 'svc-SV-DVCTT' },
      indicator: { code: 'HNTT-XA' },
    });
    expect(await bench.run('linkContribution', { ...link, budgetLineId: 'bl-UDCNTT-2019' })).toMatchObject({
      errors: [],
    });
  });

  test('takes exactly one of contract, service and budget line', async () => {
    expect(await bench.refused('linkContribution', link)).toEqual(['INVALID_INPUT contractId']);
    expect(
      await bench.refused('linkContribution', {
        ...link,
        serviceId: 'svc-SV-MCDT',
        budgetLineId: 'bl-UDCNTT-2019',
      }),
    ).toEqual(['INVALID_INPUT contractId']);
  });

  test('refuses a link that exists, by a command or by a seed', async () => {
    expect(await bench.refused('linkContribution', { ...link, serviceId: 'svc-SV-DVCTT' })).toEqual([
      'INVALID_INPUT serviceId',
    ]);
    expect(
      await bench.refused('linkContribution', {
        ...link,
        indicatorId: 'ind-DVCTT-MD34',
        serviceId: 'svc-SV-DVCTT',
      }),
    ).toEqual(['INVALID_INPUT serviceId']);
  });

  test('refuses what the owner does not have, and waits for no owner that is down', async () => {
    expect(await bench.refused('linkContribution', { ...link, contractId: 'nothing' })).toEqual([
      'NOT_FOUND contractId',
    ]);
    bench.owners.isDown = true;
    expect(await bench.refused('linkContribution', { ...link, serviceId: 'svc-SV-MCDT' })).toEqual([
      'UPSTREAM_UNAVAILABLE',
    ]);
  });
});

describe('planProcurement', () => {
  const item = {
    packageNo: 'P5',
    name: { vi: 'Gói thầu 5' },
    programmeId: 'prg-CT-UDCNTT-2019',
    serviceId: 'svc-SV-MCDT',
    organiserId: 'VP-UBND',
    fiscalYear: 2019,
    plannedStart: '2019-Q4',
    plannedValue: 5_000_000_000,
  };

  test('adds a package to the plan', async () => {
    const payload = await bench.run('planProcurement', item);
    expect(payload.item).toMatchObject({
      packageNo: 'P5',
      status: 'PLANNED',
      plannedValue: { amount: 5_000_000_000 },
      programme: { code: 'CT-UDCNTT-2019' },
    });
    const { data } = await bench.bed.ask(
      '{ procurementPlanItems(filter: { programmeId: "prg-CT-UDCNTT-2019", hasContract: false }) { nodes { packageNo } } }',
    );
    expect(data.procurementPlanItems.nodes).toContainEqual({ packageNo: 'P5' });
  });

  test('refuses a number that is taken in the programme', async () => {
    expect(await bench.refused('planProcurement', { ...item, packageNo: ' P5 ' })).toEqual([
      'DUPLICATE_NUMBER packageNo',
    ]);
    expect(await bench.refused('planProcurement', { ...item, packageNo: 'P1' })).toEqual([
      'DUPLICATE_NUMBER packageNo',
    ]);
  });

  test('names all mistakes at once', async () => {
    const broken = {
      ...item,
      packageNo: '',
      name: { vi: '' },
      organiserId: 'X',
      fiscalYear: 2021,
      plannedValue: 0,
    };
    expect(await bench.refused('planProcurement', broken)).toEqual([
      'INVALID_INPUT packageNo',
      'INVALID_INPUT name.vi',
      'INVALID_INPUT fiscalYear',
      'NOT_FOUND organiserId',
      'INVALID_INPUT plannedValue',
    ]);
    expect(await bench.refused('planProcurement', { ...item, packageNo: 'P6', programmeId: 'X' })).toEqual([
      'NOT_FOUND programmeId',
    ]);
    expect(await bench.refused('planProcurement', { ...item, packageNo: 'P6', serviceId: 'X' })).toEqual([
      'NOT_FOUND serviceId',
    ]);
  });
});
