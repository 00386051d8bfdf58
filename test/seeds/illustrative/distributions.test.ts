import {
  acceptancesOf,
  allocationsOf,
  type Contract,
  cohortCount,
  commitmentsOf,
  contract,
  contractsOfCohort,
  countOf,
  indicator,
  isLive,
  observationsOf,
  type Payment,
  paymentsOf,
  unitPrice,
} from '../../../seeds/src/illustrative';
import { dayOf } from '../../../seeds/src/illustrative/calendar';
import { signingDay } from '../../../seeds/src/illustrative/contracts';

const contracts: Contract[] = Array.from({ length: cohortCount('M') }, (_, cohort) =>
  contractsOfCohort(cohort),
).flat();
const live = contracts.filter(({ status }) => isLive(status));
const payments: Payment[] = contracts.flatMap(({ index }) => paymentsOf(index));

/** Share of the rows for which something is true, in percent. */
function percent<T>(rows: readonly T[], isSo: (row: T) => boolean): number {
  return (100 * rows.filter(isSo).length) / rows.length;
}

function expectNear(actual: number, wanted: number, tolerance: number): void {
  expect(Math.abs(actual - wanted)).toBeLessThanOrEqual(tolerance);
}

describe('the contracts of tier M', () => {
  it('are log-normal in value, median 850 million, between 10 million and 60 billion', () => {
    const values = contracts.map(({ value }) => value).toSorted((a, b) => a - b);
    expectNear((values[values.length / 2] ?? 0) / 1e6, 850, 60);
    expect(values[0]).toBeGreaterThanOrEqual(10_000_000);
    expect(values.at(-1)).toBeLessThanOrEqual(60_000_000_000);
    const top = values.slice(-values.length / 10).reduce((sum, value) => sum + value, 0);
    const all = values.reduce((sum, value) => sum + value, 0);
    expectNear((100 * top) / all, 50, 5);
  });

  it('have about four items of 1 to 500 units, in whole thousands of dong', () => {
    const items = contracts.flatMap((row) => row.items);
    expectNear(items.length / contracts.length, 4, 0.6);
    expect(items.every(({ quantity }) => quantity >= 1 && quantity <= 500)).toBe(true);
    expect(items.every(({ amount }) => amount % 1_000 === 0)).toBe(true);
    expect(Math.max(...contracts.map((row) => row.items.length))).toBeLessThanOrEqual(12);
  });

  it('are in the states and of the methods that are specified', () => {
    expectNear(
      percent(contracts, ({ status }) => status === 'PENDING'),
      9,
      1,
    );
    expectNear(
      percent(contracts, ({ status }) => status === 'ACTIVE'),
      61,
      1,
    );
    expectNear(
      percent(contracts, ({ status }) => status === 'TERMINATED'),
      27,
      1,
    );
    expectNear(
      percent(contracts, ({ status }) => status === 'CANCELLED'),
      3,
      1,
    );
    expectNear(
      percent(contracts, ({ procurementMethod }) => procurementMethod === 'OPEN'),
      46,
      3,
    );
    expectNear(
      percent(contracts, ({ procurementMethod }) => procurementMethod === 'DIRECT'),
      25,
      3,
    );
  });

  it('are signed late in the year', () => {
    const month = ({ index }: Contract) => new Date(signingDay(index) * 86_400_000).getUTCMonth() + 1;
    expectNear(
      percent(contracts, (row) => month(row) === 12),
      18,
      3,
    );
    expectNear(
      percent(contracts, (row) => month(row) <= 2),
      4,
      2,
    );
  });

  it('go to a few providers for the most part', () => {
    const counts = new Map<number, number>();
    for (const { providerIndex } of contracts)
      counts.set(providerIndex, (counts.get(providerIndex) ?? 0) + 1);
    const top = [...counts.values()].toSorted((a, b) => b - a).slice(0, 6);
    expect(top.reduce((sum, count) => sum + count, 0) / contracts.length).toBeGreaterThan(0.45);
  });

  it('are paid in advance in about half of the cases, by at most half of the value', () => {
    const advances = payments.filter(({ kind }) => kind === 'ADVANCE');
    expectNear((100 * advances.length) / live.length, 55, 6);
    for (const { contractIndex, amount } of advances)
      expect(amount * 2).toBeLessThanOrEqual(contract(contractIndex).value);
  });

  it('are accepted monthly or quarterly, mostly in time', () => {
    expectNear(
      percent(live, ({ cadenceMonths }) => cadenceMonths === 1),
      30,
      8,
    );
    const delays = live.flatMap(({ index }) =>
      acceptancesOf(index).map(({ acceptedOn, period }) => dayOf(acceptedOn) - dayOf(period.endDate)),
    );
    expectNear(
      percent(delays, (delay) => delay <= 2),
      88,
      4,
    );
    expect(Math.max(...delays)).toBeLessThanOrEqual(120);
  });

  it('have commitments that add up to their value', () => {
    for (const { index, value } of live) {
      expect(commitmentsOf(index).reduce((sum, { amount }) => sum + amount, 0)).toBe(value);
    }
  });
});

