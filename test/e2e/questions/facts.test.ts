import type { TestAnswer } from '../../helpers/federation';
import { questionNumbers, questionText } from '../../helpers/questions';
import { type City, startCity } from '../../helpers/startCity';

/** The answers that the source document alone gives, then what the other packs add to them, through real processes. */
let city: City;

beforeAll(async () => {
  city = await startCity({ packs: ['facts'] });
});
afterAll(() => city.stop());

// biome-ignore lint/suspicious/noExplicitAny: answers are read by path, and each expectation says what it expects there
type Data = any;

async function answerTo(number: string, variables?: Record<string, unknown>): Promise<Data> {
  const { data, errors } = await city.ask(questionText(number), variables);
  expect(errors).toBeUndefined();
  return data;
}

describe('with the facts of the source document alone', () => {
  test('01: 106.8 billion is pending, at least; nothing is allocated, nothing contracted; six targets have no data', async () => {
    const { programmeByCode: programme } = await answerTo('01');
    expect(programme.code).toBe('CT-UDCNTT-2019');
    expect(programme.financials).toMatchObject({
      pendingAllocation: { amount: 106_800_000_000, qualifier: 'AT_LEAST', formatted: 'hơn 106,8 tỷ đồng' },
      allocated: { amount: 0 },
      committed: { amount: 0 },
      paid: { amount: 0 },
      outstanding: { amount: 0 },
    });
    expect(programme.contractSummary).toMatchObject({
      count: 0,
      signedValue: { amount: 0 },
      factBreakdown: [],
    });
    expect(programme.contracts).toEqual({ totalCount: 0, nodes: [] });
    const targets = programme.scorecard.map((row: Data) => [row.indicator.code, row.target.value, row.state]);
    expect(targets.sort()).toEqual([
      ['DVCTT-MD34', '100', 'NO_DATA'],
      ['DVCTT-MD4', '35', 'NO_DATA'],
      ['HNTT-XA', '100', 'NO_DATA'],
      ['HOP-TT', '80', 'NO_DATA'],
      ['KNDL-QG', '50', 'NO_DATA'],
      ['VBDT', '100', 'NO_DATA'],
    ]);
  });

  test('02: none of the five services has an approved price; one was submitted, its amount unknown', async () => {
    const { services } = await answerTo('02');
    expect(services.totalCount).toBe(5);
    const states = services.nodes.map((service: Data) => [service.code, service.unitPriceStatus]);
    expect(states).toEqual([
      ['SV-CDVC', 'NONE'],
      ['SV-DVCTT', 'NONE'],
      ['SV-HTCNTT', 'SUBMITTED'],
      ['SV-MCDT', 'NONE'],
      ['SV-PMUD', 'NONE'],
    ]);
    const leased = services.nodes.find((service: Data) => service.code === 'SV-HTCNTT');
    expect(leased.currentUnitPrice).toMatchObject({ price: null, submittedIn: { number: '3297/TTr-STTTT' } });
    expect(leased.negotiations).toMatchObject({ totalCount: 1, nodes: [{ provider: null }] });
    expect(leased.paid.amount).toBe(0);
  });

  test('03: no payment is due, since the source announces part payments without amounts', async () => {
    const { payments } = await answerTo('03');
    expect(payments).toMatchObject({ totalCount: 0, total: { amount: 0 }, factBreakdown: [], nodes: [] });
  });

  test('04: nothing is behind, since no data is not behind', async () => {
    expect((await answerTo('04')).indicators).toEqual({ totalCount: 0, nodes: [] });
  });

  test('05: decision 7072 has no ceiling, no date and no allocation in the source', async () => {
    const { documentByNumber: document } = await answerTo('05');
    expect(document).toMatchObject({
      number: '7072/QĐ-UBND',
      kind: 'DECISION',
      status: 'ISSUED',
      issuedOn: null,
      budgetCeiling: null,
      headroom: null,
      allocations: { total: { amount: 0 }, nodes: [] },
    });
    expect(document.provenance.status).toBe('DOCUMENT_FACT');
    expect(document.provenance.citations[0].quote).toContain('7072/QĐ-UBND');
  });

  test('06, 07, 09: no contract, no provider, no balance', async () => {
    expect((await answerTo('06')).contracts).toMatchObject({
      totalCount: 0,
      totalValue: { amount: 0 },
      nodes: [],
    });
    expect((await answerTo('07')).providers).toMatchObject({ totalCount: 0, nodes: [] });
    expect((await answerTo('09')).contractBalances).toMatchObject({
      totalCount: 0,
      totalOutstanding: { amount: 0 },
    });
  });

  test('08: one row, 106.8 billion pending at least, no execution rate', async () => {
    const { budgetSummary } = await answerTo('08');
    expect(budgetSummary).toHaveLength(1);
    expect(budgetSummary[0]).toMatchObject({
      pendingAllocation: { amount: 106_800_000_000, qualifier: 'AT_LEAST' },
      allocated: { amount: 0 },
      committed: { amount: 0 },
      paid: { amount: 0 },
      settled: { amount: 0 },
      executionRate: null,
    });
  });

  test('10: a baseline of 55 for 2018, and targets of 55 (derived) and 100', async () => {
    const { indicatorByCode: indicator } = await answerTo('10');
    expect(indicator.baseline).toMatchObject({ value: '55', period: '2018' });
    const targets = indicator.targets.map((target: Data) => [
      target.period,
      target.value,
      target.provenance.status,
    ]);
    expect(targets.sort()).toEqual([
      ['2018', '55', 'DERIVED'],
      ['2019', '100', 'DOCUMENT_FACT'],
    ]);
    expect(indicator.observations.nodes).toMatchObject([{ period: '2018', value: '55', status: 'A' }]);
  });

  test('11: four packages wait for a contract, all organised by the Office', async () => {
    const { waiting, contracted } = await answerTo('11');
    expect(waiting.totalCount).toBe(4);
    expect(new Set(waiting.nodes.map((item: Data) => item.organiser.name.vi))).toEqual(
      new Set(['Văn phòng UBND thành phố']),
    );
    expect(contracted.totalCount).toBe(0);
  });

  test('12: eight tasks, two of them due in the first quarter of 2019', async () => {
    expect((await answerTo('12')).tasks.totalCount).toBe(8);
    expect((await answerTo('12', { dueIn: '2019-Q1' })).tasks.totalCount).toBe(2);
  });

  test('13: everything that the source states, with the words of the source', async () => {
    const data = await answerTo('13');
    expect(data.services.nodes).toHaveLength(5);
    expect(data.budgetLines.nodes).toHaveLength(2);
    expect(data.indicators.nodes).toHaveLength(8);
    expect(data.documents.nodes).toHaveLength(9);
    const [quoted] = data.services.nodes.flatMap((service: Data) => service.provenance.citations);
    expect(quoted.quote).toEqual(expect.any(String));
  });

  test('14: three departments tell how fresh they are and under which licence', async () => {
    const data = await answerTo('14');
    for (const dataset of [data.ictDataset, data.financeDataset, data.planningDataset]) {
      expect(dataset).toMatchObject({ lastChangedAt: expect.any(String), dataVersion: expect.any(String) });
      expect(dataset.counts.length).toBeGreaterThan(0);
    }
  });
});

