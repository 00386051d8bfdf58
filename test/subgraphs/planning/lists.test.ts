import { collections } from '@lien-thong/planning';
import { journalName, publicBodyCollection } from '@lien-thong/subgraph-kit';
import { uncoveredFinds } from '../../helpers/uncoveredFinds';
import {
  behindTarget,
  factsOnly,
  indicatorSeries,
  planVsContract,
  programme360,
  tasksAndDeadlines,
} from './queries';
import { startTestbed, type Testbed } from './testbed';

let bed: Testbed;
beforeAll(async () => {
  bed = await startTestbed({ packs: ['facts', 'external', 'illustrative'], tier: 'S' });
}, 120_000);
afterAll(() => bed.stop());

const codeOf = async (query: string, variables?: Record<string, unknown>) => {
  const { errors } = await bed.ask(query, variables);
  return errors?.map(({ extensions }) => extensions.code);
};
const messageOf = async (query: string, variables?: Record<string, unknown>) =>
  (await bed.ask(query, variables)).errors?.[0]?.message;

async function walk(query: string, field: string, size: number, variables: Record<string, unknown> = {}) {
  const ids: string[] = [];
  let after: string | null = null;
  do {
    const { data, errors } = await bed.ask(query, { ...variables, first: size, after });
    expect(errors).toBeUndefined();
    const { nodes, pageInfo } = data[field];
    ids.push(...nodes.map(({ code, id }: { code?: string; id?: string }) => code ?? id));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after);
  return ids;
}

const paged = (field: string, filterType: string) =>
  `query ($first: Int, $after: String, $filter: ${filterType}) {
    ${field}(filter: $filter, first: $first, after: $after) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } }`;

describe('paging', () => {
  test.each([
    ['programmes', 'ProgrammeFilter', 2],
    ['tasks', 'TaskFilter', 7],
    ['procurementPlanItems', 'ProcurementPlanFilter', 7],
    ['observations', 'ObservationFilter', 97],
    ['indicators', 'IndicatorFilter', 7],
  ])('%s: small pages hold what one large page holds, in the same order', async (field, filterType, size) => {
    const query = paged(field, filterType);
    const whole = await walk(query, field, 500);
    expect(await walk(query, field, size)).toEqual(whole);
    expect(new Set(whole).size).toBe(whole.length);
  });

  test('indicators by gap: pages of 5 hold what one page holds, the largest gap first', async () => {
    const states = { state: ['BEHIND', 'ACHIEVED', 'NO_DATA'] };
    const whole = await walk(behindTarget, 'indicators', 500, states);
    expect(await walk(behindTarget, 'indicators', 5, states)).toEqual(whole);
    const { data } = await bed.ask(behindTarget, { ...states, first: 500 });
    const gaps = data.indicators.nodes
      .map(({ assessment }: { assessment: { gap: string | null } }) => assessment.gap)
      .filter((gap: string | null) => gap !== null)
      .map(Number);
    expect(gaps).toEqual([...gaps].sort((left: number, right: number) => right - left));
    expect(data.indicators.totalCount).toBe(whole.length);
  });

  test('public bodies are found without accents, in pages', async () => {
    const query = `query ($first: Int, $after: String) { publicBodies(text: "xa mau", first: $first, after: $after) {
      totalCount nodes { id } pageInfo { hasNextPage endCursor } } }`;
    expect(await walk(query, 'publicBodies', 200)).toHaveLength(579);
  });
});

