import { type DocumentNode, Kind, print } from 'graphql';
import type { Shape, ShapeField } from './Shape';
import { operationOf, type SchemaFacts, shapeOf } from './shapeOf';
import { withPaging } from './withPaging';
import { rootTypeOf, withProvenance } from './withProvenance';

/** An operation made ready for the page. */
export interface PreparedOperation {
  /** What the page sends: the author's operation, with status, source and paging added. */
  readonly source: string;
  readonly shape: Shape;
}

const emptyPlace = (fields: readonly ShapeField[]): ShapeField => ({
  key: '',
  field: '',
  type: '',
  list: false,
  owner: '',
  fields,
});

function hideAdded(whole: readonly ShapeField[], original: readonly ShapeField[]): readonly ShapeField[] {
  return whole.map((field) => {
    const before = original.find((each) => each.key === field.key);
    if (!before) return { ...field, hidden: true };
    return field.fields ? { ...field, fields: hideAdded(field.fields, before.fields ?? []) } : field;
  });
}

/** Adds what the page needs to show status, source and further pages; mutations are left exactly as they are. */
export function prepareOperation(
  facts: SchemaFacts,
  document: DocumentNode,
  operationName?: string,
): PreparedOperation {
  const original = shapeOf(facts, document, operationName);
  const operation = operationOf(document, operationName);
  if (operation.operation !== 'query') return { source: print(document), shape: original };
  const root = rootTypeOf(facts.schema, operation.operation);
  const selectionSet = withProvenance(facts, root, [operation.selectionSet, emptyPlace(original.fields)]);
  const complete = withPaging({ ...operation, selectionSet }, root);
  const fragments = document.definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
  const prepared: DocumentNode = { kind: Kind.DOCUMENT, definitions: [complete.operation, ...fragments] };
  const whole = shapeOf(facts, prepared);
  const shape = { ...whole, fields: hideAdded(whole.fields, original.fields), paged: complete.paged };
  return { source: print(prepared), shape };
}