describe('with the other public figures too', () => {
  beforeAll(() => city.seed(['facts', 'external']), 60_000);

  test('01: online services stand at 84 of 100 and 15.4 of the superseding 30', async () => {
    const { scorecard } = (await answerTo('01')).programmeByCode;
    const row = (code: string) => scorecard.find((each: Data) => each.indicator.code === code);
    expect(row('DVCTT-MD34').actual).toMatchObject({ value: '84' });
    expect(row('DVCTT-MD4')).toMatchObject({ actual: { value: '15.4' }, target: { value: '30' } });
  });

  test('04: both indicators of online services are behind, with the services meant to move them', async () => {
    const { indicators } = await answerTo('04');
    expect(indicators.nodes.map((each: Data) => each.code).sort()).toEqual(['DVCTT-MD34', 'DVCTT-MD4']);
    const services = indicators.nodes.flatMap((each: Data) =>
      each.contributions.flatMap((contribution: Data) => contribution.service?.code ?? []),
    );
    expect(new Set(services)).toEqual(new Set(['SV-DVCTT', 'SV-CDVC']));
  });

  test('10: the series of three sources, each figure with its own', async () => {
    const { indicatorByCode: indicator } = await answerTo('10');
    const series = indicator.observations.nodes.map((each: Data) => [
      each.period,
      each.value,
      each.provenance.status,
    ]);
    expect(series).toEqual(
      expect.arrayContaining([
        ['2017', '20.4', 'EXTERNAL_FACT'],
        ['2018', '55', 'DOCUMENT_FACT'],
        ['2019', '84', 'EXTERNAL_FACT'],
        ['2020', '81', 'EXTERNAL_FACT'],
      ]),
    );
    const counted = indicator.observations.nodes.find((each: Data) => each.numerator === '1055');
    expect(counted).toMatchObject({ period: '2018', denominator: '1922' });
    const targets = indicator.targets.map((target: Data) => [target.period, target.value]);
    expect(targets).toEqual(
      expect.arrayContaining([
        ['2017', '55'],
        ['2019', '80'],
        ['2019', '100'],
      ]),
    );
  });
});

