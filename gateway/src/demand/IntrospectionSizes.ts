import { type GraphQLSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';

/** How long the lists of an introspection answer are for one schema, on average. */
export class IntrospectionSizes {
  readonly #sizes: ReadonlyMap<string, number>;

  constructor(schema: GraphQLSchema) {
    const types = Object.values(schema.getTypeMap());
    const composite = types.filter((type) => isObjectType(type) || isInterfaceType(type));
    const fields = composite.flatMap((type) => Object.values(type.getFields()));
    const inputs = types.filter(isInputObjectType).map((type) => Object.keys(type.getFields()).length);
    const values = types.filter(isEnumType).map((type) => type.getValues().length);
    // Lists stand on types of every kind, and are null on those of another: each is shared out over all types.
    const all = types.length;
    this.#sizes = new Map([
      ['types', all],
      ['directives', schema.getDirectives().length],
      ['fields', fields.length / all],
      ['args', fields.reduce((total, { args }) => total + args.length, 0) / Math.max(1, fields.length)],
      ['inputFields', total(inputs) / all],
      ['enumValues', total(values) / all],
      ['interfaces', total(composite.map((type) => type.getInterfaces().length)) / all],
      ['possibleTypes', total(composite.map((type) => possible(schema, type.name))) / all],
    ]);
  }

  /** Items of the list that this field of an introspection type is; 1 for what is no list. */
  of(field: string): number {
    return this.#sizes.get(field) ?? 1;
  }
}

function possible(schema: GraphQLSchema, name: string): number {
  const type = schema.getType(name);
  return isInterfaceType(type) ? schema.getPossibleTypes(type).length : 0;
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}
