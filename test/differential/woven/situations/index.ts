import type { Situation } from '../Situation';
import { abstracts } from './abstracts';
import { federation1 } from './federation1';
import { inputs } from './inputs';
import { interfaceObjects } from './interfaceObjects';
import { keys } from './keys';
import { provisions } from './provisions';
import { requirements } from './requirements';
import { shares } from './shares';

/** Every situation of Federation 2. */
export const situations: readonly Situation[] = [
  ...keys,
  ...requirements,
  ...provisions,
  ...interfaceObjects,
  ...abstracts,
  ...shares,
  ...inputs,
];

/** Situations in the manner of Federation 1; they are not mixed with the others. */
export const federation1Situations: readonly Situation[] = federation1;
