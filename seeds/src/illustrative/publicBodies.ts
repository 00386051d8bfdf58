import type { PublicBodyRecord } from '@lien-thong/subgraph-kit';
import { illustrativeProvenance } from './labels';
import type { PlaceBody } from './model';
import { places } from './places';

function publicBodyRow({ id, code, name, kind, parentId }: PlaceBody): PublicBodyRecord {
  return {
    _id: id,
    version: 1,
    code,
    name,
    kind,
    parentId,
    provenance: illustrativeProvenance,
    seed: { pack: 'illustrative' },
  };
}

/** The made-up districts and communes as rows of the code list: the same in every department and every tier. */
export function publicBodyRows(): PublicBodyRecord[] {
  return places().map(publicBodyRow);
}
