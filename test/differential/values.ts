import { hashOf } from './random';
import { type Field, type FieldType, instancesPerType, type World } from './World';

/** An entity's instance. `__typename` is what the resolver says of it; an interface object says its interface's name. */
export interface Instance {
  readonly __typename: string;
  readonly entity: string;
  readonly index: number;
  /** What the gateway sent of it, when it came through `_entities`. */
  readonly representation?: Readonly<Record<string, unknown>>;
  /** Fields that the root above it provides. */
  readonly provided?: readonly string[];
}

/** A value object; its key names where it was reached. */
export interface ValueObject {
  readonly __typename: string;
  readonly key: string;
}

/** Which instance or value object a field hangs on, as text that decides its values. */
export function anchorOf(parent: Instance | ValueObject | null): string {
  if (!parent) return 'root';
  return 'key' in parent ? parent.key : `${parent.entity}-${parent.index}`;
}

/** The value of one key field of an instance. */
export function keyValue(instance: Instance, name: string): unknown {
  const anchor = anchorOf(instance);
  if (name === 'id') return anchor;
  if (name === 'code') return `code:${anchor}`;
  return { __typename: 'Place', key: `place:${anchor}` } satisfies ValueObject;
}

/** The instance that a representation names by any of its keys; null when there is none. */
export function instanceOf(world: World, representation: Readonly<Record<string, unknown>>): Instance | null {
  const place = representation.place as { x?: unknown } | undefined;
  const text = [representation.id, representation.code, place?.x].find((value) => typeof value === 'string');
  const match = /(Alpha|Beta|Gamma|Delta)-(\d+)/.exec(String(text));
  const entity = match?.[1];
  const index = Number(match?.[2]);
  if (!entity || !world.entities.some(({ name }) => name === entity) || index >= instancesPerType)
    return null;
  return { __typename: String(representation.__typename), entity, index, representation };
}

function scalarValue(name: string, hash: number): unknown {
  if (name === 'Int') return hash % 1_000;
  if (name === 'Float') return (hash % 1_000) + 0.5;
  if (name === 'Boolean') return hash % 2 === 0;
  return name === 'ID' ? `i${hash % 100}` : `t"${hash % 1_000}\\é`;
}

function concreteEntity(world: World, type: FieldType, owner: string, hash: number): string {
  if (type.kind === 'entity') return type.name;
  const names =
    type.kind === 'union'
      ? (world.unions.find(({ name }) => name === type.name)?.members.get(owner) ?? [])
      : world.entities.filter((entity) => entity.implements === type.name).map(({ name }) => name);
  return names[hash % names.length] ?? '';
}

function oneValue(world: World, type: FieldType, owner: string, seed: string): unknown {
  const hash = hashOf(`${world.seed} ${seed}`);
  if (type.kind === 'scalar') {
    // The first field of a value object is part of keys: it has to name its instance.
    return seed.endsWith('.x') ? seed : scalarValue(type.name, hash);
  }
  if (type.kind === 'enum') {
    const values = world.enums.find(({ name }) => name === type.name)?.values.get(owner) ?? [];
    return values[hash % values.length];
  }
  if (type.kind === 'value') return { __typename: type.name, key: seed } satisfies ValueObject;
  const entity = concreteEntity(world, type, owner, hash);
  return { __typename: entity, entity, index: (hash >>> 8) % instancesPerType } satisfies Instance;
}

/**
 * The true value of a field at its anchor, as its owner knows it. Throws for the anchors at which a field that may
 * fail does. `argument` is the field's `n`.
 */
export function trueValue(
  world: World,
  field: Field,
  at: { anchor: string; owner: string; argument?: number | null },
): unknown {
  const seed = `${at.anchor}${at.argument == null ? '' : `(${at.argument})`}.${field.name}`;
  const hash = hashOf(`${world.seed} present ${seed}`);
  if (field.mayFail && hash % 5 === 0) throw new Error(`${field.name} fails at ${at.anchor}`);
  const { type } = field;
  if (!type.nonNull && hash % 7 === 0) return null;
  if (!type.list) return oneValue(world, type, at.owner, seed);
  return Array.from({ length: (hash >>> 4) % 4 }, (_, n) =>
    (hash >>> n) % 11 === 0 ? null : oneValue(world, type, at.owner, `${seed}.${n}`),
  );
}

/** The value of a field with `@requires`: a text made of what it was given. */
export function computedValue(field: Field, inputs: readonly unknown[], argument?: number | null): string {
  return `${field.name}(${argument ?? ''}): ${JSON.stringify(inputs)}`;
}

/** What a subgraph answers where it must not be asked: an overridden or external field. Never a true value. */
export function wrongValue(type: FieldType): unknown {
  const value = { Int: -1, Float: -1.25, Boolean: null, ID: 'wrong', String: 'wrong' }[type.name] ?? null;
  return type.list ? [value] : value;
}
