import { type ErrorCode, errorCodes } from '@lien-thong/schema';
import { GraphQLError } from 'graphql';

/** The same error with the status that its code has: Apollo Server answers with 500 what does not tell its status. */
export function withStatus({ message, extensions }: GraphQLError): GraphQLError {
  const { httpStatus: status } = errorCodes[extensions.code as ErrorCode];
  return new GraphQLError(message, { extensions: { ...extensions, http: { status } } });
}
