import { toggleOrRole, wholeNumber } from './optionKinds';

const day = 86_400_000;

/** Settings: how much one request may be. */
export const limitOptions = {
  requestDeadlineMs: wholeNumber(
    {
      variable: 'REQUEST_DEADLINE_MS',
      help: 'how long a whole request may take, in milliseconds',
      fallback: 15_000,
    },
    [1, day],
  ),
  bodyLimitBytes: wholeNumber(
    {
      variable: 'BODY_LIMIT_BYTES',
      help: 'the largest request body, unpacked, in bytes',
      fallback: 1_048_576,
    },
    [1, 1_073_741_824],
  ),
  batchLimit: wholeNumber(
    {
      variable: 'BATCH_LIMIT',
      help: 'how many operations one HTTP request may carry as an array; 0 refuses arrays',
      fallback: 0,
    },
    [0, 1_000],
  ),
  subscriptionLimit: wholeNumber(
    {
      variable: 'SUBSCRIPTION_LIMIT',
      help: 'how many subscriptions, and how many WebSockets, may be open at once',
      fallback: 1_000,
    },
    [0, 1_000_000],
  ),
  introspection: toggleOrRole({
    variable: 'INTROSPECTION',
    help: 'answer introspection queries: to everybody, to nobody, or to callers of one role, as officer or finance/officer',
    fallback: 'on',
  }),
};
