import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { findChromium } from './findChromium';

const repository = join(__dirname, '..', '..');
const screenshots = join(repository, '.cache', 'screenshots');

/** What a page is opened with. */
export type PageOptions = Pick<BrowserContextOptions, 'viewport' | 'colorScheme' | 'locale'>;

/** A page of the explorer in a browser context of its own, watched for what must never happen. */
export interface ExplorerPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Requests to anywhere but the origin: each was blocked. */
  readonly strayRequests: string[];
  /** Errors of scripts and of the content security policy. */
  readonly problems: string[];
  /** Opens the part of the address behind `#`. */
  go(hash: string): Promise<void>;
  /** Opens a question and waits until it is answered. */
  ask(slug: string, choices?: Readonly<Record<string, string>>): Promise<void>;
  /** Writes a picture into the ignored folder of screenshots. */
  photograph(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts a browser. Throws where the page is not built or no Chromium can be had. */
export async function launchBrowser(): Promise<Browser> {
  if (!existsSync(join(repository, 'gateway', 'explorer', 'dist', 'index.html'))) {
    throw new Error('The page is not built: npm run build -w gateway/explorer');
  }
  mkdirSync(screenshots, { recursive: true });
  // A container's user namespaces are often closed to the browser's own sandbox.
  return chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
}

function watch(page: Page, problems: string[]): void {
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    // A request that a test aborts is reported by the browser as well.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      problems.push(message.text());
  });
}

/** Opens a context and a page in it; every request that leaves the origin is blocked and noted. */
export async function openExplorer(
  browser: Browser,
  origin: string,
  options: PageOptions = {},
): Promise<ExplorerPage> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: 'vi-VN',
    ...options,
  });
  // Speed is measured where it is the matter; elsewhere a busy machine has time.
  context.setDefaultTimeout(90_000);
  const strayRequests: string[] = [];
  const problems: string[] = [];
  await context.route(
    (url) => url.origin !== origin && !['data:', 'blob:'].includes(url.protocol),
    (route) => {
      strayRequests.push(route.request().url());
      return route.abort();
    },
  );
  const page = await context.newPage();
  watch(page, problems);
  const go = async (hash: string): Promise<void> => {
    await page.goto(`${origin}/${hash}`);
  };
  return {
    page,
    context,
    strayRequests,
    problems,
    go,
    async ask(slug, choices = {}) {
      const query = new URLSearchParams(choices).toString();
      await go(`#/q/${slug}${query ? `?${query}` : ''}`);
      await page.waitForSelector(`[data-answered="${slug}"]`);
    },
    photograph: async (name) => {
      await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
    },
    close: () => context.close(),
  };
}
