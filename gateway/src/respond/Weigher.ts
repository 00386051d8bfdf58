import {
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
} from 'graphql';
import type { CostTable } from '../demand/CostTable';
import type { CollectedField } from './collectFields';

/** Writes the code by which a writer counts what an answer costs, in points, by the weights of a cost table. */
export class Weigher {
  constructor(
    private readonly costs: CostTable,
    private readonly schema: GraphQLSchema,
  ) {}

  /** Code for each object of a type that is written with these fields; empty where it weighs nothing. */
  objectCode(type: GraphQLCompositeType, fields: readonly CollectedField[]): string {
    let points = this.typeWeight(type);
    for (const { definition } of fields) {
      const named = getNamedType(definition.type);
      if (isCompositeType(named)) continue;
      points += this.fieldWeight(type, definition.name) ?? this.costs.types.get(named.name) ?? 0;
    }
    return points === 0 ? '' : `c.cost+=${points};`;
  }

  /** Code for a field whose value is in `v`: what its objects weigh here beside what their type does. */
  fieldCode(type: GraphQLCompositeType, { definition }: CollectedField): string {
    const named = getNamedType(definition.type);
    const weight = isCompositeType(named) ? this.fieldWeight(type, definition.name) : undefined;
    if (weight === undefined || !isCompositeType(named)) return '';
    const more = weight - this.typeWeight(named);
    if (more === 0) return '';
    const times = isListType(getNullableType(definition.type)) ? '*(v.length||0)' : '';
    return `if(v)c.cost+=${more}${times};`;
  }

  /** Different for types that weigh differently with these fields. */
  signature(type: GraphQLCompositeType, fields: readonly CollectedField[]): string {
    return this.objectCode(type, fields) + fields.map((field) => this.fieldCode(type, field)).join('');
  }

  private fieldWeight(type: GraphQLCompositeType, field: string): number | undefined {
    return this.costs.fields.get(`${type.name}.${field}`)?.weight ?? undefined;
  }

  private typeWeight(type: GraphQLCompositeType): number {
    const isRoot = [
      this.schema.getQueryType(),
      this.schema.getMutationType(),
      this.schema.getSubscriptionType(),
    ].includes(type as never);
    return isRoot || type.name.startsWith('__') ? 0 : (this.costs.types.get(type.name) ?? 1);
  }
}
