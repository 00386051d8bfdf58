import type { CompiledEntity } from './CompiledStep';

/** The entities that one `_entities` field asks for: each distinct representation once, whoever wants it. */
export interface EntityBatch {
  readonly entity: CompiledEntity;
  /** The key of the field in the answer, and the variable of the representations. */
  readonly alias: string;
  readonly variable: string;
  /** The representations, separated by commas. */
  readonly text: string;
  readonly count: number;
  /** Objects of the answer that wait for an entity. */
  readonly targets: readonly object[];
  /** Which of the representations is a target's. */
  readonly slots: readonly number[];
  /** Which of the entity's paths a target was found at. */
  readonly places: readonly number[];
  /** The representations by themselves, where what they bring may be used again. */
  readonly texts?: readonly string[];
}

/** Walks the entity's paths and writes the representations of what is found there. */
export function collectEntities(
  entity: CompiledEntity,
  data: object,
  /** What other fetches have brought, and what to do with it. */
  brought?: { readonly known: ReadonlyMap<string, object>; use(target: object, source: object): void },
): EntityBatch {
  const targets: object[] = [];
  const slots: number[] = [];
  const places: number[] = [];
  const slotByText = new Map<string, number>();
  const texts: string[] | undefined = brought && [];
  let text = '';
  entity.places.forEach(({ collect }, place) => {
    collect(data, (object) => {
      const representation = entity.represent(object);
      if (representation === '') return;
      const known = brought?.known.get(representation);
      if (known !== undefined) {
        brought?.use(object, known);
        return;
      }
      let slot = slotByText.get(representation);
      if (slot === undefined) {
        slot = slotByText.size;
        slotByText.set(representation, slot);
        texts?.push(representation);
        text += slot === 0 ? representation : `,${representation}`;
      }
      targets.push(object);
      slots.push(slot);
      places.push(place);
    });
  });
  return {
    entity,
    alias: entity.alias,
    variable: entity.variable,
    text,
    count: slotByText.size,
    targets,
    slots,
    places,
    texts,
  };
}
