import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  behindTarget,
  factsOnly,
  freshness,
  indicatorSeries,
  planVsContract,
  programme360,
  tasksAndDeadlines,
} from './queries';
import { startTestbed, type Testbed } from './testbed';

interface ScorecardRow {
  readonly indicator: { readonly code: string };
  readonly state: string;
}

describe('with the facts pack', () => {
  let bed: Testbed;
  beforeAll(async () => {
    bed = await startTestbed({ packs: ['facts'] });
  }, 120_000);
  afterAll(() => bed.stop());

  test('01: the scorecard has six targets for 2019, none with data, in three commands', async () => {
    const { data, errors, databaseCommands } = await bed.ask(programme360);
    expect(errors).toBeUndefined();
    const { scorecard, lead } = data.programmeByCode;
    expect(lead.name.vi).toBe('Sở Thông tin và Truyền thông');
    expect(scorecard.map(({ indicator }: ScorecardRow) => indicator.code)).toEqual([
      'DVCTT-MD34',
      'DVCTT-MD4',
      'HNTT-XA',
      'HOP-TT',
      'KNDL-QG',
      'VBDT',
    ]);
    expect(scorecard.map(({ state }: ScorecardRow) => state)).toEqual(Array(6).fill('NO_DATA'));
    expect(databaseCommands).toBe(3);
  });

  test('04: nothing is behind, since no data is not behind', async () => {
    const { data } = await bed.ask(behindTarget);
    expect(data.indicators).toMatchObject({ totalCount: 0, nodes: [] });
  });

  test('05: a document that set no target and no task answers with empty lists', async () => {
    const { data } = await bed.ask(
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Document { targets { value } tasks { id } } } }`,
      {
        of: ['doc-7072-QD-UBND', 'congluan-2019-02-15'].map((id) => ({ __typename: 'Document', id })),
      },
    );
    const [decision, article] = data._entities;
    expect(decision).toEqual({ targets: [], tasks: [] });
    expect(article.targets).toHaveLength(7);
    expect(article.tasks).toHaveLength(8);
  });

  test('10: the series has the baseline, both targets and the result of 2018', async () => {
    const { data, errors } = await bed.ask(indicatorSeries);
    expect(errors).toBeUndefined();
    const { baseline, targets, observations } = data.indicatorByCode;
    expect(baseline).toMatchObject({ value: '55', period: '2018', provenance: { status: 'DOCUMENT_FACT' } });
    expect(
      targets.map(
        ({
          period,
          value,
          provenance,
        }: {
          period: string;
          value: string;
          provenance: { status: string };
        }) => [period, value, provenance.status],
      ),
    ).toEqual([
      ['2018', '55', 'DERIVED'],
      ['2019', '100', 'DOCUMENT_FACT'],
    ]);
    expect(observations).toMatchObject({
      totalCount: 1,
      nodes: [{ period: '2018', value: '55', status: 'A' }],
    });
  });

  test('11: four packages wait for a contract, all selected by the Office of the People’s Committee', async () => {
    const { data } = await bed.ask(planVsContract);
    expect(data.waiting.totalCount).toBe(4);
    expect(data.contracted.totalCount).toBe(0);
    expect(
      data.waiting.nodes.map(
        (item: { packageNo: string; organiser: { name: { vi: string } }; service: { id: string } }) => [
          item.packageNo,
          item.organiser.name.vi,
          item.service.id,
        ],
      ),
    ).toEqual([
      ['P1', 'Văn phòng UBND thành phố', 'svc-SV-HTCNTT'],
      ['P2', 'Văn phòng UBND thành phố', 'svc-SV-CDVC'],
      ['P3', 'Văn phòng UBND thành phố', 'svc-SV-MCDT'],
      ['P4', 'Văn phòng UBND thành phố', 'svc-SV-DVCTT'],
    ]);
  });

  test('12: eight tasks in all, two of them due in the first quarter', async () => {
    const all = await bed.ask(tasksAndDeadlines);
    expect(all.data.tasks.totalCount).toBe(8);
    const { data } = await bed.ask(tasksAndDeadlines, { dueIn: '2019-Q1' });
    expect(data.tasks.totalCount).toBe(2);
    expect(data.tasks.nodes.map(({ id }: { id: string }) => id)).toEqual(['task-T2', 'task-T7']);
  });

  test('13: the eight indicators of the source, with their targets and results', async () => {
    const { data } = await bed.ask(factsOnly);
    const facts = data.indicators.nodes.map(
      (row: { code: string; targets: { period: string; value: string }[]; latest: unknown }) => [
        row.code,
        row.targets.map(({ period, value }) => `${period}: ${value}`),
        row.latest,
      ],
    );
    expect(facts).toEqual([
      ['DVCTT-MD34', ['2018: 55', '2019: 100'], { value: '55', upperValue: null, status: 'A' }],
      ['DVCTT-MD4', ['2019: 35'], null],
      ['HNTT-XA', ['2019: 100'], null],
      ['HOP-TT', ['2019: 80'], null],
      ['HSTT-SL', [], { value: '500000', upperValue: null, status: 'A' }],
      ['HSTT-TL', [], { value: '98', upperValue: '100', status: 'A' }],
      ['KNDL-QG', ['2019: 50'], null],
      ['VBDT', ['2019: 100'], null],
    ]);
  });

  test('14: the dataset counts targets and observations by fact status', async () => {
    const { data } = await bed.ask(freshness);
    const { department, counts, lastChangedAt, dataVersion } = data.planningDataset;
    expect(department.code).toBe('SO-KHDT');
    expect(lastChangedAt).toBe('2019-02-15T10:00:00.000Z');
    expect(dataVersion).toMatch(/^[0-9a-f]{16}$/);
    const of = (kind: string) =>
      counts
        .filter((count: { kind: string }) => count.kind === kind)
        .map(({ status, count }: { status: string; count: number }) => [status, count]);
    expect(of('targets')).toEqual([
      ['DERIVED', 1],
      ['DOCUMENT_FACT', 6],
    ]);
    expect(of('observations')).toEqual([['DOCUMENT_FACT', 3]]);
    expect(of('tasks')).toEqual([['DOCUMENT_FACT', 8]]);
    expect(of('contributions')).toEqual([['DERIVED', 4]]);
  });

  test('every row of the facts cites a clause of the article, with its words', () => {
    const folder = join(__dirname, '..', '..', '..', 'seeds', 'facts', 'planning');
    const quoted = ['programmes', 'indicators', 'figures', 'tasks', 'procurementPlanItems'].flatMap(
      (file) =>
        JSON.parse(readFileSync(join(folder, `${file}.json`), 'utf8')) as {
          provenance: { citations: { clause: string; quote: string; documentId: string }[] };
        }[],
    );
    for (const { provenance } of quoted) {
      expect(provenance.citations.length).toBeGreaterThan(0);
      for (const { documentId, clause, quote } of provenance.citations) {
        expect(documentId).toBe('congluan-2019-02-15');
        expect(clause).toMatch(/^L\d{1,2}[abc]?$/);
        expect(quote.length).toBeGreaterThan(20);
      }
    }
  });
});

describe('with the external pack too', () => {
  let bed: Testbed;
  beforeAll(async () => {
    bed = await startTestbed({ packs: ['facts', 'external'] });
  }, 120_000);
  afterAll(() => bed.stop());

  const scoreOf = async (code: string) => {
    const { data } = await bed.ask(programme360);
    return data.programmeByCode.scorecard.find((row: ScorecardRow) => row.indicator.code === code);
  };

  test('01: on 18 September 2019 level 3-4 is at 84 against an expected 87.2, so it is behind', async () => {
    bed.setToday('2019-09-18');
    expect(await scoreOf('DVCTT-MD34')).toMatchObject({
      target: { value: '100' },
      actual: { value: '84', status: 'U' },
      expected: '87.2',
      gap: '16',
      attainment: '0.8400',
      state: 'BEHIND',
    });
  });

  test('01: level 4 is held to the superseding target of at least 30', async () => {
    bed.setToday('2026-01-01');
    expect(await scoreOf('DVCTT-MD4')).toMatchObject({
      target: { value: '30', qualifier: 'AT_LEAST', supersedes: { value: '35' } },
      actual: { value: '15.4' },
      gap: '14.6',
      state: 'BEHIND',
    });
  });

  test('04: both levels are behind, the larger gap first, with the services meant to move them', async () => {
    const { data, databaseCommands } = await bed.ask(behindTarget);
    const rows = data.indicators.nodes.map(
      (row: { code: string; contributions: { service: { id: string } }[] }) => [
        row.code,
        row.contributions.map(({ service }) => service.id).sort(),
      ],
    );
    expect(rows).toEqual([
      ['DVCTT-MD34', ['svc-SV-CDVC', 'svc-SV-DVCTT']],
      ['DVCTT-MD4', ['svc-SV-CDVC', 'svc-SV-DVCTT']],
    ]);
    expect(databaseCommands).toBe(3);
  });

  test('10: the series keeps every source: two figures for 2018, two targets for 2019', async () => {
    const { data } = await bed.ask(indicatorSeries);
    const { targets, observations } = data.indicatorByCode;
    expect(
      targets.map(({ period, value }: { period: string; value: string }) => `${period}: ${value}`),
    ).toEqual(['2017: 55', '2018: 55', '2019: 100', '2019: 80', '2020: 100']);
    expect(
      observations.nodes.map(
        (row: { period: string; value: string; status: string; numerator: string; denominator: string }) => [
          row.period,
          row.value,
          row.status,
          row.numerator,
          row.denominator,
        ],
      ),
    ).toEqual([
      ['2017', '20.4', 'A', '391', null],
      ['2018', '55', 'A', null, null],
      ['2018', '54.9', 'A', '1055', '1922'],
      ['2019', '84', 'U', null, null],
      ['2020', '81', 'D', '1448', null],
    ]);
  });

  test('the source’s figure for 2018 stands beside the one of another paper', async () => {
    const { data } = await bed.ask(`{ indicatorByCode(code: "DVCTT-MD34") {
      latest(period: "2018") { value } early: latest(period: "2018", asOf: "2019-02-14") { value } } }`);
    expect(data.indicatorByCode).toEqual({ latest: { value: '55' }, early: null });
  });

  test('targets as they were known on a day leave out what was set later', async () => {
    const { data } = await bed.ask(
      `{ indicatorByCode(code: "DVCTT-MD4") { targets(period: "2019", asOf: "2019-03-01") { value } } }`,
    );
    expect(data.indicatorByCode.targets).toEqual([{ value: '35' }]);
  });

  test('every row names an article with its address', async () => {
    const { data } = await bed.ask(
      `{ observations(filter: { factStatus: [EXTERNAL_FACT], allVintages: true }, first: 100) { totalCount nodes { provenance { citations { url documentId } } } } }`,
    );
    expect(data.observations.totalCount).toBe(11);
    for (const { provenance } of data.observations.nodes) {
      expect(provenance.citations[0]).toMatchObject({
        documentId: expect.stringMatching(/^ext-E[2-6]$/),
        url: expect.stringMatching(/^https?:/),
      });
    }
  });
});
