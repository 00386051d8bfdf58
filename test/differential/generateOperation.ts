import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  isRequiredArgument,
  parse,
  validate,
} from 'graphql';
import { inputText, type Variables, variable } from './inputText';
import { type Random, randomFrom } from './random';

/** An operation with its variables. */
export interface Operation {
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

interface Draft {
  readonly schema: GraphQLSchema;
  readonly random: Random;
  readonly variables: Variables;
  readonly fragments: string[];
  aliases: number;
}

const maxDepth = 5;

function argumentText(draft: Draft, argument: GraphQLArgument): string[] {
  const { random } = draft;
  if (!isRequiredArgument(argument) && random.chance(0.3)) return [];
  return [`${argument.name}: ${inputText(draft, argument.type)}`];
}

function directiveText(draft: Draft): string {
  const { random } = draft;
  if (!random.chance(0.12)) return '';
  const name = random.pick(['skip', 'include']);
  const condition = random.chance(0.7)
    ? variable(draft, 'Boolean!', random.chance(0.5))
    : String(random.chance(0.5));
  return ` @${name}(if: ${condition})`;
}

function fieldText(draft: Draft, field: GraphQLField<unknown, unknown>, depth: number): string | null {
  const { random } = draft;
  const args = field.args.flatMap((argument) => argumentText(draft, argument));
  const type = getNamedType(field.type);
  const selection = isCompositeType(type) ? selectionText(draft, type, depth + 1) : '';
  if (selection === null) return null;
  // A field with arguments or a selection gets a name of its own, so that no two of them have to be merged.
  const aliased = field.args.length > 0 || random.chance(0.2) || isCompositeType(type);
  draft.aliases += 1;
  const alias = aliased && (field.args.length > 0 || random.chance(0.3)) ? `k${draft.aliases}: ` : '';
  return `${alias}${field.name}${args.length ? `(${args.join(', ')})` : ''}${directiveText(draft)}${selection}`;
}

function fragmentText(draft: Draft, type: GraphQLCompositeType, depth: number): string | null {
  const { random, schema } = draft;
  const targets: readonly GraphQLObjectType[] = isAbstractType(type)
    ? schema.getPossibleTypes(type)
    : isObjectType(type)
      ? [type]
      : [];
  if (targets.length === 0) return null;
  const target = random.pick(targets);
  const selection = selectionText(draft, target, depth + 1);
  if (selection === null) return null;
  if (random.chance(0.3)) {
    const name = `F${draft.fragments.length}`;
    draft.fragments.push(`fragment ${name} on ${target.name}${selection}`);
    return `...${name}${directiveText(draft)}`;
  }
  return `... on ${target.name}${directiveText(draft)}${selection}`;
}

function selectionText(draft: Draft, type: GraphQLCompositeType, depth: number): string | null {
  const { random } = draft;
  const parts: string[] = [];
  if (random.chance(0.15)) parts.push('__typename');
  const fields = 'getFields' in type ? Object.values(type.getFields()) : [];
  const usable =
    depth < maxDepth ? fields : fields.filter((field) => !isCompositeType(getNamedType(field.type)));
  const chosen = usable.length ? random.some(usable, depth < 2 ? 0.5 : 0.4) : [];
  // Woven worlds have dozens of root fields: planners take minutes over operations that ask for half of them.
  for (const field of depth === 0 ? chosen.slice(0, 5) : chosen) {
    const text = fieldText(draft, field, depth);
    if (text !== null) parts.push(text);
  }
  const fragments =
    depth >= maxDepth ? 0 : isAbstractType(type) ? 1 + random.int(2) : random.chance(0.15) ? 1 : 0;
  for (let n = 0; n < fragments; n += 1) {
    const text = fragmentText(draft, type, depth);
    if (text !== null) parts.push(text);
  }
  if (parts.length === 0) parts.push('__typename');
  return ` { ${parts.join(' ')} }`;
}

function operationOnce(schema: GraphQLSchema, random: Random): Operation | null {
  const draft: Draft = { schema, random, variables: new Map(), fragments: [], aliases: 0 };
  const mutation = random.chance(0.15) ? schema.getMutationType() : null;
  const root = mutation ?? schema.getQueryType();
  const selection = root && selectionText(draft, root, 0);
  if (!selection) return null;
  const declared = [...draft.variables].map(([name, { type }]) => `$${name}: ${type}`).join(', ');
  const head = `${mutation ? 'mutation' : 'query'} Q${declared ? `(${declared})` : ''}`;
  return {
    text: [`${head}${selection}`, ...draft.fragments].join('\n'),
    variables: Object.fromEntries([...draft.variables].map(([name, { value }]) => [name, value])),
  };
}

/** A valid operation over a schema, decided by the seed. Null where none was found in twenty tries. */
export function generateOperation(schema: GraphQLSchema, seed: number): Operation | null {
  const random = randomFrom(seed);
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const operation = operationOnce(schema, random);
    if (!operation || operation.text.length > 6_000) continue;
    if (validate(schema, parse(operation.text)).length === 0) return operation;
  }
  return null;
}
