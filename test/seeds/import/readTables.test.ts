import { InvalidImportError, readCsvTable, readXlsxTable } from '@lien-thong/seeds';
import writeXlsx from 'write-excel-file/node';

const csv = (text: string) => readCsvTable(Buffer.from(text));

it('a file of commas is read as it stands, with the row numbers of a spreadsheet', () => {
  expect(csv('a,b\r\n1,"x, y"\r\n\r\n2,\n')).toEqual({
    header: ['a', 'b'],
    rows: [
      { row: 2, cells: ['1', 'x, y'] },
      { row: 4, cells: ['2', ''] },
    ],
    hasDecimalComma: false,
    notes: [],
  });
});

it('a byte order mark, semicolons and a decimal comma are tolerated, and said', () => {
  const table = csv('\uFEFFa;b\n99,86;x\n');
  expect(table.header).toEqual(['a', 'b']);
  expect(table.rows).toEqual([{ row: 2, cells: ['99,86', 'x'] }]);
  expect(table.hasDecimalComma).toBe(true);
  expect(table.notes).toEqual([
    'it begins with a byte order mark, which is skipped',
    'its columns are separated by semicolon',
    'a comma in a number is its decimal comma',
  ]);
});

it.each([
  [
    'an export that is not whole',
    'a,b\n1,2\n#INCOMPLETE: finance did not answer\n',
    3,
    /export that is not whole/,
  ],
  ['a quote that is not closed', 'a,b\n1,"2\n', 2, /this is not CSV/],
])('%s is refused', (_name, text, row, reason) => {
  let problems: InvalidImportError['problems'] = [];
  try {
    csv(text);
  } catch (error) {
    if (error instanceof InvalidImportError) problems = error.problems;
  }
  expect(problems).toEqual([{ row: expect.any(Number), column: '', reason: expect.stringMatching(reason) }]);
  expect(problems[0]?.row).toBeGreaterThanOrEqual(row - 1);
});

it('a file in another encoding is refused with what would be right', () => {
  const read = () => readCsvTable(Buffer.from([0x61, 0x2c, 0xff, 0xfe, 0x0a]));
  expect(read).toThrow(InvalidImportError);
});

it('a workbook gives days of date cells, numbers as typed, and text with its zeros', async () => {
  const cells = [
    [{ value: 'voucher_no' }, { value: 'amount_vnd' }, { value: 'paid_on' }, { value: 'value' }],
    [
      { value: '0012' },
      { value: 106_800_000_000 },
      { value: new Date(Date.UTC(2019, 2, 29)), format: 'dd/mm/yyyy' },
      { value: 99.86 },
    ],
  ];
  const table = await readXlsxTable(await writeXlsx(cells).toBuffer());
  expect(table.header).toEqual(['voucher_no', 'amount_vnd', 'paid_on', 'value']);
  expect(table.rows).toEqual([{ row: 2, cells: ['0012', '106800000000', '2019-03-29', '99.86'] }]);
});

it('a file that is no workbook is refused', async () => {
  await expect(readXlsxTable(Buffer.from('not a workbook'))).rejects.toThrow(InvalidImportError);
});
