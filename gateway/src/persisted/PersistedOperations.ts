import { createHash } from 'node:crypto';
import { HeaderMap } from '@apollo/server';
import type { KeyValueCache } from '@apollo/utils.keyvaluecache';
import { codedError, errorCodes } from '@lien-thong/schema';
import type { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { OperationList } from './OperationList';

/** Whether operations that are not listed are answered: as others are, with a line in the log, or not at all. */
export type SafelistMode = 'off' | 'log' | 'only';

/** An operation as it was sent, by its text or by an id. */
export interface SentOperation {
  readonly query?: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** What persisted operations are made with. */
export interface PersistedOperationsOptions {
  readonly mode: SafelistMode;
  /** Null where there is no manifest. */
  readonly list: OperationList | null;
  /** Texts by `apq:` and their hash, where clients may register them; otherwise null. */
  readonly registered: KeyValueCache<string> | null;
  readonly log: Logger;
}

/** How many operations that are not listed the log names. */
const namedInLog = 1_000;

/** Finds the operation that is meant by an id, and says whether one may be asked. */
export class PersistedOperations {
  readonly #options: PersistedOperationsOptions;
  readonly #named = new Set<string>();
  #list: OperationList | null;

  constructor(options: PersistedOperationsOptions) {
    this.#options = options;
    this.#list = options.list;
  }

  /** Takes over another list; operations that have begun are not asked again. */
  replaceList(list: OperationList): void {
    this.#list = list;
  }

  /**
   * What is to be executed in place of what was sent; null where that stays as it is. An error is the whole answer:
   * OPERATION_NOT_LISTED, PERSISTED_QUERY_NOT_FOUND or BAD_REQUEST.
   */
  resolve(sent: SentOperation): SentOperation | GraphQLError | null {
    const { mode } = this.#options;
    const { query, extensions } = sent;
    const hasText = query !== undefined && query !== '';
    if (extensions === undefined && hasText && mode === 'off') return null;
    const id = idOf(extensions);
    const listed = id === undefined ? undefined : this.#list?.find(id);
    if (listed) {
      const isSame = !hasText || this.#list?.findText(query) === listed;
      return isSame ? { query: listed.body, extensions: withoutId(extensions) } : otherText();
    }
    if (hasText) return this.#resolveText(sent, query);
    if (id === undefined) return null;
    return this.#resolveUnknown(sent, id);
  }

  /** The text of what was sent, for who has to know it before the server does; null where there is none. */
  async textOf(sent: SentOperation): Promise<string | null> {
    const resolved = this.resolve(sent) ?? sent;
    if (resolved instanceof Error) return null;
    if (resolved.query) return resolved.query;
    const hash = idOf(resolved.extensions);
    const text = hash === undefined ? undefined : await this.#options.registered?.get(`apq:${hash}`);
    return text ?? null;
  }

  #resolveText(sent: SentOperation, query: string): SentOperation | GraphQLError | null {
    const { mode } = this.#options;
    if (mode === 'off') return null;
    const found = this.#list?.findText(query);
    if (found) return { query: found.body, extensions: withoutId(sent.extensions) };
    if (mode === 'only') return notListed();
    this.#name(query);
    return null;
  }

  /** An id without a text, and no listed one: what a client has registered, or nothing. */
  #resolveUnknown({ extensions }: SentOperation, id: string): SentOperation | GraphQLError | null {
    const isByHash = extensions?.persistedQuery !== undefined;
    // A client that registers texts sends this one next; whether that is listed is said then.
    if (this.#options.mode === 'only') return isByHash ? notFound() : notListed();
    if (isByHash) return null;
    const sha256Hash = /^sha256:([0-9a-f]{64})$/.exec(id)?.[1];
    if (sha256Hash === undefined) return notFound();
    return { extensions: { ...withoutId(extensions), persistedQuery: { version: 1, sha256Hash } } };
  }

  /** One line for each text: what it holds may be nobody's business, its hash and its length are enough to find it. */
  #name(query: string): void {
    const sha256 = createHash('sha256').update(query).digest('hex');
    if (this.#named.has(sha256) || this.#named.size >= namedInLog) return;
    this.#named.add(sha256);
    const name = /\b(?:query|mutation|subscription)\s+(\w{1,100})/.exec(query)?.[1] ?? null;
    this.#options.log.warn(
      { operation: name, sha256, characters: query.length },
      'an operation was asked that is not listed',
    );
  }
}

function idOf(extensions: SentOperation['extensions']): string | undefined {
  if (extensions === undefined) return undefined;
  const { documentId, persistedQuery } = extensions as { documentId?: unknown; persistedQuery?: unknown };
  if (typeof documentId === 'string') return documentId;
  const { sha256Hash } = (persistedQuery ?? {}) as { sha256Hash?: unknown };
  return typeof sha256Hash === 'string' ? sha256Hash : undefined;
}

function withoutId(extensions: SentOperation['extensions'] = {}): SentOperation['extensions'] {
  const { documentId: _documentId, persistedQuery: _persistedQuery, ...rest } = extensions;
  return rest;
}

function notListed(): GraphQLError {
  const { httpStatus: status } = errorCodes.OPERATION_NOT_LISTED;
  return codedError('OPERATION_NOT_LISTED', { extensions: { http: { status } } });
}

/** Its message is what clients of the protocol look for, beside the code; nothing may keep this answer. */
function notFound(): GraphQLError {
  const headers = new HeaderMap([['cache-control', 'private, no-cache, must-revalidate']]);
  const http = { status: errorCodes.PERSISTED_QUERY_NOT_FOUND.httpStatus, headers };
  return codedError('PERSISTED_QUERY_NOT_FOUND', { message: 'PersistedQueryNotFound', extensions: { http } });
}

function otherText(): GraphQLError {
  const message = 'The query is not the one of this id: send the one that belongs to it, or none.';
  return codedError('BAD_REQUEST', { message, extensions: { http: { status: 400 } } });
}