describe('filters', () => {
  test('programmes: text, lead and day are joined by and', async () => {
    const count = async (filter: Record<string, unknown>) =>
      (await bed.ask(paged('programmes', 'ProgrammeFilter'), { filter })).data.programmes.totalCount;
    expect(await count({ text: 'ung dung cntt', factStatus: ['DOCUMENT_FACT'] })).toBe(1);
    expect(await count({ activeOn: '2019-06-01', factStatus: ['DOCUMENT_FACT'] })).toBe(1);
    expect(await count({ activeOn: '2020-06-01', factStatus: ['DOCUMENT_FACT'] })).toBe(0);
    expect(await count({ leadId: 'SO-TC' })).toBe(0);
    expect(await count({ ids: ['prg-CT-UDCNTT-2019', 'nothing'] })).toBe(1);
  });

  test('tasks: due days are inclusive, and a period holds what is due within it', async () => {
    const ids = async (filter: Record<string, unknown>) =>
      (
        await bed.ask(paged('tasks', 'TaskFilter'), { filter: { factStatus: ['DOCUMENT_FACT'], ...filter } })
      ).data.tasks.nodes.map(({ id }: { id: string }) => id);
    expect(await ids({ due: { from: '2019-03-31', to: '2019-03-31' } })).toEqual(['task-T2', 'task-T7']);
    expect(await ids({ due: { to: '2019-03-30' } })).toEqual([]);
    expect(await ids({ dueIn: '2019' })).toEqual(['task-T2', 'task-T7']);
    expect(await ids({ dueIn: '2019-03' })).toEqual([]);
    expect(await ids({ assigneeId: 'SO-TC' })).toEqual(['task-T4']);
    expect(await ids({ programmeId: 'prg-CT-UDCNTT-2019', status: ['ASSIGNED'] })).toEqual([
      'task-T1',
      'task-T3',
      'task-T5',
    ]);
  });

  test('observations: a range of years holds the quarters in it, and revised figures only on request', async () => {
    const count = async (filter: Record<string, unknown>) =>
      (await bed.ask(paged('observations', 'ObservationFilter'), { filter })).data.observations.totalCount;
    const one = { indicatorId: 'ind-DVCTT-MD34' };
    expect(await count({ ...one, fromPeriod: '2018', toPeriod: '2019' })).toBe(3);
    expect(await count({ ...one, status: ['U', 'D'] })).toBe(2);
    const everywhere = { factStatus: ['ILLUSTRATIVE'], allScopes: true };
    const standing = await count(everywhere);
    const all = await count({ ...everywhere, allVintages: true });
    expect(all).toBe(500);
    expect(standing).toBeLessThan(all);
    const ofTheWhole = await count({ factStatus: ['ILLUSTRATIVE'] });
    expect(ofTheWhole).toBeGreaterThan(0);
    expect(ofTheWhole).toBeLessThan(standing);
  });

  test('loading the illustrative pack changes no total of the real programme', async () => {
    const { data } = await bed.ask(`{ programmeByCode(code: "CT-UDCNTT-2019") {
      procurementPlan { packageNo } tasks { id } indicators { code } projects { totalCount } } }`);
    const { procurementPlan, tasks, indicators, projects } = data.programmeByCode;
    expect([procurementPlan.length, tasks.length, indicators.length, projects.totalCount]).toEqual([
      4, 3, 8, 0,
    ]);
  });
});

describe('bad input', () => {
  const page = `query ($first: Int, $after: String) { tasks(first: $first, after: $after) { pageInfo { endCursor } } }`;

  test('an unknown id or code is null without an error', async () => {
    const { data, errors } = await bed.ask(
      '{ programme(id: "x") { id } programmeByCode(code: "x") { id } indicator(id: "x") { id } indicatorByCode(code: "x") { id } publicBody(id: "x") { id } }',
    );
    expect(errors).toBeUndefined();
    expect(Object.values(data)).toEqual([null, null, null, null, null]);
  });

  test('a page size beyond the limit is refused with the limit', async () => {
    expect(await codeOf(page, { first: 501 })).toEqual(['PAGE_SIZE_OUT_OF_RANGE']);
    expect(await messageOf(page, { first: -1 })).toBe(
      'first: -1 is not a page size. Ask for 0 to 500 rows and follow pageInfo.endCursor for more.',
    );
  });

  test('a cursor of another filter is refused, in the database and in memory', async () => {
    const { data } = await bed.ask(page, { first: 2 });
    const after = data.tasks.pageInfo.endCursor;
    expect(
      await codeOf(
        `query ($after: String) { tasks(filter: { status: [DONE] }, after: $after) { totalCount } }`,
        { after },
      ),
    ).toEqual(['INVALID_CURSOR']);
    const first = await bed.ask(behindTarget, { first: 1 });
    expect(
      await codeOf(behindTarget, { after: first.data.indicators.pageInfo.endCursor, period: '2018' }),
    ).toEqual(['INVALID_CURSOR']);
    expect(await codeOf(page, { after: 'nonsense' })).toEqual(['INVALID_CURSOR']);
  });

  test('a state without its period is refused, and so is the order by gap', async () => {
    expect(await messageOf('{ indicators(filter: { state: [BEHIND] }) { totalCount } }')).toBe(
      'filter.state is about a period. Send filter.period with it, as { period: "2019" }.',
    );
    expect(await codeOf('{ indicators(orderBy: [{ field: GAP }]) { totalCount } }')).toEqual([
      'BAD_USER_INPUT',
    ]);
  });

  test('a malformed period, date or decimal has its own code', async () => {
    const query =
      'query ($p: TimePeriod, $d: Date) { tasks(filter: { dueIn: $p, due: { from: $d } }) { totalCount } }';
    expect(await codeOf(query, { p: '2019-13' })).toEqual(['INVALID_PERIOD']);
    expect(await codeOf(query, { d: '2019-02-30' })).toEqual(['INVALID_DATE']);
  });
});

