import { type CommandBench, startCommandBench } from './commandBench';

let bench: CommandBench;
beforeAll(async () => {
  bench = await startCommandBench();
}, 120_000);
afterAll(() => bench.stop());
beforeEach(() => bench.reset());

describe('updateTask', () => {
  test('moves a task along, with its history and the document that reports it', async () => {
    const begun = await bench.run('updateTask', {
      taskId: 'task-T2',
      status: 'IN_PROGRESS',
      expectedVersion: 1,
    });
    expect(begun.task).toMatchObject({
      status: 'IN_PROGRESS',
      version: 2,
      provenance: { status: 'OPERATIONAL' },
    });
    const done = await bench.run('updateTask', {
      taskId: 'task-T2',
      status: 'DONE',
      completedOn: '2019-04-20',
      documentId: 'ext-E4',
    });
    expect(done.task).toMatchObject({
      status: 'DONE',
      completedOn: '2019-04-20',
      version: 3,
      provenance: { citations: [{ clause: 'L22' }, { clause: 'toàn văn' }] },
    });
    const { data } = await bench.bed.ask(
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Task { history { totalCount nodes { version changes { path after } } } } } }',
      { of: [{ __typename: 'Task', id: 'task-T2' }] },
    );
    const [{ history }] = data._entities;
    expect(history.totalCount).toBe(2);
    expect(history.nodes[0].changes).toContainEqual({ path: 'status', after: '"DONE"' });
  });

  test('refuses a step that the state does not allow', async () => {
    expect(await bench.refused('updateTask', { taskId: 'task-T2', status: 'IN_PROGRESS' })).toEqual([
      'ILLEGAL_TRANSITION status',
    ]);
    expect(await bench.refused('updateTask', { taskId: 'task-T1', status: 'ASSIGNED' })).toEqual([
      'ILLEGAL_TRANSITION status',
    ]);
  });

  test('calls a task overdue only when its deadline has passed', async () => {
    expect(await bench.refused('updateTask', { taskId: 'task-T1', status: 'OVERDUE' })).toEqual([
      'ILLEGAL_TRANSITION status',
    ]);
    bench.bed.setToday('2019-03-31');
    expect(await bench.refused('updateTask', { taskId: 'task-T7', status: 'OVERDUE' })).toEqual([
      'ILLEGAL_TRANSITION status',
    ]);
    bench.bed.setToday('2019-04-01');
    expect(await bench.run('updateTask', { taskId: 'task-T7', status: 'OVERDUE' })).toMatchObject({
      errors: [],
    });
  });

  test('needs the day of completion exactly when it is done, and not a day to come', async () => {
    expect(await bench.refused('updateTask', { taskId: 'task-T3', status: 'DONE' })).toEqual([
      'INVALID_INPUT completedOn',
    ]);
    expect(
      await bench.refused('updateTask', {
        taskId: 'task-T3',
        status: 'IN_PROGRESS',
        completedOn: '2019-09-01',
      }),
    ).toEqual(['INVALID_INPUT completedOn']);
    expect(
      await bench.refused('updateTask', { taskId: 'task-T3', status: 'DONE', completedOn: '2019-10-02' }),
    ).toEqual(['INVALID_INPUT completedOn']);
  });

  test('refuses an older version and an unknown task', async () => {
    expect(
      await bench.refused('updateTask', { taskId: 'task-T7', status: 'IN_PROGRESS', expectedVersion: 1 }),
    ).toEqual(['VERSION_CONFLICT expectedVersion']);
    expect(await bench.refused('updateTask', { taskId: 'X', status: 'IN_PROGRESS' })).toEqual([
      'NOT_FOUND taskId',
    ]);
  });

  test('of twenty that race for one step, one wins', async () => {
    const payloads = await Promise.all(
      Array.from({ length: 20 }, () => bench.run('updateTask', { taskId: 'task-T4', status: 'IN_PROGRESS' })),
    );
    expect(payloads.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
  });
});
