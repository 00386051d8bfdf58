import { codedError } from '@lien-thong/schema';
import { type DocumentNode, GraphQLError, Kind, parse } from 'graphql';
import type { FreezeRequest, Json } from './FrozenAnswer';

/** Pages of one answer at most: 200 rows each make more than a browser shows. */
const pagesAtMost = 100;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const refuse = (message: string): GraphQLError => codedError('BAD_REQUEST', { message });

function parsed(query: string): DocumentNode {
  try {
    return parse(query, { maxTokens: 10_000 });
  } catch (error) {
    throw codedError('GRAPHQL_PARSE_FAILED', {
      message: error instanceof GraphQLError ? error.message : undefined,
    });
  }
}

/** Only reading can be kept: freezing a mutation would run it again. */
function refuseOtherThanQueries(query: string): void {
  for (const definition of parsed(query).definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION && definition.operation !== 'query') {
      throw refuse(`Only queries are kept; this is a ${definition.operation}.`);
    }
  }
}

/** Reads the body of a request to keep an answer. Throws a coded error that says what would be right. */
export function readFreezeRequest(body: unknown): FreezeRequest {
  if (!isObject(body)) throw refuse('The body is a JSON object with "query" and "pages".');
  const { question, query, pages } = body;
  if (typeof query !== 'string' || query.trim() === '') throw refuse('"query" is a GraphQL query.');
  if (question !== undefined && (typeof question !== 'string' || !/^[\w-]{1,100}$/.test(question))) {
    throw refuse('"question" is the slug of a saved question.');
  }
  if (!Array.isArray(pages) || pages.length === 0 || !pages.every(isObject)) {
    throw refuse('"pages" is a list with the variables of each page: [{}] for a query without any.');
  }
  if (pages.length > pagesAtMost) throw refuse(`At most ${pagesAtMost} pages are kept as one answer.`);
  refuseOtherThanQueries(query);
  return { question, query, pages };
}
