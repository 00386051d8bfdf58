import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { type ExplorerPage, openExplorer } from '../../helpers/ExplorerPage';
import { readCsv } from '../../helpers/readCsv';
import type { GetWorld } from './World';

/** Counts what a person clicks, so that a test can say how many clicks a way takes. */
const countClicks = () => {
  const counter = window as unknown as { clicks: number };
  counter.clicks = 0;
  window.addEventListener(
    'click',
    (event) => {
      if (event.isTrusted) counter.clicks += 1;
    },
    true,
  );
};

/** The ways into an answer and out of it: clicks, links, kept answers. */
export function linkCases(getWorld: GetWorld): void {
  describe('ways in and out', () => {
    let explorer: ExplorerPage;
    beforeEach(async () => {
      const { browser, city } = getWorld();
      explorer = await openExplorer(browser, city.origin);
    });
    afterEach(async () => {
      expect(explorer.problems).toEqual([]);
      await explorer.close();
    });

    it('leads from the address to a CSV of the payments due in Q1/2019 in three clicks', async () => {
      const { page } = explorer;
      await page.addInitScript(countClicks);
      await explorer.go('');
      await page.getByRole('link', { name: 'Khoản tạm ứng, thanh toán đến hạn trong quý' }).click();
      await page.getByRole('button', { name: 'Tải về' }).click();
      const waiting = page.waitForEvent('download');
      await page.getByRole('button', { name: 'CSV, dấu phẩy' }).click();
      const file = await waiting;
      expect(await page.evaluate(() => (window as unknown as { clicks: number }).clicks)).toBe(3);
      const [header = [], ...lines] = readCsv(await readFile(await file.path(), 'utf8'));
      const due = lines.map((line) => line[header.indexOf('due_on')] ?? '');
      expect(due.length).toBeGreaterThan(0);
      expect(due.every((date) => date >= '2019-01-01' && date <= '2019-03-31')).toBe(true);
    });

    it('finds questions without accents, and by the terms that belong to them', async () => {
      const { page } = explorer;
      await explorer.go('');
      const found = () => page.$$eval('.card h3', (titles) => titles.map((title) => title.textContent));
      await page.getByRole('searchbox').fill('tam ung');
      expect(await found()).toContain('Khoản tạm ứng, thanh toán đến hạn trong quý');
      await page.getByRole('searchbox').fill('quyet toan 2017');
      expect(await found()).toEqual(['Hợp đồng 2017–2018 chưa quyết toán được']);
    });

    it('opens a permalink with its choices in a new browser', async () => {
      const { page } = explorer;
      await explorer.ask('03-payments-due-in-quarter');
      await page.getByRole('combobox', { name: 'Hạn trong kỳ' }).fill('2019-Q2');
      await page.getByRole('button', { name: 'Chạy' }).click();
      await page.waitForFunction(() => window.location.hash.includes('dueIn=2019-Q2'));
      await page.waitForSelector('.answer[aria-busy="false"] .row-count');
      const address = page.url();
      const rows = await page.textContent('.row-count');
      const { browser, city } = getWorld();
      const other = await openExplorer(browser, city.origin);
      await other.page.goto(address);
      await other.page.waitForSelector('[data-answered] .row-count');
      expect(await other.page.inputValue('#app input[role="combobox"]')).toBe('2019-Q2');
      expect(await other.page.textContent('.row-count')).toBe(rows);
      await other.close();
    });

    it('suggests programmes that the graph holds, made-up ones marked', async () => {
      const { page } = explorer;
      await explorer.ask('01-programme-360');
      const field = page.getByRole('combobox', { name: 'Chương trình' });
      await field.fill('mau');
      await page.waitForSelector('[role="option"] .status[data-status="ILLUSTRATIVE"]');
      await page.locator('.picker-list [role="option"]').first().click();
      // The field shows the choice once the page has drawn it.
      const shown = await page.waitForFunction(() => {
        const chosen = document.querySelector<HTMLInputElement>('#app input[role="combobox"]')?.value ?? '';
        return chosen.startsWith('MAU-') ? chosen : null;
      });
      expect(await shown.jsonValue()).toMatch(/^MAU-/);
    });

    it('keeps an answer under a frozen link, which a new browser reads with its data version', async () => {
      const { page } = explorer;
      await explorer.ask('08-budget-execution');
      const shown = await page.$$eval('tbody tr[data-row] td', (cells) =>
        cells.map((cell) => cell.textContent),
      );
      await page.getByRole('button', { name: 'Liên kết' }).click();
      await page.getByRole('button', { name: 'Tạo liên kết cố định' }).click();
      const address = await page.getByLabel('Liên kết cố định').inputValue();
      expect(address).toMatch(/#\/frozen\/[0-9a-f]{64}$/);
      const { browser, city } = getWorld();
      const other = await openExplorer(browser, city.origin);
      await other.page.goto(address);
      await other.page.waitForSelector('.frozen-facts');
      expect(
        await other.page.$$eval('tbody tr[data-row] td', (cells) => cells.map((cell) => cell.textContent)),
      ).toEqual(shown);
      const answer = await city.ask('{ financeDataset { dataVersion } }');
      const version = (answer.data as { financeDataset: { dataVersion: string } }).financeDataset.dataVersion;
      expect(await other.page.textContent('.frozen-facts')).toContain(version);
      await other.photograph('frozen');
      await other.close();
    });

    it('puts an altered query under no saved title, and names its columns by what was asked for', async () => {
      const { city } = getWorld();
      const query =
        '{ budgetSummary(fiscalYear: 2019) { label { vi } allocated: pendingAllocation { amount qualifier } } }';
      const response = await fetch(`${city.origin}/explorer/frozen`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ question: '08-budget-execution', query, pages: [{}] }),
      });
      const { hash } = (await response.json()) as { hash: string };
      const { page } = explorer;
      await explorer.go(`#/frozen/${hash}`);
      await page.waitForSelector('tbody tr[data-row]');
      expect(await page.textContent('h1')).toBe('Câu trả lời cố định');
      expect(await page.textContent('thead')).toContain('Chờ phân bổ');
      expect(await page.textContent('thead')).not.toContain('Đã phân bổ');
    });

    it('draws the charts, and marks made-up data in them and in the file', async () => {
      const { page } = explorer;
      await explorer.ask('09-outstanding-balances');
      await page.getByRole('button', { name: 'Biểu đồ', exact: true }).click();
      await page.waitForSelector('.chart svg');
      expect(await page.textContent('.chart svg')).toContain('DỮ LIỆU MINH HOẠ');
      await explorer.photograph('chart');
      await page.getByRole('button', { name: 'Tải về' }).click();
      const waiting = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Biểu đồ (SVG)' }).click();
      const svg = await readFile(await (await waiting).path(), 'utf8');
      expect(svg).toMatch(/^<svg/);
      expect(svg).toContain('DỮ LIỆU MINH HOẠ');
      await page.getByRole('button', { name: 'Tải về' }).click();
      const picture = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Biểu đồ (PNG)' }).click();
      const png = await readFile(await (await picture).path());
      expect(png.subarray(1, 4).toString()).toBe('PNG');
      // Twice 1200 by 640: sharp in print.
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2400, 1280]);
    });

    it.each([
      ['curl', 'bash', ['-c']],
      ['TypeScript', process.execPath, ['--input-type=module', '-e']],
      ['Python', 'python3', ['-c']],
    ] as const)('gives the question as %s that runs as it stands', async (language, program, flags) => {
      const { page } = explorer;
      await explorer.ask('12-tasks-and-deadlines');
      await page.getByRole('button', { name: 'Dạng mã' }).click();
      await page.getByRole('button', { name: language, exact: true }).click();
      const code = (await page.textContent('.code-menu code')) ?? '';
      const { stdout } = await promisify(execFile)(program, [...flags, code]);
      expect(stdout).toContain('totalCount');
      expect(stdout).not.toContain('GRAPHQL_');
    });

    it('opens a question in the editor, runs it, and shows its result as a table', async () => {
      const { page } = explorer;
      await explorer.go('#/editor?q=02-services-without-agreed-price');
      await page.waitForSelector('.graphiql-execute-button', { timeout: 30_000 });
      await page.waitForSelector('.graphiql-query-editor .view-line');
      await page.click('.graphiql-execute-button');
      await page.waitForSelector('.graphiql-response .view-line:has-text("data")', { timeout: 20_000 });
      await page.getByRole('button', { name: 'kết quả dạng bảng' }).click();
      await page.waitForSelector('.editor-panel [data-table="services"] tbody tr');
      await page.getByRole('button', { name: 'kế hoạch thực hiện' }).click();
      await page.waitForSelector('.plan-step[data-department="ict"] strong:has-text("ms")');
      await page.waitForSelector('.plan-step[data-department="finance"]');
      await explorer.photograph('editor');
    });

    it('says of a field that its reader may not see what it needs, and shows the rest', async () => {
      const { page } = explorer;
      const query = '{ contracts(first: 3) { nodes { number history { totalCount } } } }';
      await explorer.go(`#/editor?query=${encodeURIComponent(query)}`);
      await page.waitForSelector('.graphiql-execute-button', { timeout: 30_000 });
      await page.waitForSelector('.graphiql-query-editor .view-line');
      await page.click('.graphiql-execute-button');
      await page.waitForSelector('.graphiql-response .view-line:has-text("errors")', { timeout: 20_000 });
      await page.getByRole('button', { name: 'kết quả dạng bảng' }).click();
      await page.waitForSelector('.editor-panel .banner[data-kind="withheld"]');
      const cells = page.locator('.editor-panel [data-table="contracts"] tbody .withheld');
      await cells.first().waitFor();
      expect(await cells.allInnerTexts()).toEqual(Array(3).fill('cần vai trò của một sở'));
    });
  });
}
