import type { Shape, ShapeField } from '../shape/Shape';
import type { Column, Scope, TableSpec } from './TableSpec';

/** Objects that say something about others and are no rows or columns themselves. */
const asides: ReadonlySet<string> = new Set(['Provenance', 'FactBreakdown', 'PageInfo']);

const snake = (words: readonly string[]) =>
  words
    .map((word) => word.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
    .join('_')
    .replace(/^_/, '');

interface Trail {
  readonly keys: readonly string[];
  readonly fields: readonly string[];
  readonly scope?: Scope;
}

const visible = (fields: readonly ShapeField[] | undefined) =>
  (fields ?? []).filter((field) => !field.hidden && !asides.has(field.type));

function scopeOf(fields: readonly ShapeField[] | undefined, trail: Trail): Scope | undefined {
  const breakdown = fields?.find((field) => field.type === 'FactBreakdown');
  if (breakdown) return { path: trail.keys, kind: 'breakdown', owner: breakdown.owner };
  const provenance = fields?.find((field) => field.type === 'Provenance');
  if (provenance) return { path: trail.keys, kind: 'provenance', owner: provenance.owner };
  return trail.scope;
}

const further = (trail: Trail, field: ShapeField): Trail => ({
  keys: [...trail.keys, field.key],
  fields: [...trail.fields, field.field],
  scope: trail.scope,
});

function valueColumn(field: ShapeField, trail: Trail, value: NonNullable<ShapeField['value']>): Column {
  const here = further(trail, field);
  return {
    id: snake(here.keys),
    path: here.keys,
    fields: here.fields,
    value,
    type: field.type,
    list: field.list,
    owner: field.owner,
    about: field.about,
    scope: trail.scope,
    parts: field.fields?.filter((part) => !part.hidden).map((part) => part.field),
  };
}

function nestedColumn(table: TableSpec, field: ShapeField, trail: Trail): Column {
  const here = further(trail, field);
  return {
    id: snake(here.keys),
    path: here.keys,
    fields: here.fields,
    value: 'text',
    type: field.type,
    list: true,
    owner: field.owner,
    about: field.about,
    scope: trail.scope,
    nested: table,
  };
}

const nodesOf = (field: ShapeField) => field.fields?.find((child) => child.key === 'nodes' && child.list);

/** The table of a list, or of a connection's nodes; undefined for an object that is neither. */
function listTable(field: ShapeField, trail: Trail): TableSpec | undefined {
  const nodes = nodesOf(field);
  if (!nodes && !field.list) return undefined;
  const here = further(trail, field);
  const row = nodes ?? field;
  const rowScope = scopeOf(row.fields, { keys: [], fields: [] });
  return {
    id: snake(here.keys),
    path: nodes ? [...here.keys, 'nodes'] : here.keys,
    fields: here.fields,
    single: false,
    columns: withLeads(columnsOf(row.fields, { keys: [], fields: [], scope: rowScope })),
    owner: field.owner,
    ...(nodes ? { connection: here.keys } : {}),
    totals: nodes ? visible(field.fields).filter((child) => child.value) : [],
    breakdown: field.fields?.some((child) => child.type === 'FactBreakdown'),
    rowScope,
  };
}

function columnsOf(fields: readonly ShapeField[] | undefined, trail: Trail): readonly Column[] {
  return visible(fields).flatMap((field): readonly Column[] => {
    if (field.value) return [valueColumn(field, trail, field.value)];
    const nested = listTable(field, trail);
    if (nested) return [nestedColumn(nested, field, trail)];
    const here = further(trail, field);
    return columnsOf(field.fields, { ...here, scope: scopeOf(field.fields, here) });
  });
}

/** Marks the first column of each object inside the row. */
function withLeads(columns: readonly Column[]): readonly Column[] {
  const seen = new Set<string>();
  return columns.map((column) => {
    const around = column.path.slice(0, -1).map((_, index) => column.path.slice(0, index + 1).join('.'));
    const leads = around.filter((path) => !seen.has(path));
    for (const path of leads) seen.add(path);
    return leads.length > 0 ? { ...column, leads } : column;
  });
}

/** The lists that stand below a single object, each a table of its own. */
function listsBelow(fields: readonly ShapeField[] | undefined, trail: Trail): readonly TableSpec[] {
  return visible(fields).flatMap((field): readonly TableSpec[] => {
    if (field.value || !field.fields) return [];
    const table = listTable(field, trail);
    return table ? [table] : listsBelow(field.fields, further(trail, field));
  });
}

function recordTable(field: ShapeField): TableSpec {
  const rowScope = scopeOf(field.fields, { keys: [], fields: [] });
  const columns = columnsOf(field.fields, { keys: [], fields: [], scope: rowScope });
  return {
    id: snake([field.key]),
    path: [field.key],
    fields: [field.field],
    single: true,
    columns: withLeads(columns.filter((column) => !column.nested)),
    owner: field.owner,
    totals: [],
    rowScope,
  };
}

/**
 * The tables that an answer of this shape is read as. Every list that stands once is a table; a single object is a
 * table of one row; a list inside rows is a nested table of the row (so nothing is ever multiplied silently).
 */
export function tablesOf(shape: Shape): readonly TableSpec[] {
  return visible(shape.fields).flatMap((field): readonly TableSpec[] => {
    if (!field.fields) return [];
    const table = listTable(field, { keys: [], fields: [] });
    if (table) return [table];
    const record = recordTable(field);
    const lists = listsBelow(field.fields, { keys: [field.key], fields: [field.field] });
    return record.columns.length > 0 ? [record, ...lists] : lists;
  });
}
