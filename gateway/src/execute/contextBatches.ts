import { Kind, parse, print, stripIgnoredCharacters, visit } from 'graphql';
import type { PathSegment, RewriteSegment } from '../plan/PlanStep';
import type { TypeTable } from '../plan/TypeTable';
import type { CompiledEntity, CompiledStep } from './CompiledStep';
import type { EntityBatch } from './EntityBatch';

/** The entities of a step that takes `@fromContext` arguments: a batch for each distinct set of their values. */
export interface ContextBatches {
  readonly batches: readonly EntityBatch[];
  /** The request's text, with a field for each batch. */
  readonly operation: string;
  /** JSON members of `variables` for the contextual arguments. */
  readonly variables: readonly string[];
}

/** Walks the entity's paths with the objects above each target, from which the contextual arguments are taken. */
export function contextBatches(
  step: CompiledStep,
  entity: CompiledEntity,
  at: { readonly data: object; readonly types: TypeTable },
): ContextBatches {
  const groups = new Map<string, OpenGroup>();
  entity.places.forEach(({ path }, place) => {
    walk(at.data, path, {
      types: at.types,
      chain: [at.data],
      visit: (target, chain) => addTarget({ entity, place, types: at.types, groups }, target, chain),
    });
  });
  const found = [...groups];
  const single = found.length <= 1;
  return {
    batches: found.map(([, group], index) => ({
      entity,
      alias: single ? entity.alias : `_e${index}`,
      variable: single ? entity.variable : `_r${index}`,
      text: [...group.slotByText.keys()].join(','),
      count: group.slotByText.size,
      targets: group.targets,
      slots: group.slots,
      places: group.places,
    })),
    operation: single ? step.operation : splitOperation(step.operation, entity, found.length),
    variables: found.flatMap(([key], index) => {
      const values = JSON.parse(key) as [string, unknown][];
      return values.map(
        ([name, value]) => `"${single ? name : `${name}_${index}`}":${JSON.stringify(value)}`,
      );
    }),
  };
}

interface OpenGroup {
  readonly slotByText: Map<string, number>;
  readonly targets: object[];
  readonly slots: number[];
  readonly places: number[];
}

function addTarget(
  {
    entity,
    place,
    types,
    groups,
  }: { entity: CompiledEntity; place: number; types: TypeTable; groups: Map<string, OpenGroup> },
  target: object,
  chain: readonly object[],
): void {
  const text = entity.represent(target);
  if (text === '') return;
  const key = JSON.stringify(contextValues(entity, chain, types));
  let group = groups.get(key);
  if (!group) {
    group = { slotByText: new Map(), targets: [], slots: [], places: [] };
    groups.set(key, group);
  }
  const slot = group.slotByText.get(text) ?? group.slotByText.size;
  group.slotByText.set(text, slot);
  group.targets.push(target);
  group.slots.push(slot);
  group.places.push(place);
}

/** Several rewrites may fill one variable, each for another type above: the first that finds a value holds. */
function contextValues(
  entity: CompiledEntity,
  chain: readonly object[],
  types: TypeTable,
): [string, unknown][] {
  const values = new Map<string, unknown>();
  for (const { path, to } of entity.contexts) {
    const ups = path.filter(({ kind }) => kind === 'up').length;
    const value = read(chain[chain.length - 1 - ups], path.slice(ups), types);
    if (value !== undefined || !values.has(to)) values.set(to, values.get(to) ?? value ?? null);
  }
  return [...values];
}

function read(value: unknown, path: readonly RewriteSegment[], types: TypeTable): unknown {
  const [segment, ...rest] = path;
  if (!segment || value === null || value === undefined) return value;
  if (Array.isArray(value)) return value.map((item) => read(item, path, types));
  if (typeof value !== 'object') return undefined;
  const object = value as Record<string, unknown>;
  if (segment.kind === 'field')
    return Object.hasOwn(object, segment.key) ? read(object[segment.key], rest, types) : undefined;
  if (segment.kind === 'up') return undefined;
  const name = object.__typename;
  const fits = typeof name !== 'string' || segment.names.some((above) => types.matches(name, above));
  return fits ? read(value, rest, types) : undefined;
}

interface Walk {
  readonly types: TypeTable;
  /** The root and the object behind each field passed. */
  readonly chain: readonly object[];
  visit(target: object, chain: readonly object[]): void;
}

function walk(value: unknown, path: readonly PathSegment[], at: Walk): void {
  const [segment, ...rest] = path;
  if (Array.isArray(value)) {
    for (const item of value) {
      if (typeof item === 'object' && item !== null)
        walk(item, segment?.kind === 'list' ? rest : path, replaceLast(at, item));
    }
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const object = value as Record<string, unknown>;
  if (!segment) {
    at.visit(value, at.chain);
  } else if (segment.kind === 'field') {
    const next = Object.hasOwn(object, segment.key) ? object[segment.key] : undefined;
    if (typeof next === 'object' && next !== null) walk(next, rest, { ...at, chain: [...at.chain, next] });
  } else if (segment.kind === 'types') {
    const name = object.__typename;
    if (typeof name !== 'string' || segment.names.some((above) => at.types.matches(name, above)))
      walk(value, rest, at);
  } else {
    walk(value, rest, at);
  }
}

/** An item stands for its list: lists are no level of their own. */
function replaceLast(at: Walk, item: object): Walk {
  return { ...at, chain: [...at.chain.slice(0, -1), item] };
}

/** The same request with its entity field once for each batch, each with variables of its own. */
function splitOperation(operation: string, entity: CompiledEntity, count: number): string {
  const document = parse(operation, { noLocation: true });
  const own = new Set([entity.variable, ...entity.contexts.map(({ to }) => to)]);
  const definition = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (definition?.kind !== Kind.OPERATION_DEFINITION)
    throw new Error('The plan has a request without an operation.');
  const shared = (definition.variableDefinitions ?? []).filter(
    ({ variable }) => !own.has(variable.name.value),
  );
  const definitions = shared.map((node) => print(node));
  const fields: string[] = [];
  for (let index = 0; index < count; index++) {
    const rename = (name: string): string =>
      name === entity.variable ? `_r${index}` : own.has(name) ? `${name}_${index}` : name;
    const renamed = visit(definition, {
      Variable: (node) => ({ ...node, name: { ...node.name, value: rename(node.name.value) } }),
      FragmentSpread: () => undefined,
    });
    for (const node of renamed.variableDefinitions ?? []) {
      if (!definitions.includes(print(node))) definitions.push(print(node));
    }
    for (const node of renamed.selectionSet.selections) {
      if (node.kind === Kind.FIELD)
        fields.push(print({ ...node, alias: { kind: Kind.NAME, value: `_e${index}` } }));
    }
  }
  return stripIgnoredCharacters(`query(${definitions.join(',')}){${fields.join(' ')}}`);
}
