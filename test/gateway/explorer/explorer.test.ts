import { launchBrowser } from '../../helpers/ExplorerPage';
import { startCity } from '../../helpers/startCity';
import { accessCases } from './accessCases';
import { linkCases } from './linkCases';
import { outageCases } from './outageCases';
import { questionCases } from './questionCases';
import { speedCases } from './speedCases';
import type { World } from './World';

jest.setTimeout(90_000);

describe('the page where people find answers', () => {
  let world: World | undefined;
  const getWorld = (): World => {
    if (!world) throw new Error('the city did not start');
    return world;
  };

  beforeAll(async () => {
    const browser = await launchBrowser();
    const city = await startCity({
      packs: ['facts', 'external', 'illustrative'],
      gatewayEnv: { FROZEN: `${process.env.TMPDIR ?? '/tmp'}/lien-thong-frozen-${process.pid}` },
    });
    world = { browser, city };
  }, 180_000);

  afterAll(async () => {
    await world?.browser.close();
    await world?.city.stop();
  }, 60_000);

  questionCases(getWorld);
  linkCases(getWorld);
  accessCases(getWorld);
  speedCases(getWorld);
  outageCases(getWorld);
});
