import { codedError } from '@lien-thong/schema';
import {
  type ArgumentNode,
  type FieldNode,
  type GraphQLField,
  GraphQLInt,
  getNamedType,
  Kind,
  type ValueNode,
} from 'graphql';
import type { Amount, Variables } from './Amount';
import type { ListSize } from './CostTable';

/** Arguments that ask for so many rows where no `@listSize` names any. */
const customary = ['first', 'last'];

/** A slicing argument as the operation gives it. */
export interface SlicingArgument {
  /** As `first`, or `page.first`. */
  readonly path: string;
  /** What it is for these variables; undefined where it is not a number, or is left out. */
  readonly read: (variables: Variables) => number | undefined;
}

/** The slicing arguments that a field of an operation gives, or the defaults of the schema where it gives none. */
export function slicingArguments(
  node: FieldNode,
  definition: GraphQLField<unknown, unknown>,
  { listSize, defaults }: { readonly listSize: ListSize | null; readonly defaults: Variables },
): SlicingArgument[] {
  const paths = listSize
    ? listSize.slicingArguments
    : customary.filter((name) => isIntArgument(definition, name));
  const read = (path: string): SlicingArgument[] => {
    const [name = '', ...inner] = path.split('.');
    const given = node.arguments?.find((argument) => argument.name.value === name);
    return given ? [{ path, read: reader(given, inner, defaults) }] : [];
  };
  return paths.flatMap(read);
}

/** How many items the list that these arguments slice is estimated to have. */
export function sizeOf(
  given: readonly SlicingArgument[],
  definition: GraphQLField<unknown, unknown>,
  { listSize, assumed }: { readonly listSize: ListSize | null; readonly assumed: number },
): Amount {
  const standard = listSize?.slicingArguments.map((path) => defaultOf(definition, path)) ?? [];
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
  const { slicingArguments: paths } = listSize;
  const byDefault = paths.filter((path) => defaultOf(definition, path) !== undefined).length;
  return (variables) => {
    const explicit = given.filter(({ read }) => read(variables) !== undefined).length;
    if (explicit === 1 || (explicit === 0 && byDefault === 1)) return;
    throw codedError('BAD_USER_INPUT', {
      message: `${place} needs exactly one of its arguments ${paths.join(', ')}; it has ${explicit}.`,
    });
  };
}

function isIntArgument({ args }: GraphQLField<unknown, unknown>, name: string): boolean {
  const argument = args.find((each) => each.name === name);
  return argument !== undefined && getNamedType(argument.type).name === GraphQLInt.name;
}

function defaultOf({ args }: GraphQLField<unknown, unknown>, path: string): number | undefined {
  const [name, ...inner] = path.split('.');
  return asNumber(within(args.find((each) => each.name === name)?.defaultValue, inner));
}

function reader(
  { value }: ArgumentNode,
  inner: readonly string[],
  defaults: Variables,
): SlicingArgument['read'] {
  let node: ValueNode | undefined = value;
  for (const [depth, key] of inner.entries()) {
    if (node?.kind === Kind.VARIABLE) return variableReader(node.name.value, inner.slice(depth), defaults);
    if (node?.kind !== Kind.OBJECT) return () => undefined;
    node = node.fields.find(({ name }) => name.value === key)?.value;
  }
  if (node?.kind === Kind.VARIABLE) return variableReader(node.name.value, [], defaults);
  const constant = node?.kind === Kind.INT ? Number(node.value) : undefined;
  return () => constant;
}

function variableReader(
  name: string,
  inner: readonly string[],
  defaults: Variables,
): SlicingArgument['read'] {
  return (variables) => asNumber(within(name in variables ? variables[name] : defaults[name], inner));
}

function within(value: unknown, path: readonly string[]): unknown {
  let inner = value;
  for (const key of path) {
    if (typeof inner !== 'object' || inner === null) return undefined;
    inner = (inner as Readonly<Record<string, unknown>>)[key];
  }
  return inner;
}

function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' && !Number.isNaN(value) ? value : undefined;
}
