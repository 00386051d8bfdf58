import type { Authorization } from '../authorize/refuse';
import { oneOf } from './optionKinds';

/** Settings: what of an answer callers without the right to all of it get. */
export const authorizationOptions = {
  authorization: oneOf<Authorization>(
    {
      variable: 'AUTHORIZATION',
      help: 'answer an operation that asks for more than its caller may see without that (filter), or refuse it whole (reject)',
      fallback: 'filter',
    },
    ['filter', 'reject'],
  ),
};
