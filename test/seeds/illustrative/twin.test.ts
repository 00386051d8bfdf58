import {
  cohortCount,
  contractsOfCohort,
  contributionsOf,
  countOf,
  indicator,
  observationsOf,
  paidOf,
  paymentsOf,
  paymentsOfCohort,
  planItemsOfCohort,
  pricesOfService,
  programme,
  service,
  targetsOf,
} from '../../../seeds/src/illustrative';

const cohorts = Array.from({ length: cohortCount('S') }, (_, cohort) => cohort);
const contracts = cohorts.flatMap(contractsOfCohort);
const payments = cohorts.flatMap(paymentsOfCohort);
const twin = contracts.filter(
  ({ programmeIndex, fiscalYear }) => programmeIndex === 0 && fiscalYear === 2019,
);

describe('the twin programme MAU-CT-2019 in tier S', () => {
  it('is programme number 0', () => {
    expect(programme(0)).toMatchObject({ code: 'MAU-CT-2019', fiscalYear: 2019 });
  });

  it('has twenty active contracts of 2019 with payments, more than a page of the first question', () => {
    const paid = twin.filter(({ index, status }) => status === 'ACTIVE' && paidOf(paymentsOf(index)) > 0);
    expect(paid.length).toBeGreaterThanOrEqual(20);
  });

  it('has part payments that were due in the first quarter of 2019 and are not made', () => {
    const due = payments.filter(
      ({ programmeId, status, kind, dueOn }) =>
        programmeId === programme(0).id &&
        status !== 'PAID' &&
        kind === 'INTERIM' &&
        dueOn >= '2019-01-01' &&
        dueOn <= '2019-03-31',
    );
    expect(due.length).toBeGreaterThanOrEqual(3);
  });

  it('has balances that were overdue at the end of that quarter', () => {
    const overdue = payments.filter(
      ({ fiscalYear, status, dueOn }) => fiscalYear === 2019 && status !== 'PAID' && dueOn < '2019-03-31',
    );
    expect(overdue.length).toBeGreaterThan(0);
  });

  it('has packages with and without a contract', () => {
    const items = cohorts.flatMap(planItemsOfCohort).filter(({ fiscalYear }) => fiscalYear === 2019);
    expect(items.filter(({ contractId }) => contractId !== null).length).toBeGreaterThanOrEqual(10);
    expect(items.filter(({ contractId }) => contractId === null).length).toBeGreaterThanOrEqual(5);
  });

  it('has indicators behind their target, with contracts, services and lines meant to move them', () => {
    const behind = Array.from({ length: countOf('indicators', 'S') }, (_, index) => index).filter((index) => {
      const target = Number(targetsOf(index).at(-1)?.value);
      const actual = [...observationsOf(index)].find(
        ({ period, scopeId }) => period === '2019' && !scopeId,
      )?.value;
      return indicator(index).ascending ? Number(actual) < target : Number(actual) > target;
    });
    const ofTwin = behind.filter((index) => indicator(index).programmeIds.includes(programme(0).id));
    expect(ofTwin.length).toBeGreaterThanOrEqual(5);
    expect(contributionsOf(ofTwin[0] ?? 0)).toHaveLength(3);
  });
});

describe('the leases of 2017-2018 in tier S', () => {
  it('are active in ten cases or more although their price is not approved', () => {
    const blocked = contracts.filter(
      ({ signedOn, status, unitPriceStatus }) =>
        status === 'ACTIVE' && (signedOn ?? '9') < '2019-01-01' && unitPriceStatus !== 'APPROVED',
    );
    expect(blocked.length).toBeGreaterThanOrEqual(10);
  });

  it('leave some services without an approved price, and others with one', () => {
    const services = Array.from({ length: countOf('services', 'S') }, (_, index) => service(index));
    const approved = services.filter(({ index }) =>
      pricesOfService(index).some(({ status }) => status === 'APPROVED'),
    );
    expect(approved.length).toBeGreaterThan(0);
    expect(approved.length).toBeLessThan(services.length);
  });
});
