import { contributionCollection } from './contribution/record';
import { figureCollection } from './figure/record';
import { indicatorCollection } from './indicator/record';
import { procurementPlanItemCollection } from './procurementPlanItem/record';
import { programmeCollection } from './programme/record';
import { projectCollection } from './project/record';
import { taskCollection } from './task/record';

/** Every collection that planning owns. */
export const collections = [
  programmeCollection,
  projectCollection,
  procurementPlanItemCollection,
  indicatorCollection,
  figureCollection,
  contributionCollection,
  taskCollection,
];
