import { readFile } from 'node:fs/promises';
import { codedError } from '@lien-thong/schema';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  Source,
  validate,
} from 'graphql';
import { ExplainUsageError } from './readExplainRequest';

/** Reads a text file. Throws an ExplainUsageError that says why it cannot be read. */
export async function readTextFile(path: string, what: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new ExplainUsageError(`${path}: there is no such file. Give ${what}.`);
    if (code === 'EISDIR') throw new ExplainUsageError(`${path} is a folder. Give ${what}.`);
    throw new ExplainUsageError(`${path} cannot be read (${code}). Give ${what}.`);
  }
}

/** One operation of a file, which a schema allows. */
export interface ReadOperation {
  readonly document: DocumentNode;
  readonly name: string | undefined;
}

function choose(
  operations: readonly OperationDefinitionNode[],
  { file, wanted }: { file: string; wanted: string | undefined },
): OperationDefinitionNode {
  const names = operations.map(({ name }) => name?.value ?? '(without a name)').join(', ');
  const fail = (message: string): GraphQLError => codedError('OPERATION_RESOLUTION_FAILURE', { message });
  const [only, ...others] = operations;
  if (!only) throw fail(`${file} holds no operation, only fragments.`);
  if (wanted !== undefined) {
    const found = operations.find(({ name }) => name?.value === wanted);
    if (!found) throw fail(`${file} holds no operation "${wanted}". It holds: ${names}.`);
    return found;
  }
  if (others.length > 0)
    throw fail(`${file} holds several operations: ${names}. Choose by --operation NAME.`);
  return only;
}

/**
 * Parses and validates the operation of a file. Throws GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED with every
 * mistake, or OPERATION_RESOLUTION_FAILURE; each mistake bears its line and column.
 */
export function readOperation(
  text: string,
  at: { file: string; schema: GraphQLSchema; wanted: string | undefined },
): ReadOperation {
  const document = parsed(text, at.file);
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const chosen = choose(operations, at);
  const mistakes = validate(at.schema, document);
  if (mistakes.length > 0) {
    throw codedError('GRAPHQL_VALIDATION_FAILED', {
      message: mistakes.map((mistake) => located(mistake, at.file)).join('\n'),
    });
  }
  return { document, name: chosen.name?.value };
}

function parsed(text: string, file: string): DocumentNode {
  try {
    return parse(new Source(text, file));
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw codedError('GRAPHQL_PARSE_FAILED', { message: located(error, file) });
  }
}

function located({ message, locations }: GraphQLError, file: string): string {
  const [first] = locations ?? [];
  return `${file}${first ? `:${first.line}:${first.column}` : ''}: ${message}`;
}
