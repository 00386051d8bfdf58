import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser } from '../../helpers/ExplorerPage';
import { startCity } from '../../helpers/startCity';
import { accessCases } from './accessCases';
import { linkCases } from './linkCases';
import { outageCases } from './outageCases';
import { questionCases } from './questionCases';
import { speedCases } from './speedCases';
import type { World } from './World';

jest.setTimeout(180_000);

describe('the page where people find answers', () => {
  let world: World | undefined;
  let frozen = '';
  const getWorld = (): World => {
    if (!world) throw new Error('the city did not start');
    return world;
  };

  beforeAll(async () => {
    const browser = await launchBrowser();
    frozen = await mkdtemp(join(tmpdir(), 'lien-thong-frozen-'));
    const city = await startCity({
      packs: ['facts', 'external', 'illustrative'],
      // A machine that runs other tests at the same time is slow: what is tested here is the page, not deadlines.
      gatewayEnv: { FROZEN: frozen, DEPARTMENT_DEADLINE_MS: '20000', REQUEST_DEADLINE_MS: '40000' },
    });
    world = { browser, city };
  }, 180_000);

  afterAll(async () => {
    await world?.browser.close();
    await world?.city.stop();
    if (frozen) await rm(frozen, { recursive: true, force: true });
  });

  questionCases(getWorld);
  linkCases(getWorld);
  accessCases(getWorld);
  speedCases(getWorld);
  outageCases(getWorld);
});
