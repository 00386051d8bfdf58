import { readFile } from 'node:fs/promises';
import { type ExplorerPage, openExplorer } from '../../helpers/ExplorerPage';
import { readCsv } from '../../helpers/readCsv';
import type { GetWorld } from './World';

/** What the page says when a department is down or a reader has had enough. */
export function outageCases(getWorld: GetWorld): void {
  let explorer: ExplorerPage;
  beforeEach(async () => {
    const { browser, city } = getWorld();
    explorer = await openExplorer(browser, city.origin);
  });
  afterEach(() => explorer?.close());

  it('cancels a long run and says so', async () => {
    const { page } = explorer;
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/graphql', async (route) => {
      // The question alone is held: longer than any reader waits.
      if (route.request().postData()?.includes('OutstandingBalances')) await released;
      await route.continue().catch(() => undefined);
    });
    await explorer.go('#/q/09-outstanding-balances');
    await page.getByRole('button', { name: 'Huỷ' }).click();
    await page.waitForSelector('text=Đã huỷ. Chưa có câu trả lời.');
    expect(await page.$('[data-answered]')).toBeNull();
    release();
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  describe('while finance is down', () => {
    beforeAll(() => getWorld().city.processes.finance.stop());
    afterAll(() => getWorld().city.restart('finance'));

    it('names the department beside the empty cells, and keeps what the others know', async () => {
      const { page } = explorer;
      await explorer.ask('02-services-without-agreed-price');
      expect(await page.textContent('.banner[data-kind="down"]')).toContain(
        'Sở Tài chính tạm thời không trả lời',
      );
      const cells = await page.$$eval('tbody tr', (rows) => rows.map((row) => row.textContent ?? ''));
      expect(cells.length).toBeGreaterThan(0);
      for (const text of cells) expect(text).toContain('Sở Tài chính tạm thời không trả lời');
      expect(cells.join(' ')).toContain('SV-HTCNTT');
      await explorer.photograph('finance-down');
    });

    it('writes no empty column as if it were zero, and says that the file is not whole', async () => {
      const { page } = explorer;
      await explorer.ask('02-services-without-agreed-price');
      await page.click('text=Tải về');
      const waiting = page.waitForEvent('download');
      await page.getByRole('button', { name: 'CSV, dấu phẩy' }).click();
      const [header = [], ...lines] = readCsv(await readFile(await (await waiting).path(), 'utf8'));
      const last = lines.pop();
      expect(last?.[0]).toBe('#INCOMPLETE: no answer from finance');
      const paid = lines.map((line) => line[header.indexOf('paid_vnd')]);
      expect(new Set(paid)).toEqual(new Set(['DEPARTMENT_UNAVAILABLE:finance']));
      expect(await page.textContent('.save-message')).toContain('tệp không đủ');
    });

    it('says in the footer that it does not answer', async () => {
      await explorer.go('');
      await explorer.page.waitForSelector('.freshness-time:has-text("không trả lời")');
    });
  });
}
