import { createProgress } from '../../../seeds/src/load/createProgress';

const payments = { department: 'finance', collection: 'payments', pack: 'illustrative' } as const;

describe('the progress of a loading', () => {
  let lines: string[];
  let now: number;
  let progress: ReturnType<typeof createProgress>;

  beforeEach(() => {
    lines = [];
    now = 0;
    progress = createProgress(
      (line) => lines.push(line),
      () => now,
    );
  });

  it('is silent for two seconds, then says rows and rate at most every two seconds', () => {
    for (const at of [0, 1_000, 2_000, 3_000, 4_500]) {
      now = at;
      progress({ ...payments, rows: at * 2 });
    }
    expect(lines).toEqual([
      'finance payments (illustrative): 4,000 rows, 2,000 rows/s',
      'finance payments (illustrative): 9,000 rows, 2,000 rows/s',
    ]);
  });

  it('begins anew with each collection', () => {
    progress({ ...payments, rows: 500 });
    now = 5_000;
    progress({ ...payments, collection: 'commitments', rows: 500 });
    expect(lines).toEqual([]);
  });

  it('names the indexes that are made over many rows, and not those over few', () => {
    progress({ ...payments, rows: 300, indexes: 15 });
    progress({ ...payments, rows: 100_000, indexes: 15 });
    expect(lines).toEqual(['finance payments: making 15 indexes']);
  });
});
