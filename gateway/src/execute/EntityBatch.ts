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

/** Objects of the answer that an entity fetch is for, and which of its paths each was found at. */
export interface FoundObjects {
  readonly entity: CompiledEntity;
  readonly objects: object[];
  readonly places: number[];
}

/** What other fetches have brought, by representation, and what to do with it. */
export interface Brought {
  readonly known: ReadonlyMap<string, object>;
  use(target: object, source: object): void;
}

/** Walks the entity's paths. */
export function findObjects(entity: CompiledEntity, data: object): FoundObjects {
  const objects: object[] = [];
  const places: number[] = [];
  entity.places.forEach(({ collect }, place) => {
    collect(data, (object) => {
      objects.push(object);
      places.push(place);
    });
  });
  return { entity, objects, places };
}

/** Writes the representations of what was found, pausing now and then. What was found is the batch's own from then on. */
export function* batchEntities(
  { entity, objects, places }: FoundObjects,
  brought?: Brought,
): Generator<void, EntityBatch, void> {
  const slots: number[] = [];
  const slotByText = new Map<string, number>();
  const texts: string[] | undefined = brought && [];
  let text = '';
  let kept = 0;
  for (let index = 0; index < objects.length; index++) {
    if (index % pauseEvery === pauseEvery - 1) yield;
    const object = objects[index] as object;
    const representation = entity.represent(object);
    if (representation === '') continue;
    const known = brought?.known.get(representation);
    if (known !== undefined) {
      brought?.use(object, known);
      continue;
    }
    let slot = slotByText.get(representation);
    if (slot === undefined) {
      slot = slotByText.size;
      slotByText.set(representation, slot);
      texts?.push(representation);
      text += slot === 0 ? representation : `,${representation}`;
    }
    objects[kept] = object;
    places[kept] = places[index] as number;
    slots.push(slot);
    kept++;
  }
  objects.length = kept;
  places.length = kept;
  const { alias, variable } = entity;
  return { entity, alias, variable, text, count: slotByText.size, targets: objects, slots, places, texts };
}

/** So many objects are worked on in one go. */
export const pauseEvery = 1_000;
