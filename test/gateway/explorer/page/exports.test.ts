import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse } from 'graphql';
import type { Answer } from '../../../../gateway/explorer/src/answer/Answer';
import { appendPage, nextCursor } from '../../../../gateway/explorer/src/answer/appendPage';
import { asCode } from '../../../../gateway/explorer/src/exports/asCode';
import { sheetsOf } from '../../../../gateway/explorer/src/exports/sheetsOf';
import { toCsv } from '../../../../gateway/explorer/src/exports/toCsv';
import { matchesWords } from '../../../../gateway/explorer/src/format/foldText';
import { formatMoney } from '../../../../gateway/explorer/src/format/formatMoney';
import { readFieldOwners } from '../../../../gateway/explorer/src/shape/FieldOwners';
import { prepareOperation } from '../../../../gateway/explorer/src/shape/prepareOperation';
import { tablesOf } from '../../../../gateway/explorer/src/table/tablesOf';
import { questionText } from '../../../helpers/questions';
import { readCsv } from '../../../helpers/readCsv';

const folder = join(__dirname, '..', '..', '..', '..', 'schema');
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const facts = {
  schema: buildSchema(read('api.graphql')),
  owners: readFieldOwners(parse(read('supergraph.graphql'))),
};
const prepared = (source: string) => prepareOperation(facts, parse(source));
const words = { labelOf: (fields: readonly string[]) => fields.join(' › ') };

const answerOf = (data: Record<string, unknown>, errors: Answer['errors'] = []): Answer => ({
  data,
  errors,
  extensions: {},
  answeredAt: '2019-02-15T00:00:00Z',
  tookMs: 1,
});

const sheets = (source: string, data: Record<string, unknown>, errors?: Answer['errors']) =>
  sheetsOf(answerOf(data, errors), tablesOf(prepared(source).shape), words);

const provenance = {
  status: 'DOCUMENT_FACT',
  citations: [{ label: 'Báo', clause: 'L22', quote: null, url: null }],
};
const money = (amount: number, qualifier = 'EXACT') => ({ amount, qualifier });

describe('an operation made ready for the page', () => {
  it('asks for status, source and the next page, without a further department', () => {
    const { source, shape } = prepared(questionText('03'));
    expect(source).toContain('provenance');
    expect(source).toContain('endCursor');
    // The payee comes with the voucher: its own provenance would cost a call to another department.
    expect(/payee \{\s+legalName\s+taxCode\s+\}/.test(source)).toBe(true);
    expect(shape.paged).toEqual([{ path: ['payments'], cursorVariable: 'after', sizeVariable: 'first' }]);
  });

  it('gives each of two lists a cursor of its own', () => {
    const { shape } = prepared(questionText('11'));
    expect(shape.paged.map(({ cursorVariable }) => cursorVariable)).toEqual(['after', 'after_contracted']);
  });

  it('knows which department answers for a field, by the join directives', () => {
    const [payments] = tablesOf(prepared(questionText('03')).shape);
    const ownerOf = (id: string) => payments?.columns.find((column) => column.id === id)?.owner;
    expect(ownerOf('amount')).toBe('finance');
    expect(ownerOf('contract_number')).toBe('ict');
    expect(ownerOf('payee_legal_name')).toBe('finance');
  });

  it('leaves a mutation as its author wrote it', () => {
    expect(prepared(questionText('m1')).source).not.toContain('provenance');
  });
});

