import { isHttpUrl, list, oneOf, toggle, wholeNumber } from './optionKinds';

const origin = (item: string): string | undefined =>
  item === '*' || (isHttpUrl(item) && new URL(item).origin === item)
    ? undefined
    : 'an origin, as https://example.org, or *';

/** Settings: GraphQL over HTTP. */
export const httpOptions = {
  jsonRequestErrorStatus: oneOf(
    {
      variable: 'JSON_REQUEST_ERROR_STATUS',
      help: 'the status of parse, validation and coercion errors as application/json: 200 by the specification, 400 as Apollo Server',
      fallback: '200' as '200' | '400',
    },
    ['200', '400'],
  ),
  csrfPrevention: toggle({
    variable: 'CSRF_PREVENTION',
    help: 'refuse requests that a browser sends across sites without asking first',
    fallback: true,
  }),
  corsOrigins: list(
    {
      variable: 'CORS_ORIGINS',
      help: 'origins whose pages may read answers; may be repeated; * stands for all',
      fallback: [],
    },
    'ORIGIN',
    origin,
  ),
  compressFromBytes: wholeNumber(
    {
      variable: 'COMPRESS_FROM_BYTES',
      help: 'the smallest answer that is compressed, in bytes',
      fallback: 1_024,
    },
    [0, 1_073_741_824],
  ),
};
