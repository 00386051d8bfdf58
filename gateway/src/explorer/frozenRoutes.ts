import { codedError, type ErrorCode, errorCodes } from '@lien-thong/schema';
import { GraphQLError } from 'graphql';
import type { Exchange } from '../http/Exchange';
import { BodyError, readBody } from '../http/readBody';
import type { Route } from '../http/router';
import type { FrozenStore } from './FrozenStore';
import { type Execute, freezeAnswer } from './freezeAnswer';
import { readFreezeRequest } from './readFreezeRequest';

/** What the routes of kept answers are made with. */
export interface FrozenRouteOptions {
  readonly store: FrozenStore;
  readonly bodyLimitBytes: number;
  /** Whether there is a supergraph to ask. */
  readonly isReady: () => boolean;
  /** Makes what executes operations for one exchange, as a caller without any rights. */
  readonly executeFor: (exchange: Exchange) => Execute;
}

const path = '/explorer/frozen';
/** Each answer to be kept is read anew, page by page: more at once would crowd out other readers. */
const keptAtOnce = 4;
const year = 31_536_000;

/** `POST /explorer/frozen` keeps an answer and gives its hash; `GET /explorer/frozen/{hash}` gives it back for ever. */
export function createFrozenRoutes(options: FrozenRouteOptions): Route[] {
  let underWay = 0;
  const keepInTurn = async (exchange: Exchange): Promise<void> => {
    if (underWay >= keptAtOnce) {
      throw codedError('NOT_READY', { message: 'Other answers are being kept. Try again in a moment.' });
    }
    underWay += 1;
    try {
      await keep(exchange, options);
    } finally {
      underWay -= 1;
    }
  };
  return [
    { path, methods: ['POST'], handle: (exchange) => guarded(exchange, () => keepInTurn(exchange)) },
    {
      path: `${path}/`,
      methods: ['GET', 'HEAD'],
      handle: (exchange) => guarded(exchange, () => give(exchange, options.store)),
    },
  ];
}

async function keep(exchange: Exchange, options: FrozenRouteOptions): Promise<void> {
  const { request } = exchange;
  // A page of another site can send a form, but not JSON without asking first.
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    throw codedError('BAD_REQUEST', { message: 'The content-type is application/json.' });
  }
  if (request.headers.authorization !== undefined) {
    throw codedError('BAD_REQUEST', { message: 'What is kept is public: send no authorization header.' });
  }
  if (!options.isReady()) throw codedError('NOT_READY');
  const text = await readBody(request, options.bodyLimitBytes);
  const freeze = readFreezeRequest(parseJson(text));
  const content = await freezeAnswer(options.executeFor(exchange), freeze);
  const hash = await options.store.keep(content);
  exchange.endJson(201, { hash, path: `${path}/${hash}` });
}

async function give(exchange: Exchange, store: FrozenStore): Promise<void> {
  const answer = await store.read(exchange.path.slice(path.length + 1));
  if (!answer) throw codedError('NOT_FOUND', { message: 'No answer is kept under this hash.' });
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': `public, max-age=${year}, immutable`,
    etag: `"${answer.hash}"`,
  };
  if (exchange.request.headers['if-none-match'] === headers.etag) exchange.end(304, headers, '');
  else exchange.end(200, headers, JSON.stringify(answer));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw codedError('BAD_REQUEST', { message: 'The body is not JSON.' });
  }
}

function statusOf(code: ErrorCode): number {
  return code === 'NOT_FOUND' ? 404 : errorCodes[code].httpStatus;
}

async function guarded(exchange: Exchange, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof BodyError) {
      return sendProblem(exchange, { status: error.status, code: 'BAD_REQUEST', message: error.message });
    }
    if (error instanceof GraphQLError && typeof error.extensions.code === 'string') {
      const code = error.extensions.code as ErrorCode;
      return sendProblem(exchange, { status: statusOf(code), code, message: error.message });
    }
    exchange.log.error({ err: error }, 'a kept answer could not be written or read');
    const code = 'INTERNAL_SERVER_ERROR';
    sendProblem(exchange, { status: 500, code, message: errorCodes[code].sentence.en });
  }
}

interface Problem {
  readonly status: number;
  readonly code: ErrorCode;
  readonly message: string;
}

function sendProblem(exchange: Exchange, { status, code, message }: Problem): void {
  if (!exchange.request.complete && !exchange.isOver) exchange.response.setHeader('connection', 'close');
  exchange.endJson(status, { code, message, sentence: errorCodes[code].sentence });
}