describe('tables of an answer', () => {
  const query =
    '{ services(first: 2) { totalCount nodes { code paid { amount } negotiations { totalCount nodes { agreed { amount } } } } } }';
  const row = (code: string, paid: unknown, rounds: unknown[]) => ({
    code,
    paid,
    negotiations: { totalCount: rounds.length, nodes: rounds },
    provenance,
  });

  it('are one a list: a nested list is a table of its own with the rows around it repeated', () => {
    const nodes = [row('A', money(5), [{ agreed: money(1) }, { agreed: money(2) }]), row('B', null, [])];
    const [services, rounds] = sheets(query, { services: { totalCount: 2, nodes } });
    expect(services?.columns.map(({ id }) => id)).toEqual([
      'code',
      'paid_vnd',
      'paid_qualifier',
      'negotiations',
      'fact_status',
      'source',
    ]);
    expect(services?.rows.map((cells) => cells.slice(0, 2))).toEqual([
      ['A', 5],
      ['B', null],
    ]);
    expect(rounds?.rows.map((cells) => [cells[0], cells[3]])).toEqual([
      ['A', 1],
      ['A', 2],
    ]);
    expect(services?.sums).toEqual({ paid_vnd: 5 });
  });

  it('say that they are not whole', () => {
    const [services] = sheets(query, { services: { totalCount: 7, nodes: [row('A', null, [])] } });
    expect(services).toMatchObject({ whole: false, shortfall: '1 of 7 rows' });
    expect(readCsv(toCsv(services ?? fail(), ',')).at(-1)).toEqual(['#INCOMPLETE: 1 of 7 rows']);
  });

  it('name the department that did not answer, never a zero', () => {
    const errors = [{ message: 'down', department: 'finance', path: ['services', 'nodes', 0, 'paid'] }];
    const [services] = sheets(query, { services: { totalCount: 1, nodes: [row('A', null, [])] } }, errors);
    expect(services?.rows[0]?.[1]).toBe('DEPARTMENT_UNAVAILABLE:finance');
    expect(services?.shortfall).toBe('no answer from finance');
  });

  it("name cells that need a department's role in every row, and no department as down", () => {
    const path = ['services', 'nodes', 0, 'negotiations', 'nodes', 0, 'agreed'];
    const errors = [{ message: 'needs a role', code: 'UNAUTHORIZED_FIELD_OR_TYPE', path }];
    const nodes = [row('A', money(5), [{ agreed: null }]), row('B', money(6), [{ agreed: null }])];
    const [services, rounds] = sheets(query, { services: { totalCount: 2, nodes } }, errors);
    expect(services?.rows.map(([code, paid]) => [code, paid])).toEqual([
      ['A', 5],
      ['B', 6],
    ]);
    expect(rounds?.rows.map((cells) => cells[3])).toEqual([
      'UNAUTHORIZED_FIELD_OR_TYPE',
      'UNAUTHORIZED_FIELD_OR_TYPE',
    ]);
    expect(rounds?.shortfall).toBe("cells that need a department's role");
  });
});

const fail = (): never => {
  throw new Error('there is no table');
};

describe('CSV', () => {
  const sheet = {
    id: 't',
    title: 't',
    whole: true,
    illustrative: false,
    sums: {},
    columns: [
      { id: 'id', kind: 'id', label: '', department: '' },
      { id: 'note', kind: 'text', label: '', department: '' },
      { id: 'share', kind: 'decimal', label: '', department: '' },
    ],
    rows: [
      ['0012', '=1+1', '99.86'],
      [null, 'a,b;"c"\nd', null],
    ],
  } as const;

  it('has a byte order mark, quotes what needs it, and runs no formula', () => {
    const text = toCsv(sheet, ',');
    expect(text.startsWith('\uFEFFid,note,share\r\n')).toBe(true);
    expect(readCsv(text).slice(1)).toEqual([
      ['0012', "'=1+1", '99.86'],
      ['', 'a,b;"c"\nd', ''],
    ]);
  });

  it('writes a decimal comma where the separator is a semicolon', () => {
    expect(readCsv(toCsv(sheet, ';'), ';')[1]).toEqual(['0012', "'=1+1", '99,86']);
  });
});

describe('words and pages', () => {
  it.each([
    [106_800_000_000, 'AT_LEAST', 'hơn 106,8 tỷ đồng', 'more than VND 106.8 billion'],
    [0, 'EXACT', '0 đồng', 'VND 0'],
    [-1_250_000, 'EXACT', '−1,3 triệu đồng', 'VND −1.3 million'],
  ])('writes %d (%s) as people read it', (amount, qualifier, vi, en) => {
    expect(formatMoney(amount, 'vi', qualifier)).toBe(vi);
    expect(formatMoney(amount, 'en', qualifier)).toBe(en);
  });

  it('finds words without accents', () => {
    expect(matchesWords('Đơn giá thấp nhất', 'don gia')).toBe(true);
    expect(matchesWords('Đơn giá thấp nhất', 'cao')).toBe(false);
  });

  it('adds a page behind the rows that are there and moves the places of its errors on', () => {
    const page = (codes: string[], next: boolean) => ({
      services: {
        totalCount: 3,
        nodes: codes.map((code) => ({ code })),
        pageInfo: { hasNextPage: next, endCursor: 'c' },
      },
    });
    const first = answerOf(page(['A', 'B'], true));
    expect(nextCursor(first, ['services'])).toBe('c');
    const errors = [{ message: 'down', path: ['services', 'nodes', 0, 'paid'] }];
    const whole = appendPage(first, answerOf(page(['C'], false), errors), ['services']);
    expect(whole.data).toMatchObject({ services: { nodes: [{ code: 'A' }, { code: 'B' }, { code: 'C' }] } });
    expect(whole.errors[0]?.path).toEqual(['services', 'nodes', 2, 'paid']);
    expect(nextCursor(whole, ['services'])).toBeUndefined();
  });

  it('writes a request that a shell cannot read otherwise', () => {
    const code = asCode('curl', 'http://localhost/graphql', { query: '{ a(b: "it\'s") }' });
    expect(code).toContain(`it'\\''s`);
  });
});
