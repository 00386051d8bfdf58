import { type CommandBench, officer, selections, startCommandBench } from './commandBench';
import { indicator, observation, programme, target } from './commandInputs';

let bench: CommandBench;
beforeAll(async () => {
  bench = await startCommandBench();
}, 120_000);
afterAll(() => bench.stop());
beforeEach(() => bench.reset());

describe('who may write', () => {
  test('nobody without a token', async () => {
    bench.bed.setCaller(null);
    const { data, errors } = await bench.bed.ask(
      'mutation ($input: CreateProgrammeInput!) { createProgramme(input: $input) { replayed } }',
      { input: { idempotencyKey: bench.nextKey(), ...programme } },
    );
    expect(data).toEqual({ createProgramme: null });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
  });

  test.each(Object.keys(selections))(
    '%s is refused to officers of another department and to auditors',
    async (command) => {
      const inputs: Record<string, Record<string, unknown>> = {
        createProgramme: programme,
        defineIndicator: indicator,
        setTarget: target,
        recordObservation: observation,
        linkContribution: { indicatorId: 'ind-HNTT-XA', serviceId: 'svc-SV-DVCTT', rationale: { vi: 'vì' } },
        planProcurement: {
          packageNo: 'P9',
          name: { vi: 'Gói' },
          programmeId: 'prg-CT-UDCNTT-2019',
          organiserId: 'VP-UBND',
          fiscalYear: 2019,
        },
        updateTask: { taskId: 'task-T1', status: 'IN_PROGRESS' },
      };
      const input = inputs[command] ?? {};
      bench.bed.setCaller({ ...officer, department: 'finance' });
      expect(await bench.refused(command, input)).toEqual(['FORBIDDEN']);
      bench.bed.setCaller({ ...officer, role: 'auditor' });
      expect(await bench.refused(command, input)).toEqual(['FORBIDDEN']);
    },
  );
});

describe('idempotency', () => {
  test('the same key and input give the first result; another input is a mismatch', async () => {
    const idempotencyKey = bench.nextKey();
    const input = { ...programme, code: 'CT-LAP', idempotencyKey };
    const first = await bench.run('createProgramme', input);
    expect(first).toMatchObject({ replayed: false, errors: [] });
    const again = await bench.run('createProgramme', input);
    expect(again).toEqual({ ...first, replayed: true });
    expect(await bench.refused('createProgramme', { ...input, code: 'CT-KHAC' })).toEqual([
      'IDEMPOTENCY_MISMATCH idempotencyKey',
    ]);
  });

  test('thirty calls of one key record one observation', async () => {
    const input = {
      ...observation,
      indicatorId: 'ind-KNDL-QG',
      value: '20',
      idempotencyKey: bench.nextKey(),
    };
    const payloads = await Promise.all(
      Array.from({ length: 30 }, () => bench.run('recordObservation', input)),
    );
    expect(payloads.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(new Set(payloads.map((payload) => payload.observation.id)).size).toBe(1);
    expect(
      await bench.bed.db
        .collection('figures')
        .countDocuments({ indicatorId: 'ind-KNDL-QG', series: 'ACTUAL' }),
    ).toBe(1);
  });

  test('a command that was refused may be tried again with its key', async () => {
    const input = { ...target, indicatorId: 'ind-VBDT', idempotencyKey: bench.nextKey() };
    bench.owners.isDown = true;
    expect(await bench.refused('setTarget', input)).toEqual(['UPSTREAM_UNAVAILABLE']);
    bench.owners.isDown = false;
    expect(await bench.run('setTarget', input)).toMatchObject({ replayed: false, errors: [] });
    bench.owners.isDown = true;
    expect(await bench.run('setTarget', input)).toMatchObject({ replayed: true, errors: [] });
  });
});

describe('two commands in one operation', () => {
  test('the second sees what the first wrote', async () => {
    const { data, errors } = await bench.bed.ask(
      `mutation ($a: RecordObservationInput!, $b: RecordObservationInput!) {
        first: recordObservation(input: $a) { errors { code } assessment { actual { value } } }
        second: recordObservation(input: $b) { errors { code } observation { revises { value } } assessment { actual { value } } }
      }`,
      {
        a: {
          ...observation,
          indicatorId: 'ind-VBDT',
          period: '2018',
          value: '1',
          idempotencyKey: bench.nextKey(),
        },
        b: {
          ...observation,
          indicatorId: 'ind-VBDT',
          period: '2018',
          value: '2',
          reason: { vi: 'Sửa' },
          idempotencyKey: bench.nextKey(),
        },
      },
    );
    expect(errors).toBeUndefined();
    expect(data.first).toEqual({ errors: [], assessment: { actual: { value: '1' } } });
    expect(data.second).toEqual({
      errors: [],
      observation: { revises: { value: '1' } },
      assessment: { actual: { value: '2' } },
    });
  });
});
