import { readFile } from 'node:fs/promises';
import type { Download, Page } from 'playwright-core';
import readXlsx from 'read-excel-file/node';
import { type ExplorerPage, openExplorer } from '../../helpers/ExplorerPage';
import { readCsv } from '../../helpers/readCsv';
import { askQuestion, at, isJson, type Json, shownInVietnamese } from './readAnswer';
import type { GetWorld } from './World';

interface QuestionCase {
  readonly slug: string;
  /** Choices that make its answer have rows. */
  readonly choices?: Record<string, string>;
  /** Keys to the list that is compared row by row. */
  readonly list?: readonly string[];
  /** Keys to the object that is compared where the question has one. */
  readonly record?: readonly string[];
}

const cases: readonly QuestionCase[] = [
  {
    slug: '01-programme-360',
    choices: { code: 'MAU-CT-2019' },
    list: ['programmeByCode', 'contracts'],
    record: ['programmeByCode'],
  },
  { slug: '02-services-without-agreed-price', list: ['services'] },
  { slug: '03-payments-due-in-quarter', list: ['payments'] },
  { slug: '04-behind-target', list: ['indicators'] },
  { slug: '05-document-trail', record: ['documentByNumber'] },
  { slug: '06-settlement-blockers', list: ['contracts'] },
  { slug: '07-provider-exposure', list: ['providers'] },
  { slug: '08-budget-execution', list: ['budgetSummary'] },
  { slug: '09-outstanding-balances', list: ['contractBalances'] },
  { slug: '10-indicator-series', list: ['indicatorByCode', 'observations'], record: ['indicatorByCode'] },
  { slug: '11-plan-vs-contract', list: ['waiting'] },
  { slug: '12-tasks-and-deadlines', list: ['tasks'] },
  { slug: '13-facts-only', list: ['documents'] },
  { slug: '14-freshness', record: ['financeDataset'] },
  { slug: '15-spending-by-month', list: ['payments'] },
  { slug: '16-service-file', list: ['services'] },
];

const snake = (keys: readonly string[]) =>
  keys.map((key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)).join('_');

function rowsAt(data: Json, list: readonly string[]): Json[] {
  const value = at(data, list);
  const rows = isJson(value) ? value.nodes : value;
  return Array.isArray(rows) ? rows.filter(isJson) : [];
}

/** Each shown row: response path of a column to the text of its cell. */
function readTable(page: Page, table: string): Promise<Record<string, string>[]> {
  return page.$eval(`[data-table="${table}"]`, (section) => {
    const paths = [...section.querySelectorAll<HTMLElement>('thead th[data-path]')].map(
      (head) => head.dataset.path ?? '',
    );
    return [...section.querySelectorAll('tbody tr[data-row]')].map((row) =>
      Object.fromEntries(
        [...row.querySelectorAll('td[data-column]')].map((cell, index) => [
          paths[index],
          cell.textContent ?? '',
        ]),
      ),
    );
  });
}

function expectShown(shown: Record<string, string>, row: Json): number {
  let compared = 0;
  for (const [path, text] of Object.entries(shown)) {
    const value = at(row, path.split('.'));
    const wanted = value === undefined ? undefined : shownInVietnamese(value);
    if (wanted === undefined || (isJson(value) === false && Array.isArray(value))) continue;
    expect([path, text.trim()]).toEqual([path, wanted.trim()]);
    compared += 1;
  }
  return compared;
}

async function expectTable(page: Page, table: string, rows: readonly Json[]): Promise<void> {
  if (rows.length === 0) {
    await page.waitForSelector(`[data-table="${table}"] .empty`);
    return;
  }
  const shown = await readTable(page, table);
  expect(shown).toHaveLength(rows.length);
  const compared = shown.map((each, index) => expectShown(each, rows[index] ?? {}));
  expect(Math.max(...compared)).toBeGreaterThan(0);
}

async function expectRecord(page: Page, table: string, record: unknown): Promise<void> {
  const shown = await page.$$eval(`[data-table="${table}"] .record-value`, (values) =>
    Object.fromEntries(
      values.map((value) => [
        (value as HTMLElement).dataset.path ?? '',
        value.querySelector('dd > span')?.textContent ?? '',
      ]),
    ),
  );
  expect(isJson(record)).toBe(true);
  expect(expectShown(shown, record as Json)).toBeGreaterThan(0);
}

