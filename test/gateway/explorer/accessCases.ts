import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { type ExplorerPage, openExplorer } from '../../helpers/ExplorerPage';
import type { GetWorld } from './World';

const screens = [
  { name: 'home', hash: '', ready: '.card' },
  { name: 'question', hash: '#/q/03-payments-due-in-quarter', ready: '[data-answered] tbody tr' },
  { name: 'record', hash: '#/q/01-programme-360', ready: '[data-answered] .record' },
  { name: 'schema', hash: '#/schema/Contract', ready: '.schema-type[open] td' },
  { name: 'errors', hash: '#/errors', ready: '.error-codes code' },
  { name: 'changes', hash: '#/changes', ready: '.versions, .empty' },
  { name: 'glossary', hash: '#/glossary', ready: '.glossary dd' },
] as const;

interface Finding {
  readonly id: string;
  readonly impact?: string | null;
  readonly nodes: readonly string[];
}

const everyRule = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Findings of axe-core that are serious or critical, by the rules of WCAG 2.2 AA. */
async function seriousFindings(
  page: Page,
  exclude: readonly string[] = [],
  rules: readonly string[] = everyRule,
): Promise<Finding[]> {
  // Evaluated by the browser's own protocol: the page's security policy stays as it is.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    ({ left, runOnly }) =>
      (window as unknown as { axe: typeof axe }).axe.run(
        { include: [['html']], exclude: left.map((selector) => [selector]) },
        { runOnly: [...runOnly] },
      ),
    { left: exclude, runOnly: rules },
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map((node) => node.html.slice(0, 160)) }));
}

/** Presses Tab until the focus is on what the selector names. Fails after many presses. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
  }
  throw new Error(`Tab does not lead to ${selector}.`);
}

/** Everyone gets there: by keyboard, by screen reader, in either language, on a phone, without the internet. */
export function accessCases(getWorld: GetWorld): void {
  const open = (options: Parameters<typeof openExplorer>[2] = {}): Promise<ExplorerPage> => {
    const { browser, city } = getWorld();
    return openExplorer(browser, city.origin, options);
  };

  describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
    it.each(screens)('$name has no serious finding of axe-core', async ({ name, hash, ready }) => {
      const explorer = await open({ colorScheme });
      await explorer.go(hash);
      await explorer.page.waitForSelector(ready, { timeout: 20_000 });
      await explorer.photograph(`${name}-${colorScheme}`);
      // The themes differ in their colours alone.
      const rules = colorScheme === 'dark' ? ['color-contrast'] : everyRule;
      expect(await seriousFindings(explorer.page, [], rules)).toEqual([]);
      await explorer.close();
    });
  });

  it('the details of a row have no serious finding and tell clause and words of the source', async () => {
    const explorer = await open();
    await explorer.ask('12-tasks-and-deadlines');
    await explorer.page.click('tbody tr:first-child .row-open');
    await explorer.page.waitForSelector('dialog[open]');
    expect(await explorer.page.textContent('dialog blockquote')).toContain('thanh toán một phần');
    expect(await explorer.page.textContent('dialog figcaption')).toContain('L22');
    expect(await seriousFindings(explorer.page)).toEqual([]);
    await explorer.close();
  });

  it('the editor has no serious finding of axe-core', async () => {
    const explorer = await open();
    await explorer.go('#/editor');
    await explorer.page.waitForSelector('.graphiql-query-editor .view-line', { timeout: 30_000 });
    // GraphiQL's own tabs hold buttons inside a tab: a fault of the library, named in the README.
    expect(await seriousFindings(explorer.page, ['.graphiql-tabs'])).toEqual([]);
    await explorer.close();
  });

  it.each(screens)('$name fits a phone of 360 pixels', async ({ name, hash, ready }) => {
    const explorer = await open({ viewport: { width: 360, height: 740 } });
    await explorer.go(hash);
    await explorer.page.waitForSelector(ready, { timeout: 20_000 });
    await explorer.photograph(`${name}-360`);
    expect(await explorer.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await explorer.close();
  });

  it('is used by keyboard alone, from the first screen to a CSV', async () => {
    const explorer = await open();
    const { page } = explorer;
    await explorer.go('');
    await page.waitForSelector('.card');
    await tabTo(page, 'a[href="#/q/03-payments-due-in-quarter"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-answered]');
    await tabTo(
      page,
      '.answer-bar .disclosure:first-of-type > button, .answer-bar .segments + .disclosure > button',
    );
    await page.keyboard.press('Enter');
    await tabTo(page, '.menu-item');
    const waiting = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    expect((await waiting).suggestedFilename()).toMatch(/^03-payments-due-in-quarter\..*\.csv$/);
    await explorer.close();
  });

  it('speaks Vietnamese and English, and remembers which', async () => {
    const explorer = await open({ locale: 'vi-VN' });
    const { page } = explorer;
    await explorer.ask('02-services-without-agreed-price');
    expect(await page.textContent('.data-table')).toContain('nguồn không nêu');
    await page.getByRole('button', { name: 'English' }).click();
    expect(await page.textContent('h1')).toBe('Leased services without an approved unit price');
    expect(await page.textContent('.data-table')).toContain('not stated in the source');
    expect(await page.getAttribute('html', 'lang')).toBe('en');
    await page.reload();
    expect(await page.textContent('h1')).toBe('Leased services without an approved unit price');
    await explorer.close();
    const english = await open({ locale: 'en-GB' });
    await english.go('');
    expect(await english.page.textContent('h1')).toBe('One question, answered by three departments together');
    await english.close();
  });

  it('asks nobody but its own origin, on any page, the editor included', async () => {
    const explorer = await open();
    for (const { hash, ready } of screens) {
      await explorer.go(hash);
      await explorer.page.waitForSelector(ready, { timeout: 20_000 });
    }
    await explorer.go('#/editor');
    await explorer.page.waitForSelector('.graphiql-query-editor .view-line', { timeout: 30_000 });
    await explorer.page.waitForTimeout(1000);
    expect(explorer.strayRequests).toEqual([]);
    expect(explorer.problems).toEqual([]);
    await explorer.close();
  });
}
