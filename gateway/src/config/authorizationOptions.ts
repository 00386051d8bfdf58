import type { Authorization } from '../authorize/refuse';
import { oneOf, toggle } from './optionKinds';

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
  introspectWithheld: toggle({
    variable: 'INTROSPECT_WITHHELD',
    help: 'show in introspection also what its caller may not see',
    fallback: true,
  }),
};
