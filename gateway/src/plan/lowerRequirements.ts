import { type DirectiveNode, type FieldNode, Kind, print, type SelectionNode } from 'graphql';
import type { RequirementTables } from './checkRequirements';
import type { FieldOwner } from './FieldOwners';
import { argumentsText, parseFieldSet } from './fieldSets';
import {
  type NormalField,
  type NormalOperation,
  type NormalSelection,
  typenameField,
} from './NormalOperation';
import type { StepDraft } from './PlanBuilder';
import type { EntityInput, PathSegment, RequiredSelection } from './PlanStep';

/** An operation without fields that require others, and the entity fetches that bring those. */
export interface LoweredOperation {
  readonly operation: NormalOperation;
  /** In an order in which each finds what it needs. */
  readonly fetches: readonly StepDraft[];
}

/** Where the walk over an operation is. */
interface Place {
  readonly type: string;
  /** From the root to the objects. */
  readonly path: readonly PathSegment[];
  /** Conditions between the objects and the selection. */
  readonly directives: readonly DirectiveNode[];
}

/** What a department gets of an entity, and what the operation selects for it. */
interface Wanted {
  readonly selections: NormalSelection[];
  readonly requires: RequiredSelection[];
}

/**
 * Writes `@requires` out: a field that requires others is taken out of the operation, which selects those others and a
 * key instead, and is fetched by a step of its own when they have come. The planners see no requirements then, and
 * cannot forget any. What cannot be taken out stays: fields whose own fields come from several departments.
 */
export function lowerRequirements(
  operation: NormalOperation,
  tables: RequirementTables,
): LoweredOperation | null {
  const lowering = new Lowering(operation, tables);
  const selections = lowering.selections(operation.selections, {
    type: operation.rootType,
    path: [],
    directives: [],
  });
  const fetches = [...lowering.fetches.values()];
  return fetches.length > 0 ? { operation: { ...operation, selections }, fetches } : null;
}

const sentTypename: RequiredSelection = { kind: 'field', key: '__typename', name: '__typename' };

class Lowering {
  /** By place and text, so that what two fields require is fetched once. */
  readonly fetches = new Map<string, StepDraft>();

  constructor(
    private readonly operation: NormalOperation,
    private readonly tables: RequirementTables,
  ) {}

  selections(list: readonly NormalSelection[], place: Place): NormalSelection[] {
    return list.flatMap((selection): NormalSelection[] => {
      if (selection.kind === 'field') return this.field(selection, place);
      const inside = {
        ...place,
        type: selection.on ?? place.type,
        directives: [...place.directives, ...selection.directives],
      };
      return [{ ...selection, selections: this.selections(selection.selections, inside) }];
    });
  }

  private field(field: NormalField, place: Place): NormalSelection[] {
    const { owners, types } = this.tables;
    const concrete = types.matching(place.type).filter((name) => owners.isObject(name));
    const lowered = concrete.map((type) => ({ type, selections: this.lowered(field, { ...place, type }) }));
    if (lowered.every(({ selections }) => selections === null)) return [this.kept(field, place)];
    const [first] = lowered;
    if (first?.selections && first.type === place.type) return first.selections;
    return lowered.map(({ type, selections }): NormalSelection => {
      const inside = selections ?? [this.kept(field, { ...place, type })];
      return { kind: 'fragment', on: type, directives: [], selections: inside };
    });
  }

  private kept(field: NormalField, place: Place): NormalField {
    const shape = this.tables.owners.shapeOf(place.type, field.name);
    if (!shape || !field.selections) return field;
    const path = [...place.path, ...pathInto(field.dataKey, shape.lists)];
    const below = { type: shape.type, path, directives: [] };
    return { ...field, selections: this.selections(field.selections, below) };
  }

  /** What stands in the field's place; null where it requires nothing or has to stay. */
  private lowered(field: NormalField, place: Place): NormalSelection[] | null {
    const all = this.tables.owners.of(place.type, field.name);
    const [owner] = all;
    const [key] = owner ? this.tables.owners.keysOf(owner.subgraph, owner.type) : [];
    if (!owner || key === undefined || !all.every(({ requires, isSpecial }) => requires && !isSpecial))
      return null;
    if (
      field.selections &&
      !this.isLocal(field.selections, this.typeBelow(place.type, field), owner.subgraph)
    )
      return null;
    const wanted = this.wanted(parseFieldSet(`${key} ${owner.requires}`), place);
    const fetch = this.fetch(field, { owner, place, wanted });
    const id = JSON.stringify([place.path, fetch.operation]);
    // What it requires has been set before it.
    if (!this.fetches.has(id)) this.fetches.set(id, fetch);
    return [typenameField, ...wanted.selections.map((each) => withDirectives(each, field.directives))];
  }

  private typeBelow(type: string, { name }: NormalField): string {
    return this.tables.owners.shapeOf(type, name)?.type ?? '';
  }

