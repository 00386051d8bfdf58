import {
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Withheld } from '../authorize/Withheld';
import type { NormalSelection } from '../plan/NormalOperation';
import { collectFields } from './collectFields';
import type { WriterInput } from './WriterCompiler';

/** A value of an answer that had to become null. */
export interface AnswerProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** Nothing came where something has to be, as opposed to something that does not fit. */
  readonly missing: boolean;
  /** Set where the caller may not see it. */
  readonly withheld?: Withheld;
}

/** Nobody reads more, and an answer with a million misfits must not become a million errors. */
const mostProblems = 100;

/** Of the places of one withheld field so many are told. */
const mostWithheldPlaces = 100;

/** Says where an answer does not fit its schema; walks as the compiled writer does, and is called only where that met a problem. */
export function findProblems(input: WriterInput, data: object): AnswerProblem[] {
  const finder = new ProblemFinder(input);
  finder.object(data, input.type, { sets: [input.selections], path: [] });
  return [...finder.problems, ...finder.withheld];
}

interface Place {
  readonly sets: readonly (readonly NormalSelection[])[];
  readonly path: readonly (string | number)[];
}

class ProblemFinder {
  readonly problems: AnswerProblem[] = [];
  /** Apart, so that a long list of them hides nothing else. */
  readonly withheld: AnswerProblem[] = [];
  private readonly placesWithheld = new Map<Withheld, number>();
  private readonly schema: GraphQLSchema;

  constructor(private readonly input: WriterInput) {
    this.schema = input.schema;
  }

  /** True where the object can be written. */
  object(data: object, type: GraphQLCompositeType, place: Place): boolean {
    const runtimeType = this.runtimeType(data, type);
    if (!runtimeType) {
      return this.report(
        place,
        `The department answered an object of a type that is no ${type.name}.`,
        false,
      );
    }
    let fits = true;
    for (const field of collectFields({
      schema: this.schema,
      conditions: this.input.conditions,
      withholding: this.input.withholding,
      sets: place.sets,
      type: runtimeType,
    })) {
      const path = [...place.path, field.key];
      if (field.withheld) {
        this.withhold(field.withheld, path);
        fits = !isNonNullType(field.definition.type);
      } else if (field.definition.name === '__typename') {
        if (!isObjectType(runtimeType))
          fits = this.report(
            { ...place, path },
            `The type of an object that is a ${type.name} is not known.`,
            true,
          );
      } else if (!field.definition.name.startsWith('__')) {
        const value = Object.hasOwn(data, field.dataKey)
          ? (data as Record<string, unknown>)[field.dataKey]
          : undefined;
        if (!this.value(value, field.definition.type, { sets: field.sets, path })) fits = false;
      }
      if (!fits) return false;
      if (this.problems.length >= mostProblems) return fits;
    }
    return fits;
  }

  private runtimeType(data: object, type: GraphQLCompositeType): GraphQLCompositeType | undefined {
    if (!isAbstractType(type)) return type;
    const name = (data as { __typename?: unknown }).__typename;
    if (name === undefined) return isInterfaceType(type) ? type : undefined;
    const named = typeof name === 'string' ? this.schema.getType(name) : undefined;
    if (isObjectType(named)) return this.schema.isSubType(type, named) ? named : undefined;
    const above =
      isInterfaceType(type) &&
      isInterfaceType(named) &&
      (named === type || this.schema.isSubType(type, named));
    return above ? type : undefined;
  }

  /** True where the value, or null in its place, can be written. */
  private value(value: unknown, type: GraphQLOutputType, place: Place): boolean {
    const nullable = !isNonNullType(type);
    const inner = isNonNullType(type) ? type.ofType : type;
    if (value === null || value === undefined) {
      return (
        nullable ||
        this.report(place, 'The department answered null where the schema promises a value.', true)
      );
    }
    if (isListType(inner)) {
      if (!Array.isArray(value))
        return (
          this.report(place, `The department answered ${kind(value)} where a list belongs.`, false) ||
          nullable
        );
      return this.list(value, inner.ofType, place) || nullable;
    }
    if (isCompositeType(inner)) {
      if (typeof value !== 'object' || Array.isArray(value)) {
        return (
          this.report(place, `The department answered ${kind(value)} where an object belongs.`, false) ||
          nullable
        );
      }
      return this.object(value, inner, place) || nullable;
    }
    if (fitsLeaf(value, inner)) return true;
    return this.report(place, `The department answered a value that is no ${inner.name}.`, false) || nullable;
  }

  private list(values: readonly unknown[], itemType: GraphQLOutputType, place: Place): boolean {
    for (let index = 0; index < values.length; index++) {
      if (!this.value(values[index], itemType, { ...place, path: [...place.path, index] })) return false;
      if (this.problems.length >= mostProblems) return true;
    }
    return true;
  }

  private withhold(withheld: Withheld, path: AnswerProblem['path']): void {
    const places = this.placesWithheld.get(withheld) ?? 0;
    if (places >= mostWithheldPlaces) return;
    this.placesWithheld.set(withheld, places + 1);
    this.withheld.push({ path, message: withheld.message, missing: true, withheld });
  }

  private report(place: Place, message: string, missing: boolean): false {
    if (this.problems.length < mostProblems) this.problems.push({ path: place.path, message, missing });
    return false;
  }
}

function kind(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function fitsLeaf(value: unknown, type: GraphQLOutputType): boolean {
  if (isEnumType(type)) return typeof value === 'string' && type.getValue(value) !== undefined;
  switch (String(type)) {
    case 'String':
      return typeof value !== 'object';
    case 'ID':
      return typeof value === 'string' || typeof value === 'number';
    case 'Int':
      return typeof value === 'number' && (value | 0) === value;
    case 'Float':
      return typeof value === 'number' && Number.isFinite(value);
    case 'Boolean':
      return typeof value === 'boolean';
    default:
      return true;
  }
}
