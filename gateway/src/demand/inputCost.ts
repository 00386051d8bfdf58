import {
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  Kind,
  type ValueNode,
} from 'graphql';
import { type Amount, sum } from './Amount';
import type { CostTable } from './CostTable';

/**
 * What a value given to an argument costs: each input object weighs 1 and what its fields weigh, each item of a list
 * counts, scalars cost nothing, unless `@cost` says otherwise.
 */
export class InputCosts {
  constructor(private readonly table: CostTable) {}

  /** The cost of a value that is written out, with variables in it. `weight` is that of the argument or field, if it has one. */
  ofNode(node: ValueNode, type: GraphQLInputType, weight?: number): Amount {
    if (node.kind === Kind.NULL || !this.#mayCost(type, weight)) return 0;
    if (node.kind === Kind.VARIABLE) {
      const name = node.name.value;
      return (variables) => this.ofValue(variables[name], type, weight);
    }
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      const items = node.kind === Kind.LIST ? node.values : [node];
      return sum(items.map((item) => this.ofNode(item, nullable.ofType, weight)));
    }
    const own = weight ?? this.#weightOf(nullable.toString());
    if (!isInputObjectType(nullable) || node.kind !== Kind.OBJECT) return own;
    const fields = nullable.getFields();
    const inner = node.fields.map(({ name, value }) => {
      const field = fields[name.value];
      return field ? this.ofNode(value, field.type, this.#fieldWeight(nullable.name, name.value)) : 0;
    });
    return sum([own, ...inner]);
  }

  /** The cost of a value that came in a variable. What does not fit its type costs nothing: it will be refused. */
  ofValue(value: unknown, type: GraphQLInputType, weight?: number): number {
    if (value === null || value === undefined || !this.#mayCost(type, weight)) return 0;
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      const items: readonly unknown[] = Array.isArray(value) ? value : [value];
      let total = 0;
      for (const item of items) total += this.ofValue(item, nullable.ofType, weight);
      return total;
    }
    let total = weight ?? this.#weightOf(nullable.toString());
    if (!isInputObjectType(nullable) || typeof value !== 'object') return total;
    const given = value as Readonly<Record<string, unknown>>;
    const fields = nullable.getFields();
    for (const name of Object.keys(given)) {
      const field = fields[name];
      if (field) total += this.ofValue(given[name], field.type, this.#fieldWeight(nullable.name, name));
    }
    return total;
  }

  #mayCost(type: GraphQLInputType, weight: number | undefined): boolean {
    const named = getNamedType(type);
    return weight !== undefined || isInputObjectType(named) || this.table.types.has(named.name);
  }

  #weightOf(type: string): number {
    return this.table.types.get(type) ?? 1;
  }

  #fieldWeight(type: string, field: string): number | undefined {
    return this.table.inputFields.get(`${type}.${field}`);
  }
}
