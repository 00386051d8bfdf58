import type { SafelistMode } from '../persisted/PersistedOperations';
import { oneOf, text, toggle, wholeNumber } from './optionKinds';

/** Settings: operations that are asked by an id, and those that may be asked at all. */
export const persistedOptions = {
  operations: text(
    {
      variable: 'OPERATIONS',
      help: 'the manifest of operations that clients may ask by their id, as `npm run schema:operations` writes it',
      fallback: undefined,
    },
    'FILE',
  ),
  safelist: oneOf<SafelistMode>(
    {
      variable: 'SAFELIST',
      help: 'what becomes of operations that the manifest does not list: answered, answered and logged, or refused',
      fallback: 'off',
    },
    ['off', 'log', 'only'],
  ),
  apq: toggle({
    variable: 'APQ',
    help: 'let clients register a query by its hash once and then send the hash alone (automatic persisted queries)',
    fallback: true,
  }),
  apqLimitBytes: wholeNumber(
    {
      variable: 'APQ_LIMIT_BYTES',
      help: 'how much memory registered queries may take, in bytes',
      fallback: 16_777_216,
    },
    [1_024, 1_073_741_824],
  ),
  apqLimitCount: wholeNumber(
    { variable: 'APQ_LIMIT_COUNT', help: 'how many queries may be registered', fallback: 10_000 },
    [1, 1_000_000],
  ),
};
