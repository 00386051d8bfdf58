import { randomUUID } from 'node:crypto';
import { codedError, errorCodes } from '@lien-thong/schema';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';

/**
 * The last look at an error before it leaves: coded ones get their sentence in both languages from the registry;
 * what is left without a code was not expected, and is masked with an id under which the log has it.
 */
export function createFormatError(
  log: Logger,
  { hidesSchema = false } = {},
): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (original, error) => {
    const formatted = hidesSchema ? withoutSuggestion(original) : original;
    const { code, id, sentence } = formatted.extensions ?? {};
    if (code !== 'INTERNAL_SERVER_ERROR' || id !== undefined) {
      const known = sentence === undefined && typeof code === 'string' && code in errorCodes;
      if (!known) return formatted;
      const fromRegistry = errorCodes[code as keyof typeof errorCodes].sentence;
      return { ...formatted, extensions: { ...formatted.extensions, sentence: fromRegistry } };
    }
    if (isClientFault(error)) return asFormatted(codedError('BAD_REQUEST', { message: formatted.message }));
    const maskedAs = randomUUID();
    log.error({ id: maskedAs, err: error }, 'an unexpected error was masked');
    return {
      ...asFormatted(codedError('INTERNAL_SERVER_ERROR', { extensions: { id: maskedAs } })),
      path: formatted.path,
    };
  };
}

/** What else might have been meant, or has to be there, tells the schema to whoever may not ask for it. */
function withoutSuggestion(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const [, variable] = /^Variable "(\$\w+)" .* of required type /s.exec(formatted.message) ?? [];
  if (variable)
    return { ...formatted, message: `Variable "${variable}" has a value that does not fit its type.` };
  const at = formatted.message.lastIndexOf(' Did you mean ');
  return at < 0 ? formatted : { ...formatted, message: formatted.message.slice(0, at) };
}

/** Apollo Server gives some errors of the request a status and no code, as "provided sha does not match query". */
function isClientFault(error: unknown): boolean {
  if (!(error instanceof GraphQLError)) return false;
  const { status } = (error.extensions.http ?? {}) as { status?: unknown };
  return typeof status === 'number' && status >= 400 && status < 500;
}

function asFormatted({ message, extensions }: GraphQLError): GraphQLFormattedError {
  return { message, extensions };
}