describe('with the illustrative rows loaded beside them', () => {
  const facts = { factStatus: ['DOCUMENT_FACT'] };
  let before: Record<string, TestAnswer>;

  /** Questions about facts and about the real programme, whose answers no illustrative row may change. */
  const aboutFacts = async (): Promise<Record<string, TestAnswer>> => ({
    programme: await city.ask(questionText('01')),
    document: await city.ask(questionText('05')),
    series: await city.ask(questionText('10')),
    tasks: await city.ask(questionText('12')),
    factsOnly: await city.ask(questionText('13')),
    budget: await city.ask(
      'query ($s: [FactStatus!]) { budgetSummary(fiscalYear: 2019, factStatus: $s) { key pendingAllocation { amount qualifier } allocated { amount } paid { amount } } }',
      { s: facts.factStatus },
    ),
    lists: await city.ask(
      `query ($s: [FactStatus!]) {
        contracts(filter: { factStatus: $s }) { totalCount totalValue { amount } }
        services(filter: { factStatus: $s }) { totalCount nodes { code unitPriceStatus } }
        payments(filter: { factStatus: $s }) { totalCount total { amount } }
        indicators(filter: { factStatus: $s }) { totalCount nodes { code } }
        programmes(filter: { factStatus: $s }) { totalCount nodes { code } }
        procurementPlanItems(filter: { factStatus: $s }) { totalCount nodes { packageNo } }
        observations(filter: { factStatus: $s }) { totalCount }
      }`,
      { s: facts.factStatus },
    ),
  });

  beforeAll(async () => {
    before = await aboutFacts();
    await city.seed(['facts', 'external', 'illustrative'], 'S');
  }, 120_000);

  test('no answer about facts changes, nor any total of the real programme', async () => {
    expect(await aboutFacts()).toEqual(before);
  });

  test('all fourteen questions answer without an error', async () => {
    for (const number of questionNumbers) {
      const { errors } = await city.ask(questionText(number));
      expect([number, errors]).toEqual([number, undefined]);
    }
  });

  test('01 on the twin programme tells its whole story from three departments in one answer', async () => {
    const { programmeByCode: programme } = await answerTo('01', { code: 'MAU-CT-2019' });
    expect(programme.contracts.totalCount).toBeGreaterThanOrEqual(20);
    for (const contract of programme.contracts.nodes) {
      expect(contract.provider.legalName).toMatch(/^Công ty CP Minh Hoạ \d{3,}$/);
      expect(contract.outstanding.amount).toBe(contract.value.amount - contract.paid.amount);
      expect(contract.provenance.status).toBe('ILLUSTRATIVE');
    }
    expect(programme.contracts.nodes.some((contract: Data) => contract.paid.amount > 0)).toBe(true);
    const { allocated, committed, paid } = programme.financials;
    expect(paid.amount).toBeLessThanOrEqual(committed.amount);
    expect(committed.amount).toBeLessThanOrEqual(allocated.amount);
  });

  test('03, 06, 07, 09 and 11 have rows to show, and 06 says why each contract cannot be settled', async () => {
    expect((await answerTo('03')).payments.totalCount).toBeGreaterThan(0);
    const { contracts } = await answerTo('06');
    expect(contracts.totalCount).toBeGreaterThan(0);
    for (const contract of contracts.nodes)
      expect(contract.settlementBlockers).toContain('UNIT_PRICE_NOT_APPROVED');
    expect((await answerTo('07')).providers.totalCount).toBe(15);
    expect((await answerTo('09')).contractBalances.totalCount).toBeGreaterThan(0);
    expect((await answerTo('11')).contracted.totalCount).toBeGreaterThan(0);
  });
});
