import { codedError } from '@lien-thong/schema';
import {
  type ArgumentNode,
  type FieldNode,
  type GraphQLField,
  GraphQLInt,
  getNamedType,
  Kind,
} from 'graphql';
import type { Amount, Variables } from './Amount';
import type { ListSize } from './CostTable';

/** Arguments that ask for so many rows where no `@listSize` names any. */
const customary = ['first', 'last'];

/** A slicing argument as the operation gives it. */
export interface SlicingArgument {
  readonly name: string;
  /** What it is for these variables; undefined where it is not a number, or is left out. */
  readonly read: (variables: Variables) => number | undefined;
}

/** The slicing arguments that a field of an operation gives. */
export function slicingArguments(
  node: FieldNode,
  definition: GraphQLField<unknown, unknown>,
  { listSize, defaults }: { readonly listSize: ListSize | null; readonly defaults: Variables },
): SlicingArgument[] {
  const names = listSize?.slicingArguments ?? customary.filter((name) => isIntArgument(definition, name));
  return names.flatMap((name) => {
    const given = node.arguments?.find((argument) => argument.name.value === name);
    return given ? [{ name, read: reader(given, defaults) }] : [];
  });
}

/** How many items the list that these arguments slice is estimated to have. */
export function sizeOf(
  given: readonly SlicingArgument[],
  definition: GraphQLField<unknown, unknown>,
  { listSize, assumed }: { readonly listSize: ListSize | null; readonly assumed: number },
): Amount {
  const standard = listSize?.slicingArguments.map((name) => defaultOf(definition, name)) ?? [];
  const defaults = standard.filter((size) => size !== undefined);
  const fallback = defaults.length > 0 ? Math.max(...defaults) : (listSize?.assumedSize ?? assumed);
  if (given.length === 0) return fallback;
  return (variables) => {
    let size: number | undefined;
    for (const { read } of given) {
      const asked = read(variables);
      if (asked !== undefined && (size === undefined || asked > size)) size = asked;
    }
    return Math.max(0, size ?? fallback);
  };
}

/** Throws BAD_USER_INPUT where the schema wants exactly one slicing argument and there are none or several. */
export function requireOne(
  given: readonly SlicingArgument[],
  definition: GraphQLField<unknown, unknown>,
  { listSize, place }: { readonly listSize: ListSize; readonly place: string },
): (variables: Variables) => void {
  const { slicingArguments: names } = listSize;
  const byDefault = names.filter((name) => defaultOf(definition, name) !== undefined).length;
  return (variables) => {
    const explicit = given.filter(({ read }) => read(variables) !== undefined).length;
    if (explicit === 1 || (explicit === 0 && byDefault === 1)) return;
    throw codedError('BAD_USER_INPUT', {
      message: `${place} needs exactly one of its arguments ${names.join(', ')}; it has ${explicit}.`,
    });
  };
}

function isIntArgument({ args }: GraphQLField<unknown, unknown>, name: string): boolean {
  const argument = args.find((each) => each.name === name);
  return argument !== undefined && getNamedType(argument.type).name === GraphQLInt.name;
}

function defaultOf({ args }: GraphQLField<unknown, unknown>, name: string): number | undefined {
  return asNumber(args.find((each) => each.name === name)?.defaultValue);
}

function reader({ value }: ArgumentNode, defaults: Variables): SlicingArgument['read'] {
  if (value.kind === Kind.VARIABLE) {
    const name = value.name.value;
    return (variables) => asNumber(name in variables ? variables[name] : defaults[name]);
  }
  const constant = value.kind === Kind.INT ? Number(value.value) : undefined;
  return () => constant;
}

function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' && !Number.isNaN(value) ? value : undefined;
}
