import {
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  Kind,
  parse,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { ownersOfCoordinate } from './ownersOfCoordinate';
import type { ShapeField } from './Shape';
import type { SchemaFacts } from './shapeOf';

/** Everything that the page shows of a row's status and source. */
const wholeSelections: Readonly<Record<string, SelectionSetNode>> = {
  Provenance: selectionSet('{ status citations { label clause quote url } note { vi en } }'),
  FactBreakdown: selectionSet('{ status count amount { amount qualifier } }'),
  LocalizedText: selectionSet('{ vi en }'),
  // The code of a unit is for machines: P1 is the percentage sign.
  UnitOfMeasure: selectionSet('{ code name { vi en } }'),
};

function selectionSet(source: string): SelectionSetNode {
  const [definition] = parse(source).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new TypeError('A selection was expected.');
  return definition.selectionSet;
}

/** A field node of that name. */
export function fieldNode(name: string, selection?: SelectionSetNode): FieldNode {
  return { kind: Kind.FIELD, name: { kind: Kind.NAME, value: name }, selectionSet: selection };
}

const hasField = (set: SelectionSetNode, name: string): boolean =>
  set.selections.some((each) => each.kind === Kind.FIELD && each.name.value === name);

/** The selection with that field added, unless it is there. */
export function withField(set: SelectionSetNode, node: FieldNode): SelectionSetNode {
  return hasField(set, node.name.value) ? set : { ...set, selections: [...set.selections, node] };
}

const figures: ReadonlySet<string> = new Set(['money', 'decimal', 'integer']);

/** A row, or an object with figures, whose own department is asked anyway: then its source costs no further call. */
function deservesProvenance(facts: SchemaFacts, type: GraphQLObjectType, place: ShapeField): boolean {
  const fields = place.fields ?? [];
  const home = ownersOfCoordinate(facts.owners, `${type.name}.provenance`);
  const askedAnyway = fields.some((field) => field.field !== 'id' && home.includes(field.owner));
  const isRow = place.list;
  return askedAnyway && (isRow || fields.some((field) => field.value && figures.has(field.value)));
}

function completed(
  facts: SchemaFacts,
  type: GraphQLObjectType,
  [set, place]: [SelectionSetNode, ShapeField],
): SelectionSetNode {
  const known = type.getFields();
  let result = set;
  if (type.name === 'Money') result = withField(result, fieldNode('qualifier'));
  if (known.provenance && deservesProvenance(facts, type, place)) {
    result = withField(result, fieldNode('provenance', wholeSelections.Provenance));
  }
  if (known.factBreakdown) {
    result = withField(result, fieldNode('factBreakdown', wholeSelections.FactBreakdown));
  }
  return result;
}

/**
 * The selection with the status and the source of every row and figure, with both languages of every text and with
 * the qualifier of every amount, as long as no further department has to be asked for them.
 */
export function withProvenance(
  facts: SchemaFacts,
  type: GraphQLObjectType,
  [set, place]: [SelectionSetNode, ShapeField],
): SelectionSetNode {
  const whole = wholeSelections[type.name];
  if (whole) return whole;
  const deeper = (selection: SelectionNode): SelectionNode => {
    if (selection.kind !== Kind.FIELD || !selection.selectionSet) return selection;
    const definition = type.getFields()[selection.name.value];
    const below = definition && getNamedType(definition.type);
    const key = selection.alias?.value ?? selection.name.value;
    const shape = place.fields?.find((field) => field.key === key);
    if (!isObjectType(below) || !shape) return selection;
    // What stands at the root of the answer is a row of its own, e.g. the one programme that was asked for.
    const row = place.type === '' ? { ...shape, list: true } : shape;
    return { ...selection, selectionSet: withProvenance(facts, below, [selection.selectionSet, row]) };
  };
  return completed(facts, type, [{ ...set, selections: set.selections.map(deeper) }, place]);
}

/** The root type of an operation. Throws a RangeError where the schema has none. */
export function rootTypeOf(schema: GraphQLSchema, operation: 'query' | 'mutation' | 'subscription') {
  const type =
    schema.getQueryType() && operation === 'query' ? schema.getQueryType() : schema.getMutationType();
  if (!type) throw new RangeError(`The schema has no ${operation}.`);
  return type;
}
