import { toggle, wholeNumber } from './optionKinds';
import { perDepartment } from './perDepartment';

const day = 86_400_000;

/** Settings: what is done about departments that are slow, fail, or are gone. */
export const resilienceOptions = {
  departmentRetries: perDepartment(
    wholeNumber(
      {
        variable: 'DEPARTMENT_RETRIES',
        help: 'how often a read is sent again after a broken connection or a status of 502, 503 or 504; 0 never',
        fallback: 2,
      },
      [0, 10],
    ),
  ),
  departmentRetryPercent: perDepartment(
    wholeNumber(
      {
        variable: 'DEPARTMENT_RETRY_PERCENT',
        help: 'of all requests so many percent may be retries, and 10 a second besides',
        fallback: 10,
      },
      [0, 100],
    ),
  ),
  departmentBreaker: perDepartment(
    toggle({
      variable: 'DEPARTMENT_BREAKER',
      help: 'leave a department alone that fails too often',
      fallback: true,
    }),
  ),
  departmentBreakerPercent: perDepartment(
    wholeNumber(
      {
        variable: 'DEPARTMENT_BREAKER_PERCENT',
        help: 'the share of failures at which a department is left alone, in percent',
        fallback: 50,
      },
      [1, 100],
    ),
  ),
  departmentBreakerMinimum: perDepartment(
    wholeNumber(
      {
        variable: 'DEPARTMENT_BREAKER_MINIMUM',
        help: 'how many requests the share is taken of at least',
        fallback: 20,
      },
      [1, 1_000_000],
    ),
  ),
  departmentBreakerWindowMs: perDepartment(
    wholeNumber(
      {
        variable: 'DEPARTMENT_BREAKER_WINDOW_MS',
        help: 'the time that the share is taken of, in milliseconds',
        fallback: 10_000,
      },
      [10, day],
    ),
  ),
  departmentProbeMs: perDepartment(
    wholeNumber(
      {
        variable: 'DEPARTMENT_PROBE_MS',
        help: 'how often a department that is left alone gets a single request, to see whether it answers again, in milliseconds',
        fallback: 1_000,
      },
      [1, day],
    ),
  ),
  departmentHedge: perDepartment(
    toggle({
      variable: 'DEPARTMENT_HEDGE',
      help: 'send a read a second time when it takes longer than 95 of 100 do, and take the first answer',
      fallback: false,
    }),
  ),
  departmentHedgePercent: perDepartment(
    wholeNumber(
      {
        variable: 'DEPARTMENT_HEDGE_PERCENT',
        help: 'of all reads so many percent may be sent a second time',
        fallback: 5,
      },
      [1, 100],
    ),
  ),
  departmentInFlight: perDepartment(
    wholeNumber(
      {
        variable: 'DEPARTMENT_IN_FLIGHT',
        help: 'how many requests to a department may be in flight at once',
        fallback: 64,
      },
      [1, 10_000],
    ),
  ),
  departmentQueue: perDepartment(
    wholeNumber(
      {
        variable: 'DEPARTMENT_QUEUE',
        help: 'how many more may wait for their turn',
        fallback: 2_000,
      },
      [0, 1_000_000],
    ),
  ),
  departmentQueueWaitMs: perDepartment(
    wholeNumber(
      {
        variable: 'DEPARTMENT_QUEUE_WAIT_MS',
        help: 'how long each may wait for its turn, in milliseconds',
        fallback: 3_000,
      },
      [0, day],
    ),
  ),
  staleAnswers: toggle({
    variable: 'STALE_ANSWERS',
    help: 'where a department fails, use what the same caller was answered to the same read before, marked in extensions.stale',
    fallback: false,
  }),
  staleMaxAgeMs: wholeNumber(
    {
      variable: 'STALE_MAX_AGE_MS',
      help: 'how old such an answer may be, in milliseconds',
      fallback: 300_000,
    },
    [1, 7 * day],
  ),
  staleBytes: wholeNumber(
    {
      variable: 'STALE_BYTES',
      help: 'how much is kept for that, in bytes',
      fallback: 67_108_864,
    },
    [1, 17_179_869_184],
  ),
};
