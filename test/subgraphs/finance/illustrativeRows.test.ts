import { collections } from '@lien-thong/finance';
import { type CollectionDefinition, encodeRow, type Row } from '@lien-thong/subgraph-kit';
import { financeRows } from '../../../seeds/src/illustrative/finance';

const rows = Object.fromEntries(
  (collections as unknown as CollectionDefinition<Row>[])
    .filter(({ name }) => financeRows[name])
    .map((definition) => [
      definition.name,
      [...(financeRows[definition.name]?.('S') ?? [])].map((row) =>
        encodeRow(definition, definition.schema.parse(row)),
      ),
    ]),
  // biome-ignore lint/suspicious/noExplicitAny: rows of six shapes
) as Record<string, any[]>;

const sum = (list: readonly unknown[], of: (row: never) => number): number =>
  list.reduce((total: number, row) => total + Number(of(row as never)), 0);

describe('the illustrative rows of finance in tier S', () => {
  it('are as many as the specification of the data says', () => {
    expect(Object.fromEntries(Object.entries(rows).map(([name, list]) => [name, list.length]))).toMatchObject(
      {
        budgetLines: 40,
        commitments: 70,
        payments: 300,
      },
    );
  });

  it('keep settled <= paid <= committed <= allocated on every line', () => {
    for (const line of rows.budgetLines ?? []) {
      const [settled, paid, committed, allocated] = ['settled', 'paid', 'committed', 'allocated'].map(
        (phase) => Number(line[phase].amount),
      ) as [number, number, number, number];
      expect(settled).toBeLessThanOrEqual(paid);
      expect(paid).toBeLessThanOrEqual(committed);
      expect(committed).toBeLessThanOrEqual(allocated);
    }
  });

  it('store on each line the sums of its rows', () => {
    for (const line of rows.budgetLines ?? []) {
      const ofLine = ({ budgetLineId }: { budgetLineId: string }) => budgetLineId === line._id;
      const paid = (rows.payments ?? []).filter((row) => ofLine(row) && row.status === 'PAID');
      expect(Number(line.paid.amount)).toBe(
        sum(paid, (row: { amount: { amount: number } }) => row.amount.amount),
      );
      const committed = (rows.commitments ?? []).filter(ofLine);
      expect(Number(line.committed.amount)).toBe(
        sum(committed, (row: { amount: { amount: number } }) => row.amount.amount),
      );
      const allocated = (rows.allocations ?? []).filter((row) => ofLine(row) && row.status === 'IN_FORCE');
      expect(Number(line.allocated.amount)).toBe(
        sum(allocated, (row: { amount: { amount: number } }) => row.amount.amount),
      );
    }
    const settled = sum(rows.budgetLines ?? [], (row: { settled: { amount: number } }) => row.settled.amount);
    expect(settled).toBeGreaterThan(0);
    expect(settled).toBe(
      sum(rows.settlements ?? [], (row: { amount: { amount: number } }) => row.amount.amount),
    );
  });

  it('hang on illustrative parents alone', () => {
    const text = JSON.stringify(rows);
    expect(text).not.toMatch(/CT-UDCNTT-2019|"bl-|"doc-|"prg-/);
    for (const list of Object.values(rows)) {
      for (const { _id, provenance } of list) {
        expect(_id).toMatch(/^x-/);
        expect(provenance.status).toBe('ILLUSTRATIVE');
      }
    }
  });

  it('keep the allocations of every decision within its ceiling', () => {
    for (const { ceiling, reservations } of rows.decisions ?? []) {
      expect(sum(reservations, ({ amount }: { amount: number }) => amount)).toBeLessThanOrEqual(
        Number(ceiling.amount),
      );
    }
  });
});
