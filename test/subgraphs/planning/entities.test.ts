import { startTestbed, type Testbed } from './testbed';

let bed: Testbed;
beforeAll(async () => {
  bed = await startTestbed({ packs: ['facts', 'external', 'illustrative'], tier: 'S' });
}, 120_000);
afterAll(() => bed.stop());

const entities = async (selection: string, ...representations: Record<string, unknown>[]) => {
  const { data, errors } = await bed.ask(
    `query ($of: [_Any!]!) { _entities(representations: $of) { __typename ${selection} } }`,
    { of: representations },
  );
  expect(errors).toBeUndefined();
  return data._entities;
};

describe('entity keys', () => {
  test.each([
    ['Programme', { id: 'prg-CT-UDCNTT-2019' }],
    ['Programme', { code: 'CT-UDCNTT-2019' }],
    ['Indicator', { id: 'ind-DVCTT-MD34' }],
    ['Indicator', { code: 'DVCTT-MD34' }],
    ['Observation', { id: 'obs-DVCTT-MD34-2018' }],
    ['Task', { id: 'task-T1' }],
    ['ProcurementPlanItem', { id: 'ppi-P1' }],
    ['Project', { id: 'x-prj-0001-1' }],
    ['PublicBody', { id: 'SO-KHDT' }],
  ])('%s resolves by %p', async (type, key) => {
    const [entity] = await entities(`... on ${type} { id }`, { __typename: type, ...key });
    expect(entity.id).toEqual(expect.any(String));
  });

  test.each(['Programme', 'Indicator', 'Observation', 'Task', 'ProcurementPlanItem', 'Project'])(
    'an unknown %s is null without an error',
    async (type) => {
      expect(await entities(`... on ${type} { id }`, { __typename: type, id: 'nothing' })).toEqual([null]);
    },
  );

  test('a target is no observation', async () => {
    const target = { __typename: 'Observation', id: 'tgt-DVCTT-MD34-2019' };
    expect(await entities('... on Observation { id }', target)).toEqual([null]);
  });

  test('many entities of one kind cost one command', async () => {
    const { databaseCommands } = await bed.ask(
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Task { title { vi } } } }',
      { of: ['T1', 'T2', 'T3'].map((number) => ({ __typename: 'Task', id: `task-${number}` })) },
    );
    expect(databaseCommands).toBe(1);
  });
});

describe('what planning adds to others', () => {
  test('savings are the planned value less the contract value that the gateway sends', async () => {
    const { data } = await bed.ask(
      '{ procurementPlanItems(filter: { hasContract: true }, first: 1) { nodes { plannedValue { amount } contract { id } } } }',
    );
    const [item] = data.procurementPlanItems.nodes;
    const [contract] = await entities(
      '... on Contract { savings { amount qualifier } planItem { packageNo } }',
      {
        __typename: 'Contract',
        id: item.contract.id,
        value: { amount: item.plannedValue.amount - 5_000_000 },
      },
    );
    expect(contract.savings).toEqual({ amount: 5_000_000, qualifier: 'EXACT' });
  });

  test('a contract without a package has neither plan item nor savings', async () => {
    const stranger = { __typename: 'Contract', id: 'nobody', value: { amount: 1 } };
    expect(
      await entities('... on Contract { savings { amount } planItem { id } contributions { id } }', stranger),
    ).toEqual([{ __typename: 'Contract', savings: null, planItem: null, contributions: [] }]);
  });

  test('a service names its packages and the indicators that it serves', async () => {
    const [service] = await entities(
      '... on Service { planItems { packageNo } contributions { indicator { code } provenance { status } } }',
      { __typename: 'Service', id: 'svc-SV-DVCTT' },
    );
    expect(service.planItems).toEqual([{ packageNo: 'P4' }]);
    expect(service.contributions).toEqual([
      { indicator: { code: 'DVCTT-MD34' }, provenance: { status: 'DERIVED' } },
      { indicator: { code: 'DVCTT-MD4' }, provenance: { status: 'DERIVED' } },
    ]);
  });

  test('a public body names its tasks and the results measured there', async () => {
    const [body] = await entities(
      '... on PublicBody { name { vi } tasks(status: [ASSIGNED]) { id } observations(first: 2) { totalCount } }',
      { __typename: 'PublicBody', id: 'CAC-SO-NGANH' },
    );
    expect(body.tasks).toEqual([{ id: 'task-T6' }, { id: 'task-T8' }]);
    expect(body.observations.totalCount).toBe(0);
  });

  test('a row whose body the code list lacks shows the id of the body', async () => {
    await bed.db
      .collection<{ _id: string }>('tasks')
      .updateOne({ _id: 'task-T8' }, { $set: { assigneeIds: ['GONE'] } });
    const [task] = await entities('... on Task { assignees { code name { vi } kind } }', {
      __typename: 'Task',
      id: 'task-T8',
    });
    expect(task.assignees).toEqual([{ code: 'GONE', name: { vi: 'GONE' }, kind: 'OTHER' }]);
  });
});

describe('a part of the whole', () => {
  test('is held to the target of the whole where the measure is a percentage', async () => {
    const { data } =
      await bed.ask(`{ observations(filter: { factStatus: [ILLUSTRATIVE], allScopes: true }, first: 500) {
      nodes { period scope { id } indicator { code measure } } } }`);
    const scoped = data.observations.nodes.find(
      (row: { period: string; scope: unknown; indicator: { measure: string } }) =>
        row.scope && row.period === '2019' && row.indicator.measure === 'PERCENTAGE',
    );
    expect(scoped).toBeDefined();
    const { data: answer } = await bed.ask(
      `query ($code: String!, $scope: ID!) { indicatorByCode(code: $code) {
        whole: assessment(period: "2019") { target { value } }
        part: assessment(period: "2019", scopeId: $scope) { target { value } actual { scope { id } } state } } }`,
      { code: scoped.indicator.code, scope: scoped.scope.id },
    );
    const { whole, part } = answer.indicatorByCode;
    expect(part.target).toEqual(whole.target);
    expect(part.actual.scope.id).toBe(scoped.scope.id);
  });
});
