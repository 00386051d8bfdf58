import { ids, padded } from './labels';
import type { PlaceBody } from './model';

/** Districts of the city. */
export const DISTRICTS = 30;
/** Wards, communes and villages of the city, as reported on 2020-12-17; the names are made up. */
export const COMMUNES = 579;

/** A made-up district: "Quận mẫu 01". */
export function district(index: number): PlaceBody {
  const number = padded(index + 1, 2);
  return {
    index,
    id: ids.district(index),
    code: `MAU-QUAN-${number}`,
    name: { vi: `Quận mẫu ${number}`, en: `Sample district ${number}` },
    kind: 'DISTRICT',
    parentId: 'UBND-TP',
  };
}

/** A made-up commune: "Xã mẫu 001". */
export function commune(index: number): PlaceBody {
  const number = padded(index + 1, 3);
  return {
    index,
    id: ids.commune(index),
    code: `MAU-XA-${number}`,
    name: { vi: `Xã mẫu ${number}`, en: `Sample commune ${number}` },
    kind: 'COMMUNE',
    parentId: ids.district(index % DISTRICTS),
  };
}

/** All made-up places, communes first: the order in which observations of single places are dealt out. */
export function places(): PlaceBody[] {
  return [
    ...Array.from({ length: COMMUNES }, (_, index) => commune(index)),
    ...Array.from({ length: DISTRICTS }, (_, index) => district(index)),
  ];
}
