import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  isUnionType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import type { Withheld, Withholding } from '../authorize/Withheld';
import type { NormalDefer, NormalField, NormalSelection } from '../plan/NormalOperation';

/** Values of the Boolean variables that `@skip` and `@include` look at. */
export type Conditions = ReadonlyMap<string, boolean>;

/** A field of the answer, at one type. */
export interface CollectedField {
  readonly key: string;
  /** Its key in the departments' answers. */
  readonly dataKey: string;
  readonly definition: GraphQLField<unknown, unknown>;
  /** Selections of all its occurrences. */
  readonly sets: readonly (readonly NormalSelection[])[];
  /** Why the caller does not get it: only where none of its occurrences may be seen. */
  readonly withheld?: Withheld;
}

interface OpenField extends Omit<CollectedField, 'key' | 'sets' | 'withheld'> {
  readonly sets: (readonly NormalSelection[])[];
  withheld?: Withheld;
}

/** What `collectFields` needs. */
export interface CollectInput {
  readonly schema: GraphQLSchema;
  readonly conditions: Conditions;
  readonly sets: readonly (readonly NormalSelection[])[];
  /** The object's type, or the abstract type of its place where the object does not say its own. */
  readonly type: GraphQLCompositeType;
  /** Set where the caller may not see all of the operation. */
  readonly withholding?: Withholding;
}

/** The fields of an object in the order of the answer. Implements "CollectFields" of the GraphQL specification. */
export function collectFields(input: CollectInput): CollectedField[] {
  const fields = new Map<string, OpenField>();
  for (const set of input.sets) collect(input, set, fields);
  return [...fields].map(([key, field]) => ({ key, ...field }));
}

function collect(input: CollectInput, set: readonly NormalSelection[], fields: Map<string, OpenField>): void {
  for (const selection of set) {
    if (!isIncluded(selection, input.conditions)) continue;
    if (selection.kind === 'fragment') {
      if (selection.defer && isDeferred(selection.defer, input.conditions)) continue;
      if (selection.on === undefined || applies(input, selection.on))
        collect(input, selection.selections, fields);
      continue;
    }
    const definition = fieldDefinition(input.type, selection.name);
    if (!definition) continue;
    const known = fields.get(selection.key);
    const sets = known?.sets ?? [];
    if (selection.selections) sets.push(selection.selections);
    const withheld = input.withholding && withheldHere(input.withholding, selection, input.type);
    if (!known) fields.set(selection.key, { definition, sets, dataKey: selection.dataKey, withheld });
    else if (!withheld) known.withheld = undefined;
  }
}

function withheldHere(
  { types }: Withholding,
  { name, withheld }: NormalField,
  type: GraphQLCompositeType,
): Withheld | undefined {
  return withheld ?? (name === TypeNameMetaFieldDef.name ? types.get(type.name) : undefined);
}

/** Whether `@skip` and `@include` leave the selection in, with these values of the condition variables. */
export function isIncluded(selection: NormalSelection, conditions: Conditions): boolean {
  return selection.directives.every((directive) => {
    const name = directive.name.value;
    if (name !== 'skip' && name !== 'include') return true;
    const value = directive.arguments?.[0]?.value;
    const holds = value?.kind === Kind.VARIABLE ? (conditions.get(value.name.value) ?? false) : true;
    return holds === (name === 'include');
  });
}

/** Whether the fragment is sent later, with these values of the condition variables. */
export function isDeferred({ condition }: NormalDefer, conditions: Conditions): boolean {
  return condition === undefined || conditions.get(condition) === true;
}

function applies({ schema, type }: CollectInput, on: string): boolean {
  if (on === type.name) return true;
  const condition = schema.getType(on);
  return isAbstractType(condition) && !isUnionType(type) && schema.isSubType(condition, type);
}

function fieldDefinition(type: GraphQLCompositeType, name: string): CollectedField['definition'] | undefined {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  if (isUnionType(type)) return undefined;
  if (isObjectType(type) && name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (isObjectType(type) && name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return type.getFields()[name];
}

/** The variables that `@skip` and `@include` of the selections look at. */
export function conditionVariables(
  selections: readonly NormalSelection[],
  found = new Set<string>(),
): Set<string> {
  for (const selection of selections) {
    for (const directive of selection.directives) {
      const value = directive.arguments?.[0]?.value;
      if (value?.kind === Kind.VARIABLE && directive.name.value !== 'defer') found.add(value.name.value);
    }
    if (selection.kind === 'fragment' && selection.defer?.condition) found.add(selection.defer.condition);
    if (selection.selections) conditionVariables(selection.selections, found);
  }
  return found;
}
