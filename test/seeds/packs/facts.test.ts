import { join } from 'node:path';
import { departmentData, readCheckedPacks } from '@lien-thong/seeds';

const seeds = join(__dirname, '..', '..', '..', 'seeds');

interface FactRow {
  readonly _id: string;
  readonly series?: string;
  readonly provenance: {
    readonly status: string;
    readonly citations: readonly {
      readonly clause: string;
      readonly quote?: string | null;
      readonly url?: string | null;
    }[];
    readonly note?: { readonly vi: string } | null;
  };
}

async function rowsOf(pack: 'facts' | 'external'): Promise<Map<string, FactRow[]>> {
  const checked = await readCheckedPacks({ packs: [pack], tier: 'S', root: seeds }, departmentData);
  return new Map(
    checked.map((each) => [`${each.department} ${each.collection}`, each.rows as unknown as FactRow[]]),
  );
}

describe('the pack of facts', () => {
  it('holds exactly the rows that the source document gives', async () => {
    const rows = await rowsOf('facts');
    const counts = Object.fromEntries([...rows].map(([name, list]) => [name, list.length]));
    expect(counts).toMatchObject({
      'ict documents': 9,
      'ict services': 5,
      'ict unitPrices': 1,
      'ict negotiationRounds': 1,
      'ict publicBodies': 12,
      'finance budgetLines': 2,
      'finance allocations': 1,
      'planning programmes': 1,
      'planning procurementPlanItems': 4,
      'planning indicators': 8,
      'planning tasks': 8,
    });
    const figures = rows.get('planning figures') ?? [];
    const kinds = figures.map(({ series, provenance }) => `${series} ${provenance.status}`);
    expect(kinds.filter((kind) => kind.startsWith('TARGET'))).toHaveLength(7);
    expect(kinds.filter((kind) => kind.startsWith('ACTUAL'))).toHaveLength(3);
  });

  it('holds no contract, provider, acceptance, commitment or payment', async () => {
    const rows = await rowsOf('facts');
    for (const name of [
      'ict contracts',
      'ict providers',
      'ict acceptances',
      'finance commitments',
      'finance payments',
    ]) {
      expect(rows.get(name) ?? []).toEqual([]);
    }
  });

  it('cites a clause and the words of the source in every row that is a fact', async () => {
    for (const [name, list] of await rowsOf('facts')) {
      for (const { _id, provenance } of list) {
        const isCited = provenance.citations.some(
          ({ clause, quote }) => /^L\d+/.test(clause) && Boolean(quote),
        );
        expect([name, _id, provenance.status === 'DERIVED' || isCited]).toEqual([name, _id, true]);
      }
    }
  });

  it('gives the rule of every row that is derived', async () => {
    for (const pack of ['facts', 'external'] as const) {
      for (const [name, list] of await rowsOf(pack)) {
        for (const { _id, provenance } of list) {
          const hasRule = provenance.status !== 'DERIVED' || Boolean(provenance.note?.vi);
          expect([name, _id, hasRule]).toEqual([name, _id, true]);
        }
      }
    }
  });
});

describe('the pack of other sources', () => {
  it('holds five articles and the figures that they state, each with its address', async () => {
    const rows = await rowsOf('external');
    expect(rows.get('ict documents')).toHaveLength(5);
    const figures = rows.get('planning figures') ?? [];
    expect(figures.length).toBeGreaterThanOrEqual(15);
    for (const { _id, provenance } of figures) {
      const hasAddress = provenance.citations.some(({ url }) => Boolean(url));
      expect([_id, hasAddress]).toEqual([_id, true]);
    }
  });
});
