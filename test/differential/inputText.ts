import {
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';
import type { Random } from './random';

/** Variables of an operation, by name. */
export type Variables = Map<string, { type: string; value: unknown }>;

/** What arguments are written from. */
export interface InputDraft {
  readonly random: Random;
  readonly variables: Variables;
}

/** Declares a variable and gives its use. */
export function variable({ variables }: InputDraft, type: string, value: unknown): string {
  const name = `v${variables.size}`;
  variables.set(name, { type, value });
  return `$${name}`;
}

/** A random value as JSON; enum values as texts that begin with `=`. */
function randomValue(random: Random, type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return randomValue(random, type.ofType);
  if (isListType(type)) {
    return Array.from({ length: random.int(3) }, () => nullable(random, type.ofType));
  }
  if (isEnumType(type)) return `=${random.pick(type.getValues()).name}`;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) => isRequiredInputField(field) || random.chance(0.6),
    );
    return Object.fromEntries(fields.map((field) => [field.name, nullable(random, field.type)]));
  }
  if (type.name === 'Int') return random.int(6);
  if (type.name === 'Float') return random.int(6) + 0.5;
  if (type.name === 'Boolean') return random.chance(0.5);
  return `x${random.int(6)}"`;
}

function nullable(random: Random, type: GraphQLInputType): unknown {
  return !isNonNullType(type) && random.chance(0.15) ? null : randomValue(random, type);
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (value && typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([name, each]) => `${name}: ${literal(each)}`)
      .join(', ')}}`;
  }
  return typeof value === 'string' && value.startsWith('=') ? value.slice(1) : JSON.stringify(value);
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, each: unknown) =>
    typeof each === 'string' && each.startsWith('=') ? each.slice(1) : each,
  );
}

/** The text of an argument's value: a literal or a new variable, now and then null where null may be. */
export function inputText(draft: InputDraft, type: GraphQLInputType): string {
  const value = nullable(draft.random, type);
  return draft.random.chance(0.5) ? literal(value) : variable(draft, String(type), plain(value));
}
