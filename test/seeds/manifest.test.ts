import { join } from 'node:path';
import { departmentData, readManifest, staleParts } from '@lien-thong/seeds';

const seeds = join(__dirname, '..', '..', 'seeds');

describe('seeds/manifest.json', () => {
  it('is what the generator makes, for the tiers S and M', async () => {
    expect(await staleParts(seeds, departmentData)).toEqual([]);
  }, 120_000);

  it('lists the flaws on purpose and says that the rows are made up', async () => {
    const { about, tiers } = await readManifest(seeds);
    expect(about).toMatch(/made up/);
    expect(Object.keys(tiers)).toEqual(['S', 'M']);
    expect(tiers.S?.blemishes.length).toBeGreaterThan(3);
  });
});
