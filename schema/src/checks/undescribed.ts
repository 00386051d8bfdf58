import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  parse,
  type StringValueNode,
} from 'graphql';

interface Described {
  readonly name: { readonly value: string };
  readonly description?: StringValueNode;
  readonly directives?: readonly ConstDirectiveNode[];
}

const lacks = ({ description }: Described): boolean => !description?.value.trim();
const isExternal = ({ directives = [] }: Described): boolean =>
  directives.some(({ name }) => name.value === 'external');

function ofMembers(owner: string, members: readonly Described[] = []): string[] {
  return members
    .filter((member) => lacks(member) && !isExternal(member))
    .map(({ name }) => `${owner}.${name.value}`);
}

function ofField(owner: string, field: FieldDefinitionNode | InputValueDefinitionNode): string[] {
  const own = ofMembers(owner, [field]);
  const args = field.kind === Kind.FIELD_DEFINITION ? (field.arguments ?? []) : [];
  return [...own, ...args.filter(lacks).map(({ name }) => `${owner}.${field.name.value}(${name.value}:)`)];
}

function ofDefinition(definition: DefinitionNode): string[] {
  if (!isTypeDefinitionNode(definition) && !isTypeExtensionNode(definition)) return [];
  const owner = definition.name.value;
  const own = isTypeDefinitionNode(definition) && lacks(definition) ? [owner] : [];
  if ('values' in definition) return [...own, ...ofMembers(owner, definition.values)];
  if ('fields' in definition)
    return [...own, ...(definition.fields ?? []).flatMap((field) => ofField(owner, field))];
  return own;
}

/**
 * Coordinates of everything in an SDL that has no description: types, fields, arguments, enum values, input fields.
 * A field marked `@external` is described by its owner.
 */
export function undescribed(sdl: string): string[] {
  return parse(sdl).definitions.flatMap(ofDefinition);
}
