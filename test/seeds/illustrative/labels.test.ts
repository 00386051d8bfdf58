import {
  blemishesOf,
  cohortCount,
  commune,
  contractsOfCohort,
  countOf,
  district,
  documentsOfCohort,
  ids,
  paymentsOfCohort,
  programme,
  provider,
  service,
} from '../../../seeds/src/illustrative';
import { taxCheckDigit } from '../../../seeds/src/illustrative/labels';

const cohorts = Array.from({ length: cohortCount('M') }, (_, cohort) => cohort);

describe('made-up rows', () => {
  it('have contract numbers, vouchers and titles that say so', () => {
    for (const row of cohorts.flatMap(contractsOfCohort)) {
      expect(row.number).toMatch(/^MẪU-\d{4,}\/20(17|18|19)\/HĐ-MH$/);
      expect(row.title.vi).toMatch(/^\[MINH HOẠ\] /);
      expect(row.ocid).toMatch(/^ocds-213czf-x-\d+$/);
    }
    for (const { voucherNo } of cohorts.flatMap(paymentsOfCohort)) expect(voucherNo).toMatch(/^MẪU-UNC-/);
  });

  it('have document numbers of the form MAU-0012/QĐ-MH, never those of a real body', () => {
    for (const { number, title } of cohorts.flatMap(documentsOfCohort)) {
      if (number !== null) expect(number).toMatch(/^MAU-\d{4,}\/(QĐ|TTr|BB|KH|BC|HĐ)-MH$/);
      expect(title.vi).toMatch(/^\[MINH HOẠ\] /);
    }
  });

  it('name providers by number, with ten digits that fail the check of real tax codes', () => {
    const codes = new Set<string>();
    for (let index = 0; index < countOf('providers', 'XL'); index += 1) {
      const { legalName, taxCode } = provider(index);
      expect(legalName).toMatch(/^Công ty CP Minh Hoạ \d{3,}$/);
      expect(taxCode).toMatch(/^\d{10}$/);
      expect(taxCheckDigit(taxCode.slice(0, 9))).not.toBe(Number(taxCode[9]));
      codes.add(taxCode);
    }
    expect(codes.size).toBe(countOf('providers', 'XL'));
  });

  it('hang on the twin MAU-CT-2019 and its like, with ids that begin with x-', () => {
    expect(programme(0)).toMatchObject({ id: 'x-prg-0001', code: 'MAU-CT-2019' });
    expect(programme(0).name.vi).toBe('[MINH HOẠ] Chương trình ứng dụng CNTT năm 2019');
    for (let index = 0; index < countOf('programmes', 'XL'); index += 1) {
      expect(programme(index).code).toMatch(/^MAU-CT-/);
    }
    expect(service(0)).toMatchObject({ id: 'x-srv-0001', code: 'MAU-DV-001' });
    expect(Object.values(ids).map((make) => make(0, 0))).toEqual(
      expect.arrayContaining([expect.stringMatching(/^x-/)]),
    );
  });

  it('count 30 districts and 579 communes by number', () => {
    expect(district(29).name.vi).toBe('Quận mẫu 30');
    expect(commune(0)).toMatchObject({ name: { vi: 'Xã mẫu 001' }, parentId: 'x-quan-01' });
    expect(commune(578)).toMatchObject({ code: 'MAU-XA-579', kind: 'COMMUNE' });
  });
});

describe('the check digit of tax codes', () => {
  it('is 10 minus the weighted sum modulo 11', () => {
    // 0 + 29 + 46 + 57 + 68 + 65 + 42 + 35 + 24 = 366 = 33 x 11 + 3.
    expect(taxCheckDigit('012345678')).toBe(7);
  });
});

describe('the flaws on purpose', () => {
  it('are one row in two hundred where they can be, and are listed', () => {
    const counts = new Map<string, number>();
    for (const { blemish } of blemishesOf('M')) counts.set(blemish, (counts.get(blemish) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({
      SIGNING_DATE_MISSING: 10,
      ACCEPTED_40_DAYS_LATE: expect.any(Number),
      PLANNED_PAYMENT_OVERDUE: 50,
      ENGLISH_MISSING: 20 + 2 + 2,
    });
    expect(counts.get('ACCEPTED_40_DAYS_LATE')).toBeGreaterThanOrEqual(20);
  });

  it('are there in tier S too, of every kind', () => {
    expect(new Set([...blemishesOf('S')].map(({ blemish }) => blemish))).toEqual(
      new Set([
        'SIGNING_DATE_MISSING',
        'ACCEPTED_40_DAYS_LATE',
        'PLANNED_PAYMENT_OVERDUE',
        'ENGLISH_MISSING',
      ]),
    );
  });
});
