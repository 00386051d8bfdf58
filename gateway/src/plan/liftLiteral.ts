import {
  type ArgumentNode,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  print,
  type ValueNode,
} from 'graphql';
import type { LiftedValue } from './NormalOperation';

/** Collects the literals of one document, each distinct (type, value) once. */
export class LiteralLifter {
  readonly lifted: LiftedValue[] = [];
  private readonly nameByText = new Map<string, string>();

  /** `taken` are the names of the document's own variables. */
  constructor(private readonly taken: ReadonlySet<string>) {}

  /** The argument with a variable in place of its literal; the same argument where it holds a variable or cannot be written as JSON exactly. */
  lift(argument: ArgumentNode, type: GraphQLInputType): ArgumentNode {
    if (argument.value.kind === Kind.VARIABLE) return argument;
    const json = toJson(argument.value, type);
    if (json === undefined) return argument;
    const name = this.nameFor(`${String(type)} ${print(argument.value)}`, String(type), json.value);
    return { ...argument, value: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } } };
  }

  private nameFor(text: string, type: string, value: unknown): string {
    const known = this.nameByText.get(text);
    if (known !== undefined) return known;
    let name = `_l${this.lifted.length}`;
    while (this.taken.has(name)) name = `_${name}`;
    this.nameByText.set(text, name);
    this.lifted.push({ name, type, value });
    return name;
  }
}

/** A literal as the JSON value that means the same; undefined where there is none, e.g. for a number beyond double precision. */
function toJson(node: ValueNode, type: GraphQLInputType): { readonly value: unknown } | undefined {
  if (isNonNullType(type)) return toJson(node, type.ofType);
  switch (node.kind) {
    case Kind.NULL:
      return { value: null };
    case Kind.VARIABLE:
      return undefined;
    case Kind.LIST:
      return all(node.values.map((item) => toJson(item, isListType(type) ? type.ofType : type)));
    case Kind.OBJECT:
      return objectToJson(node, type);
    case Kind.INT:
    case Kind.FLOAT:
      return numberToJson(node.value);
    case Kind.ENUM:
      return isEnumType(isListType(type) ? type.ofType : type) ? { value: node.value } : undefined;
    default:
      return { value: node.value };
  }
}

function objectToJson(
  node: ValueNode & { kind: Kind.OBJECT },
  type: GraphQLInputType,
): { value: unknown } | undefined {
  if (isListType(type)) return objectToJson(node, type.ofType);
  if (isNonNullType(type)) return objectToJson(node, type.ofType);
  const fields = isInputObjectType(type) ? type.getFields() : undefined;
  const value: Record<string, unknown> = {};
  for (const field of node.fields) {
    const fieldType = fields ? fields[field.name.value]?.type : type;
    const json = fieldType && toJson(field.value, fieldType);
    if (json === undefined || field.name.value === '__proto__') return undefined;
    value[field.name.value] = json.value;
  }
  return { value };
}

function numberToJson(text: string): { value: unknown } | undefined {
  const value = Number(text);
  // 12345678901234567890 or 0.10000000000000000001 would reach a scalar of the department's own changed.
  return Number.isFinite(value) && (text === String(value) || text.length <= 15) ? { value } : undefined;
}

function all(items: readonly ({ value: unknown } | undefined)[]): { value: unknown[] } | undefined {
  const values: unknown[] = [];
  for (const item of items) {
    if (item === undefined) return undefined;
    values.push(item.value);
  }
  return { value: values };
}