  /** Whether one department resolves all of a selection, without requirements. */
  private isLocal(selections: readonly NormalSelection[], type: string, subgraph: string): boolean {
    const { owners, types } = this.tables;
    return selections.every((selection) => {
      if (selection.kind === 'fragment') {
        return this.isLocal(selection.selections, selection.on ?? type, subgraph);
      }
      if (selection.name === '__typename') return true;
      const concrete = types.matching(type).filter((name) => owners.isObject(name));
      const isOwned = concrete.every((name) => {
        const owner = owners.of(name, selection.name).find((each) => each.subgraph === subgraph);
        return owner && !owner.requires && !owner.isSpecial && owner.type === name;
      });
      return (
        isOwned &&
        (!selection.selections ||
          this.isLocal(selection.selections, this.typeBelow(type, selection), subgraph))
      );
    });
  }

  /** A field set as selections of the operation under keys of their own, and as what a department gets of them. */
  private wanted(nodes: readonly SelectionNode[], place: Place): Wanted {
    const selections: NormalSelection[] = [];
    const requires: RequiredSelection[] = [];
    for (const node of nodes) {
      if (node.kind === Kind.FIELD) {
        const { selection, required } = this.wantedField(node, place);
        selections.push(...selection);
        requires.push(required);
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        const on = node.typeCondition?.name.value ?? place.type;
        const inside = this.wanted(node.selectionSet.selections, { ...place, type: on });
        selections.push({ kind: 'fragment', on, directives: [], selections: inside.selections });
        requires.push({ kind: 'fragment', on, selections: inside.requires });
      }
    }
    return { selections, requires };
  }

  private wantedField(
    node: FieldNode,
    place: Place,
  ): { selection: NormalSelection[]; required: RequiredSelection } {
    const name = node.name.value;
    if (name === '__typename') return { selection: [typenameField], required: sentTypename };
    const dataKey = ownKey(name, argumentsText(node));
    const shape = this.tables.owners.shapeOf(place.type, name);
    const path = [...place.path, ...pathInto(dataKey, shape?.lists ?? 0)];
    const below =
      node.selectionSet && shape
        ? this.wanted(node.selectionSet.selections, { type: shape.type, path, directives: [] })
        : undefined;
    const field: NormalField = {
      kind: 'field',
      key: dataKey,
      dataKey,
      name,
      arguments: node.arguments ?? [],
      directives: [],
      ...(below ? { selections: [typenameField, ...below.selections] } : {}),
    };
    return {
      // What is required may itself require others.
      selection: this.field(field, place),
      required: { kind: 'field', key: dataKey, name, selections: below?.requires },
    };
  }

  private fetch(
    field: NormalField,
    { owner, place, wanted }: { owner: FieldOwner; place: Place; wanted: Wanted },
  ): StepDraft {
    const conditions = [...place.directives, ...field.directives];
    const asked = printAsked({ ...field, directives: [] });
    const body = conditions.reduce((inner, directive) => `...${print(directive)}{${inner}}`, asked);
    const used = new Set(body.match(/\$[_A-Za-z][_0-9A-Za-z]*/g) ?? []);
    const definitions = this.definitions(used);
    const entity: EntityInput = {
      alias: '_entities',
      variable: 'representations',
      paths: [place.path],
      requires: [{ kind: 'fragment', on: place.type, selections: [sentTypename, ...wanted.requires] }],
      inputRewrites:
        owner.type === place.type
          ? []
          : [{ kind: 'set', path: [{ kind: 'field', key: '__typename' }], value: owner.type }],
      outputRewrites: [],
      contexts: [],
    };
    return {
      subgraph: owner.subgraph,
      kind: 'query',
      operation: `query($representations:[_Any!]!${definitions}){_entities(representations:$representations){...on ${owner.type}{${body}}}}`,
      variables: [...used].map((name) => name.slice(1)),
      entities: [entity],
      at: [],
      outputRewrites: [],
      conditions: [],
      part: 0,
    };
  }

  private definitions(used: ReadonlySet<string>): string {
    const { variables, lifted } = this.operation;
    const own = variables
      .filter(({ variable }) => used.has(`$${variable.name.value}`))
      .map((node) => print(node));
    const added = lifted
      .filter(({ name }) => used.has(`$${name}`))
      .map(({ name, type }) => `$${name}:${type}`);
    return [...own, ...added].map((each) => ` ${each}`).join('');
  }
}

/** The key in our data of what a field set selects: apart from the client's own, one for each set of arguments. */
function ownKey(name: string, given: string): string {
  return `_rq_${name}${[...given].reduce((text, letter) => text + letter.charCodeAt(0).toString(16), given && '_')}`;
}

function pathInto(key: string, lists: number): PathSegment[] {
  return [{ kind: 'field', key }, ...Array.from({ length: lists }, (): PathSegment => ({ kind: 'list' }))];
}

function withDirectives(selection: NormalSelection, directives: readonly DirectiveNode[]): NormalSelection {
  return directives.length === 0
    ? selection
    : { ...selection, directives: [...selection.directives, ...directives] };
}

function printAsked(selection: NormalSelection): string {
  const directives = selection.directives.map((each) => print(each)).join(' ');
  const below = selection.selections ? `{__typename ${selection.selections.map(printAsked).join(' ')}}` : '';
  if (selection.kind === 'fragment') {
    return `...${selection.on ? `on ${selection.on} ` : ''}${directives}${below}`;
  }
  if (selection.name === '__typename') return '__typename';
  const given = selection.arguments.map((argument) => print(argument)).join(' ');
  const key = selection.dataKey === selection.name ? '' : `${selection.dataKey}:`;
  return `${key}${selection.name}${given && `(${given})`}${directives}${below}`;
}
