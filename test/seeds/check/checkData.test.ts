import { join } from 'node:path';
import { departmentData, readCheckedPacks } from '@lien-thong/seeds';
import type { Row } from '@lien-thong/subgraph-kit';
import { checkData } from '../../../seeds/src/check/checkData';
import { type DataReader, readerOfPacks } from '../../../seeds/src/check/DataReader';
import type { Findings } from '../../../seeds/src/check/Findings';

const seeds = join(__dirname, '..', '..', '..', 'seeds');
let reader: DataReader;

beforeAll(async () => {
  const selection = { packs: ['facts', 'external'] as const, tier: 'S' as const, root: seeds };
  const checked = await readCheckedPacks(selection, departmentData);
  reader = readerOfPacks(departmentData, { checked, tier: 'S' });
});

type Loose = Record<string, unknown>;

/** The same rows with one of them changed. */
function withChange(
  department: string,
  collection: string,
  change: (row: Loose) => Loose | null,
): DataReader {
  let isDone = false;
  return {
    async *rows<T extends Row>(of: string, name: string) {
      for await (const row of reader.rows<T>(of, name)) {
        const changed =
          of === department && name === collection && !isDone ? change(row as unknown as Loose) : null;
        if (changed) isDone = true;
        yield (changed ?? row) as T;
      }
    },
  };
}

async function brokenRules(changed: DataReader): Promise<string[]> {
  const findings: Findings = await checkData(changed);
  return [...new Set(findings.broken.map(({ rule }) => rule))];
}

const money = (amount: number) => ({ amount, qualifier: 'EXACT' });

describe('the checker of invariants', () => {
  it('finds nothing in all packs of tier S', async () => {
    const findings = await checkData(reader);
    expect(findings.broken).toEqual([]);
    expect(findings.checks.size).toBeGreaterThan(40);
  });

  it('finds a contract whose value is not the sum of its items', async () => {
    const changed = withChange('ict', 'contracts', (row) => ({ ...row, value: money(1) }));
    expect(await brokenRules(changed)).toContain('the value of a contract is the sum of its items');
  });

  it('finds an acceptance beyond the contract', async () => {
    const changed = withChange('ict', 'acceptances', (row) => ({ ...row, amount: money(10 ** 12) }));
    expect(await brokenRules(changed)).toEqual(
      expect.arrayContaining([
        'the accepted value is the sum of the acceptances, within the value',
        'the amount of an acceptance is the sum of its items',
      ]),
    );
  });

  it('finds a payment beyond its commitment', async () => {
    const changed = withChange('finance', 'payments', (row) =>
      row.status === 'PAID' && row.kind === 'INTERIM' ? { ...row, amount: money(10 ** 12) } : null,
    );
    expect(await brokenRules(changed)).toEqual(
      expect.arrayContaining([
        'what is paid stays within the commitment',
        'settled <= paid <= committed <= allocated',
        'payments for work and the unrecovered advance stay within what is accepted',
      ]),
    );
  });

  it('finds an allocation beyond the ceiling of its decision', async () => {
    const changed = withChange('finance', 'allocations', (row) =>
      row.status === 'IN_FORCE' ? { ...row, amount: money(10 ** 13) } : null,
    );
    expect(await brokenRules(changed)).toContain(
      'allocations in force stay within the ceiling of their decision',
    );
  });

  it('finds a settlement on a price that is not approved', async () => {
    const settled = new Set<string>();
    for await (const row of reader.rows<Row & { contractId: string }>('finance', 'settlements')) {
      settled.add(row.contractId);
    }
    const changed = withChange('ict', 'contracts', (row) =>
      settled.has(String(row._id)) ? { ...row, unitPriceStatus: 'PROVISIONAL' } : null,
    );
    expect(await brokenRules(changed)).toEqual(
      expect.arrayContaining([
        'a settlement is what was paid on an approved, fully accepted contract',
        'a final payment needs an approved price and full acceptance',
      ]),
    );
  });

  it('finds a compared price that is not the lowest', async () => {
    const changed = withChange('ict', 'unitPrices', (row) =>
      row.basis === 'LOWEST_OF_COMPARISON' ? { ...row, price: money(10 ** 10) } : null,
    );
    expect(await brokenRules(changed)).toEqual([
      'a compared price is the lowest, against a tender of 2019 on, by all three departments',
    ]);
  });

  it('finds a percentage above 100 and a value that is not its numerator over its denominator', async () => {
    const changed = withChange('planning', 'figures', (row) =>
      row.series === 'ACTUAL' && row.numerator && String(row._id).startsWith('x-')
        ? { ...row, value: '100.5' }
        : null,
    );
    expect(await brokenRules(changed)).toEqual([
      'a percentage lies within 0 and 100',
      'a value is its numerator over its denominator',
    ]);
  });

  it('finds an illustrative row that hangs on the real programme', async () => {
    const changed = withChange('ict', 'contracts', (row) => ({ ...row, programmeId: 'prg-real' }));
    expect(await brokenRules(changed)).toContain('illustrative rows hang on illustrative parents only');
  });

  it('finds titles, numbers and tax codes that do not say that they are made up', async () => {
    const untitled = withChange('ict', 'documents', (row) =>
      String(row._id).startsWith('x-') ? { ...row, title: { vi: 'Quyết định' } } : null,
    );
    expect(await brokenRules(untitled)).toEqual(['illustrative titles begin with [MINH HOẠ]']);
    const real = withChange('ict', 'documents', (row) =>
      String(row._id).startsWith('x-') ? { ...row, number: '1234/QĐ-UBND' } : null,
    );
    expect(await brokenRules(real)).toEqual(['illustrative numbers are marked as such']);
    const valid = withChange('ict', 'providers', (row) => ({ ...row, taxCode: '0123456787' }));
    expect(await brokenRules(valid)).toContain(
      'illustrative providers have a numbered name and a tax code that no firm can have',
    );
  });
});