async function download(page: Page, item: RegExp): Promise<Download> {
  await page.click('text=Tải về');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: item }).click(),
  ]);
  return file;
}

const contentOf = async (file: Download) => readFile(await file.path());

/** Totals of every column of amounts, by its header. */
function sums(header: readonly string[], rows: readonly (readonly unknown[])[]): Record<string, number> {
  const money = header.flatMap((name, index) => (name.endsWith('_vnd') ? [{ name, index }] : []));
  return Object.fromEntries(
    money.map(({ name, index }) => [name, rows.reduce((sum, row) => sum + Number(row[index] ?? 0), 0)]),
  );
}

/** The same totals from the API's own answer. */
function wantedSums(header: readonly string[], rows: readonly Json[]): Record<string, number> {
  const names = header.filter((name) => name.endsWith('_vnd'));
  const find = (value: unknown, name: string, keys: readonly string[] = []): number => {
    if (!isJson(value)) return 0;
    if (`${snake(keys)}_vnd` === name) return Number(value.amount ?? 0);
    return Object.entries(value).reduce((sum, [key, below]) => sum + find(below, name, [...keys, key]), 0);
  };
  return Object.fromEntries(names.map((name) => [name, rows.reduce((sum, row) => sum + find(row, name), 0)]));
}

async function expectCsv(page: Page, rows: readonly Json[]): Promise<string[][]> {
  const file = await download(page, /^CSV, dấu phẩy$/);
  const text = (await contentOf(file)).toString('utf8');
  expect(text.startsWith('\uFEFF')).toBe(true);
  const [header = [], ...lines] = readCsv(text);
  expect(header).toContain('fact_status');
  expect(lines).toHaveLength(rows.length);
  expect(sums(header, lines)).toEqual(wantedSums(header, rows));
  return [header, ...lines];
}

async function expectXlsx(page: Page, csv: readonly string[][]): Promise<void> {
  const file = await download(page, /^Excel/);
  const sheets = await readXlsx(await contentOf(file));
  const names = sheets.map(({ sheet }) => sheet);
  expect(names[0]).toBe('Data');
  expect(names.slice(-3)).toEqual(['About', 'Glossary', 'Sources']);
  const table = sheets.find(({ data }) => JSON.stringify(data[0]) === JSON.stringify(csv[0]));
  expect(table).toBeDefined();
  const [header = [], ...lines] = table?.data ?? [];
  expect(lines).toHaveLength(csv.length - 1);
  expect(sums(header.map(String), lines)).toEqual(sums(csv[0] ?? [], csv.slice(1)));
  const about = sheets.find(({ sheet }) => sheet === 'About')?.data.map((row) => row.map(String).join(' '));
  expect(about?.some((line) => line.startsWith('complete '))).toBe(true);
}

async function expectAnswered(explorer: ExplorerPage, getWorld: GetWorld, each: QuestionCase): Promise<void> {
  const { page } = explorer;
  const data = await askQuestion(getWorld(), each.slug, each.choices);
  await explorer.ask(each.slug, each.choices);
  if (each.record) await expectRecord(page, snake(each.record), at(data, each.record));
  if (!each.list) return;
  await expectTable(page, snake(each.list), rowsAt(data, each.list));
}

/** Each saved question: opened, run, compared with the API's own answer, taken away and read back. */
export function questionCases(getWorld: GetWorld): void {
  describe('each saved question', () => {
    let explorer: ExplorerPage;
    beforeAll(async () => {
      const { browser, city } = getWorld();
      explorer = await openExplorer(browser, city.origin);
    });
    afterAll(() => explorer?.close());

    it.each(cases)('$slug shows what the API answers', (each) => expectAnswered(explorer, getWorld, each));

    it.each(cases.filter(({ list }) => list?.length === 1))('$slug is exported whole', async (each) => {
      const list = each.list ?? [];
      await explorer.ask(each.slug, each.choices);
      // Read on to the end as the page does: the API is asked for all rows at once.
      const data = await askQuestion(getWorld(), each.slug, { ...each.choices, first: 200 });
      const rows = rowsAt(data, list);
      const csv = await expectCsv(explorer.page, rows);
      await expectXlsx(explorer.page, csv);
    });

    it('raises no error and asks nobody but the gateway', () => {
      expect(explorer.problems).toEqual([]);
      expect(explorer.strayRequests).toEqual([]);
    });
  });
}