describe('the prices of tier L', () => {
  const prices = Array.from({ length: countOf('unitPrices', 'L') }, (_, index) => unitPrice(index));

  it('of leases of 2017-2018 are provisional for the most part', () => {
    const leases = prices.filter(({ era }) => era === 'LEASE_2017');
    expectNear(
      percent(leases, ({ status }) => status === 'PROVISIONAL'),
      58,
      3,
    );
    expectNear(
      percent(leases, ({ status }) => status === 'APPROVED'),
      6,
      2,
    );
    expectNear(
      percent(leases, ({ status }) => status === 'NONE'),
      6,
      2,
    );
  });

  it('from 2019 on are approved for the most part', () => {
    const tenders = prices.filter(({ era }) => era === 'TENDER_2019');
    expectNear(
      percent(tenders, ({ status }) => status === 'APPROVED'),
      60,
      3,
    );
    expectNear(
      percent(tenders, ({ status }) => status === 'PROVISIONAL'),
      15,
      3,
    );
  });
});

describe('the budget lines of tier M', () => {
  it('are supplemented in 12 % and reduced in 5 % of the cases', () => {
    const kinds = Array.from({ length: countOf('budgetLines', 'M') }, (_, index) =>
      allocationsOf(index)
        .filter(({ status }) => status === 'IN_FORCE')
        .map(({ kind }) => kind),
    );
    expectNear(
      percent(kinds, (each) => each.includes('SUPPLEMENT')),
      12,
      5,
    );
    expectNear(
      percent(kinds, (each) => each.includes('REDUCTION')),
      5,
      4,
    );
  });
});

describe('the observations of tier M', () => {
  const rows = Array.from({ length: countOf('indicators', 'M') }, (_, index) => [
    ...observationsOf(index),
  ]).flat();

  it('hold 4 % of revisions, 2 % of gaps and 3 % of provisional figures', () => {
    expectNear(
      percent(rows, ({ vintage }) => vintage === 2),
      4,
      0.2,
    );
    expectNear(
      percent(rows, ({ status }) => status === 'L'),
      2,
      0.6,
    );
    expectNear(
      percent(rows, ({ status }) => status === 'P'),
      3,
      0.6,
    );
  });

  it('have a numerator and a denominator wherever there is a value', () => {
    for (const { indicatorIndex, value, numerator, denominator } of rows) {
      expect(numerator === null).toBe(value === null);
      if (value === null) continue;
      const scale = indicator(indicatorIndex).measure === 'PERCENTAGE' ? 100 : 1;
      const share = (Number(numerator) / Number(denominator)) * scale;
      expect(Math.abs(share - Number(value))).toBeLessThanOrEqual(0.005 + 1e-9);
    }
  });

  it('know each revision from both ends', () => {
    const byId = new Map(rows.map((row) => [row.id, row]));
    for (const { id, revisesId, revisedById } of rows) {
      if (revisesId) expect(byId.get(revisesId)?.revisedById).toBe(id);
      if (revisedById) expect(byId.get(revisedById)?.revisesId).toBe(id);
    }
  });
});
