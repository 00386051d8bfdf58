import type { ContractRecord } from '@lien-thong/ict';
import { type IctFixture, illustrativeRows, startIct } from './ictFixture';

interface Page {
  readonly nodes: Array<{ id: string; signedOn: string | null; value: { amount: number }; number: string }>;
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string;
    endCursor: string;
  };
}

const query = `query ($orderBy: [ContractOrder!], $filter: ContractFilter, $first: Int, $after: String, $last: Int, $before: String) {
  contracts(orderBy: $orderBy, filter: $filter, first: $first, after: $after, last: $last, before: $before) {
    nodes { id number signedOn value { amount } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;

describe('pages of contracts', () => {
  let ict: IctFixture;
  const total = illustrativeRows('contracts').length;
  beforeAll(async () => {
    ict = await startIct({ packs: [], tier: 'S' });
  });
  afterAll(() => ict.stop());

  const page = async (variables: Record<string, unknown>): Promise<Page> =>
    (await ict.ask(query, variables)).data.contracts;

  async function walk(orderBy: unknown, direction: 'forward' | 'backward'): Promise<Page['nodes']> {
    const seen: Page['nodes'] = [];
    let cursor: string | undefined;
    for (let pages = 0; pages < 50; pages += 1) {
      const forward = direction === 'forward';
      const args = forward ? { first: 7, after: cursor } : { first: null, last: 7, before: cursor };
      const { nodes, pageInfo } = await page({ orderBy, ...args });
      if (forward) seen.push(...nodes);
      else seen.unshift(...nodes);
      cursor = forward ? pageInfo.endCursor : pageInfo.startCursor;
      if (!(forward ? pageInfo.hasNextPage : pageInfo.hasPreviousPage)) return seen;
    }
    throw new Error('the walk did not end');
  }

  const orders: Array<[string, 'ASC' | 'DESC']> = ['SIGNED_ON', 'VALUE', 'NUMBER'].flatMap((field) => [
    [field, 'ASC'],
    [field, 'DESC'],
  ]);

  test.each(orders)(
    'by %s %s hold every contract once, the same from both ends',
    async (field, direction) => {
      const orderBy = [{ field, direction }];
      const forward = await walk(orderBy, 'forward');
      expect(new Set(forward.map(({ id }) => id)).size).toBe(total);
      expect(forward).toHaveLength(total);
      expect(await walk(orderBy, 'backward')).toEqual(forward);
      const values = forward.map((row) =>
        field === 'VALUE' ? row.value.amount : field === 'NUMBER' ? row.number : (row.signedOn ?? ''),
      );
      const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      expect(values).toEqual(direction === 'ASC' ? sorted : sorted.reverse());
    },
  );

  test('refuse a cursor of another filter', async () => {
    const { pageInfo } = await page({ first: 3, filter: { status: ['ACTIVE'] } });
    const { errors } = await ict.ask(query, { after: pageInfo.endCursor, filter: { status: ['PENDING'] } });
    expect(errors?.[0]?.extensions.code).toBe('INVALID_CURSOR');
    expect(errors?.[0]?.message).toBe(
      'The cursor belongs to another filter or order. Start again without a cursor.',
    );
  });

  test.each([501, -1])('refuse a size of %d', async (first) => {
    const { errors } = await ict.ask(query, { first });
    expect(errors?.[0]?.extensions.code).toBe('PAGE_SIZE_OUT_OF_RANGE');
  });

  test('below a provider go on where the last one ended', async () => {
    const below = (after: string | null) =>
      ict.ask<{
        provider: {
          contracts: {
            totalCount: number;
            nodes: { id: string }[];
            pageInfo: { hasNextPage: boolean; endCursor: string };
          };
        };
      }>(
        'query ($after: String) { provider(id: "x-prv-0001") { contracts(first: 4, after: $after) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } } }',
        { after },
      );
    const expected = illustrativeRows<ContractRecord>('contracts').filter(
      ({ provider }) => provider._id === 'x-prv-0001',
    );
    const seen: string[] = [];
    let cursor: string | null = null;
    let more = true;
    while (more) {
      const answer = await below(cursor);
      const { contracts } = answer.data.provider;
      expect(contracts.totalCount).toBe(expected.length);
      seen.push(...contracts.nodes.map(({ id }: { id: string }) => id));
      more = contracts.pageInfo.hasNextPage;
      cursor = contracts.pageInfo.endCursor;
    }
    expect(seen.sort()).toEqual(expected.map(({ _id }) => _id).sort());
    expect(new Set(seen).size).toBe(seen.length);
  });
});
