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
}

/** Walks the entity's paths and writes the representations of what is found there. */
export function collectEntities(entity: CompiledEntity, data: object): EntityBatch {
  const targets: object[] = [];
  const slots: number[] = [];
  const places: number[] = [];
  const slotByText = new Map<string, number>();
  let text = '';
  entity.places.forEach(({ collect }, place) => {
    collect(data, (object) => {
      const representation = entity.represent(object);
      if (representation === '') return;
      let slot = slotByText.get(representation);
      if (slot === undefined) {
        slot = slotByText.size;
        slotByText.set(representation, slot);
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
  };
}
