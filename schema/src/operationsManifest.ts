import { createHash } from 'node:crypto';
import {
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  print,
} from 'graphql';

/** One operation that clients may ask for by its id. */
export interface ListedOperation {
  readonly id: string;
  readonly name: string;
  readonly type: `${OperationTypeNode}`;
  /** The document: this operation and the fragments that it uses. */
  readonly body: string;
}

/** A list of operations in the format of Apollo's tools, which gateways and clients of others read too. */
export interface OperationsManifest {
  readonly format: 'apollo-persisted-query-manifest';
  readonly version: 1;
  readonly operations: readonly ListedOperation[];
}

/** What was read, and all that is wrong with it, one sentence each; without any the manifest can be used. */
export interface ReadManifest {
  readonly operations: readonly ListedOperation[];
  readonly problems: readonly string[];
}

const types: ReadonlySet<unknown> = new Set(Object.values(OperationTypeNode));
const longestId = 512;

/** The entry of an operation; its id is the SHA-256 of its body, as Apollo's clients compute it. */
export function listedOperation(operation: OperationDefinitionNode, document: DocumentNode): ListedOperation {
  const body = print(document);
  const id = createHash('sha256').update(body).digest('hex');
  return { id, name: operation.name?.value ?? '', type: operation.operation, body };
}

/** The text of a manifest, its operations by name, so that it stays the same while they do. */
export function manifestText(operations: readonly ListedOperation[]): string {
  const sorted = [...operations].sort((one, other) => (one.name < other.name ? -1 : 1));
  const manifest: OperationsManifest = {
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: sorted,
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Reads the text of a manifest and finds all that is wrong with it. */
export function readManifest(text: string): ReadManifest {
  const manifest = parsedJson(text) as Partial<OperationsManifest> | null | undefined;
  const { format, version, operations } = manifest ?? {};
  if (format !== 'apollo-persisted-query-manifest' || version !== 1 || !Array.isArray(operations)) {
    const expected = '{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [...]}';
    return { operations: [], problems: [`It is no manifest: ${expected} was expected.`] };
  }
  const problems = operations.flatMap((operation, at) => problemsOf(operation, `Operation ${at + 1}`));
  return { operations, problems: [...problems, ...repeatedIds(problems.length > 0 ? [] : operations)] };
}

function problemsOf(operation: Partial<ListedOperation> | null, place: string): string[] {
  const { id, name, type, body } = operation ?? {};
  if (typeof id !== 'string' || id === '' || id.length > longestId) {
    return [`${place} has no "id" of 1 to ${longestId} characters.`];
  }
  if (typeof name !== 'string' || !types.has(type) || typeof body !== 'string') {
    return [`${place} (${id}) lacks one of "name", "type" (query, mutation or subscription) and "body".`];
  }
  const found = operationsIn(body);
  if (found === null) return [`${place} (${name}): its body is not GraphQL.`];
  const [only, ...others] = found;
  if (!only || others.length > 0) {
    return [`${place} (${name}): its body holds ${found.length} operations instead of one.`];
  }
  return only.name?.value === name && only.operation === type
    ? []
    : [`${place} (${name}): its body is the ${only.operation} ${only.name?.value ?? 'without a name'}.`];
}

function operationsIn(body: string): OperationDefinitionNode[] | null {
  try {
    return parse(body).definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  } catch {
    return null;
  }
}

function repeatedIds(operations: readonly ListedOperation[]): string[] {
  const bodyById = new Map<string, string>();
  return operations.flatMap(({ id, name, body }) => {
    const isOther = bodyById.has(id) && bodyById.get(id) !== body;
    bodyById.set(id, body);
    return isOther ? [`The id ${id} (${name}) stands for two different bodies.`] : [];
  });
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
