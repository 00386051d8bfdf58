import type { Browser } from 'playwright-core';
import type { City } from '../../helpers/startCity';

/** What all cases of the page share: one city with tier S, and one browser. */
export interface World {
  readonly city: City;
  readonly browser: Browser;
}

/** Gives the world once it is there. */
export type GetWorld = () => World;
