import { rangeProblem } from '../traffic/AddressRanges';
import { list, text, wholeNumber } from './optionKinds';

const day = 86_400_000;
const gibibyte = 1_073_741_824;

/** Settings: how much may be asked at once and in a time, by whom, and how long a connection may take. */
export const trafficOptions = {
  concurrencyLimit: wholeNumber(
    {
      variable: 'CONCURRENCY_LIMIT',
      help: 'how many requests are answered at once at most; 0 admits all',
      fallback: 1_000,
    },
    [0, 1_000_000],
  ),
  queueLimit: wholeNumber(
    {
      variable: 'QUEUE_LIMIT',
      help: 'how many further requests may wait; the rest is OVERLOADED at once',
      fallback: 500,
    },
    [1, 1_000_000],
  ),
  queueWaitMs: wholeNumber(
    {
      variable: 'QUEUE_WAIT_MS',
      help: 'how long a request may wait before it is OVERLOADED, in milliseconds',
      fallback: 1_000,
    },
    [1, day],
  ),
  rateLimitAddress: wholeNumber(
    {
      variable: 'RATE_LIMIT_ADDRESS',
      help: 'how much an address may ask in one window without a token, in points of cost; 0 for no limit',
      fallback: 60_000,
    },
    [0, Number.MAX_SAFE_INTEGER],
  ),
  rateLimitCaller: wholeNumber(
    {
      variable: 'RATE_LIMIT_CALLER',
      help: 'how much a caller with a token may ask in one window, in points of cost; 0 for no limit',
      fallback: 500_000,
    },
    [0, Number.MAX_SAFE_INTEGER],
  ),
  rateLimitWindowSeconds: wholeNumber(
    { variable: 'RATE_LIMIT_WINDOW_SECONDS', help: 'how long one window is, in seconds', fallback: 10 },
    [1, 86_400],
  ),
  rateLimitExempt: list(
    {
      variable: 'RATE_LIMIT_EXEMPT',
      help: 'addresses that are never limited, single ones or ranges; may be repeated',
      fallback: ['127.0.0.0/8', '::1'],
    },
    'RANGE',
    rangeProblem,
  ),
  rateLimitRedisUrl: redisAddress({
    variable: 'RATE_LIMIT_REDIS_URL',
    help: 'the Redis in which several gateways count together; without it each process counts for itself',
    fallback: undefined,
  }),
  trustedProxies: list(
    {
      variable: 'TRUSTED_PROXIES',
      help: 'addresses of proxies whose x-forwarded-for is believed, single ones or ranges; may be repeated',
      fallback: [],
    },
    'RANGE',
    rangeProblem,
  ),
  connectionLimit: wholeNumber(
    { variable: 'CONNECTION_LIMIT', help: 'how many connections may be open at once', fallback: 10_000 },
    [1, 1_000_000],
  ),
  headerLimitBytes: wholeNumber(
    {
      variable: 'HEADER_LIMIT_BYTES',
      help: 'the largest request line and headers together, in bytes',
      fallback: 16_384,
    },
    [1_024, 1_048_576],
  ),
  headersDeadlineMs: wholeNumber(
    {
      variable: 'HEADERS_DEADLINE_MS',
      help: 'how long a client may take to send its headers, in milliseconds',
      fallback: 10_000,
    },
    [1, day],
  ),
  receiveDeadlineMs: wholeNumber(
    {
      variable: 'RECEIVE_DEADLINE_MS',
      help: 'how long a client may take to send its whole request, in milliseconds',
      fallback: 20_000,
    },
    [1, day],
  ),
  sendDeadlineMs: wholeNumber(
    {
      variable: 'SEND_DEADLINE_MS',
      help: 'how long a client may take to read an answer, or one part of it, in milliseconds',
      fallback: 30_000,
    },
    [1, day],
  ),
  unsentLimitBytes: wholeNumber(
    {
      variable: 'UNSENT_LIMIT_BYTES',
      help: 'how much may wait for clients that read slowly, in bytes; beyond it the slowest are cut off',
      fallback: 268_435_456,
    },
    [1_048_576, 64 * gibibyte],
  ),
  idleConnectionMs: wholeNumber(
    {
      variable: 'IDLE_CONNECTION_MS',
      help: 'how long a connection is kept between two requests, in milliseconds',
      fallback: 65_000,
    },
    [1, day],
  ),
};

function redisAddress(described: Parameters<typeof text<undefined>>[0]) {
  const isRedisUrl = (given: string): boolean =>
    URL.canParse(given) && ['redis:', 'rediss:'].includes(new URL(given).protocol);
  return {
    ...text<undefined>(described, 'URL'),
    parse: (given: string) =>
      isRedisUrl(given) ? { value: given } : { expected: 'a redis or rediss address' },
  };
}
