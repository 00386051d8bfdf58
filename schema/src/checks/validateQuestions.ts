import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildSchema, GraphQLError, type GraphQLSchema, Kind, parse, validate } from 'graphql';
import { questionsPath } from '../paths';

function problemsOf(file: string, schema: GraphQLSchema): string[] {
  const name = basename(file);
  const text = readFileSync(file, 'utf8');
  try {
    const document = parse(text);
    const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
    const problems = validate(schema, document).map(({ message }) => `${name}: ${message}`);
    return operations.length === 1
      ? problems
      : [...problems, `${name}: holds ${operations.length} operations; a question is exactly one`];
  } catch (error) {
    if (error instanceof GraphQLError) return [`${name}: ${error.message}`];
    throw error;
  }
}

/** What is wrong with the saved questions against an API schema, one sentence each; empty when all are valid. */
export function validateQuestions(apiSdl: string, folder: string = questionsPath): string[] {
  const schema = buildSchema(apiSdl);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .flatMap((file) => problemsOf(join(folder, file), schema));
}