/** Every filter field of every list, one at a time. */
const filters: Readonly<Record<string, readonly [string, Record<string, unknown>[]]>> = {
  programmes: [
    'ProgrammeFilter',
    [
      {},
      { leadId: 'SO-TC' },
      { activeOn: '2019-01-01' },
      { text: 'a' },
      { factStatus: ['DERIVED'] },
      { ids: ['a'] },
    ],
  ],
  indicators: [
    'IndicatorFilter',
    [
      {},
      { programmeId: 'a' },
      { stewardId: 'a' },
      { measure: ['UNIT'] },
      { text: 'a' },
      { factStatus: ['DERIVED'] },
      { period: '2019', state: ['BEHIND'] },
    ],
  ],
  observations: [
    'ObservationFilter',
    [
      {},
      { indicatorId: 'a' },
      { scopeId: 'a' },
      { fromPeriod: '2018', toPeriod: '2019' },
      { status: ['A'] },
      { allVintages: true },
      { allScopes: true },
      { factStatus: ['DERIVED'] },
    ],
  ],
  tasks: [
    'TaskFilter',
    [
      {},
      { programmeId: 'a' },
      { assigneeId: 'a' },
      { dueIn: '2019' },
      { due: { from: '2019-01-01' } },
      { status: ['DONE'] },
      { factStatus: ['DERIVED'] },
    ],
  ],
  procurementPlanItems: [
    'ProcurementPlanFilter',
    [
      {},
      { programmeId: 'a' },
      { serviceId: 'a' },
      { organiserId: 'a' },
      { fiscalYear: 2019 },
      { hasContract: true },
      { status: ['ACTIVE'] },
      { factStatus: ['DERIVED'] },
    ],
  ],
};

describe('cost', () => {
  const nested = `query ($first: Int) {
    indicators(first: $first) { nodes {
      code steward { code } programmes { code } targets { value supersedes { value } }
      observations(first: 3) { totalCount nodes { value revises { value } scope { code } } }
      latest(period: "2018") { value } assessment(period: "2019") { state }
      contributions { rationale { vi } service { id } }
    } }
    tasks(first: $first) { nodes { title { vi } programme { code tasks { id } procurementPlan { packageNo } projects { totalCount } } } }
    procurementPlanItems(first: $first) { nodes { packageNo programme { code } organiser { code } } }
  }`;

  test.each([
    [
      'indicators',
      `indicators(first: $first, filter: { factStatus: [ILLUSTRATIVE] }) { totalCount nodes { code steward { code }
        programmes { code tasks { id } projects { totalCount } } targets { value } contributions { rationale { vi } }
        observations(first: 3) { totalCount nodes { value scope { code } } } latest(period: "2018") { value } assessment(period: "2019") { state } } }`,
    ],
    [
      'tasks',
      'tasks(first: $first) { totalCount nodes { title { vi } assignees { code } programme { code procurementPlan { packageNo } } } }',
    ],
    [
      'packages',
      'procurementPlanItems(first: $first) { totalCount nodes { packageNo programme { code } organiser { code } } }',
    ],
    [
      'observations',
      'observations(first: $first) { totalCount nodes { value scope { code } indicator { code programmes { code } } } }',
    ],
  ])('%s: a page of 12 costs as many commands as a page of 3', async (_, selection) => {
    const query = `query ($first: Int) { ${selection} }`;
    const small = await bed.ask(query, { first: 3 });
    const large = await bed.ask(query, { first: 12 });
    expect(small.errors).toBeUndefined();
    expect(large.errors).toBeUndefined();
    expect(large.databaseCommands).toBe(small.databaseCommands);
  });

  test.each([
    ['01', programme360, { code: 'MAU-CT-2019' }, 3],
    ['04', behindTarget, {}, 3],
    ['10', indicatorSeries, {}, 4],
    ['11', planVsContract, {}, 4],
    ['12', tasksAndDeadlines, {}, 3],
    ['13', factsOnly, { status: ['ILLUSTRATIVE'] }, 4],
  ])('question %s stays within its number of commands', async (_, query, variables, commands) => {
    const { errors, databaseCommands } = await bed.ask(query, variables);
    expect(errors).toBeUndefined();
    expect(databaseCommands).toBeLessThanOrEqual(commands);
  });

  test('every find of every list, filter and order is served by a declared index', async () => {
    const commands = await bed.commandsDuring(async () => {
      for (const [field, [type, variants]] of Object.entries(filters)) {
        for (const filter of variants) await bed.ask(paged(field, type), { filter });
      }
      await bed.ask(nested, { first: 20 });
      await bed.ask(
        '{ indicators(orderBy: [{ field: NAME }]) { nodes { code } } planningDataset { dataVersion } }',
      );
      await bed.ask(
        'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Contract { planItem { id } contributions { id } } ... on Service { contributions { id } planItems { id } } ... on BudgetLine { contributions { id } } ... on Document { targets { id } tasks { id } } ... on PublicBody { tasks { id } observations { totalCount } } } }',
        {
          of: ['Contract', 'Service', 'BudgetLine', 'Document'].map((__typename) => ({
            __typename,
            id: 'a',
          })),
        },
      );
    });
    expect(commands.length).toBeGreaterThan(40);
    const declared = [...collections, publicBodyCollection];
    // The sweep reads the journal in the background.
    const ofLists = commands.filter(({ command }) => command.find !== journalName);
    expect(uncoveredFinds(ofLists, declared)).toEqual([]);
  });
});
