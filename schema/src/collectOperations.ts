import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  buildSchema,
  concatAST,
  type DocumentNode,
  extendSchema,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  separateOperations,
  validate,
} from 'graphql';
import { type ListedOperation, listedOperation } from './operationsManifest';

/** The operations of some folders, and what stands in the way of listing them, one sentence each. */
export interface CollectedOperations {
  readonly operations: readonly ListedOperation[];
  readonly problems: readonly string[];
}

/** What the gateway understands beside the schema that it shows. */
const incremental = parse(
  'directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT',
);

interface ReadFile {
  readonly name: string;
  readonly document: DocumentNode;
}

/**
 * The operations in the `.graphql` and `.gql` files below the folders, each with the fragments that it uses, which may
 * stand in other files of the same folder. Each must have a name of its own and be valid for the schema.
 */
export function collectOperations(apiSdl: string, folders: readonly string[]): CollectedOperations {
  const schema = withIncremental(buildSchema(apiSdl));
  const operations: ListedOperation[] = [];
  const problems: string[] = [];
  for (const folder of folders) {
    const files = readFiles(folder, problems);
    const found = files.flatMap((file) => namedOperations(file, problems));
    problems.push(...repeated(files.flatMap(fragmentsOf), 'fragment'));
    if (problems.length === 0) operations.push(...listed(files, found, { schema, problems }));
  }
  problems.push(
    ...repeated(
      operations.map(({ name }) => name),
      'operation',
    ),
  );
  return { operations, problems };
}

function readFiles(folder: string, problems: string[]): ReadFile[] {
  if (!existsSync(folder)) {
    problems.push(`${folder}: there is no such folder.`);
    return [];
  }
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(graphql|gql)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (paths.length === 0) problems.push(`${folder}: no .graphql or .gql file is in it.`);
  return paths.flatMap((path) => {
    const name = relative(folder, path);
    try {
      return [{ name, document: parse(readFileSync(path, 'utf8')) }];
    } catch (error) {
      problems.push(`${name}: ${(error as Error).message}`);
      return [];
    }
  });
}

function namedOperations({ name, document }: ReadFile, problems: string[]): OperationDefinitionNode[] {
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  return (operations as OperationDefinitionNode[]).filter((operation) => {
    if (!operation.name) problems.push(`${name}: an operation has no name.`);
    return operation.name !== undefined;
  });
}

function listed(
  files: readonly ReadFile[],
  found: readonly OperationDefinitionNode[],
  { schema, problems }: { readonly schema: GraphQLSchema; readonly problems: string[] },
): ListedOperation[] {
  const names = found.map(({ name }) => name?.value ?? '');
  const twice = repeated(names, 'operation');
  problems.push(...twice);
  if (twice.length > 0) return [];
  const documents = separateOperations(concatAST(files.map(({ document }) => document)));
  return found.flatMap((operation) => {
    const name = operation.name?.value ?? '';
    const document = documents[name] as DocumentNode;
    const wrong = validate(schema, document);
    problems.push(...wrong.map(({ message }) => `${name}: ${message}`));
    return wrong.length > 0 ? [] : [listedOperation(operation, document)];
  });
}

function fragmentsOf({ document }: ReadFile): string[] {
  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.FRAGMENT_DEFINITION ? [definition.name.value] : [],
  );
}

function repeated(names: readonly string[], kind: string): string[] {
  const twice = new Set(names.filter((name, at) => names.indexOf(name) !== at));
  return [...twice].map((name) => `Several have the name ${name}: each ${kind} needs one of its own.`);
}

function withIncremental(schema: GraphQLSchema): GraphQLSchema {
  return schema.getDirective('defer') ? schema : extendSchema(schema, incremental);
}
