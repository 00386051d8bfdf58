import Negotiator from 'negotiator';

/** The two media types of an answer in one piece (GraphQL over HTTP, "Media Types"). */
export type AnswerType = 'application/json' | 'application/graphql-response+json';

/** As `content-type` has them. */
export const contentTypes: Readonly<Record<AnswerType, string>> = {
  'application/json': 'application/json; charset=utf-8',
  'application/graphql-response+json': 'application/graphql-response+json; charset=utf-8',
};

/** Offered with their charset, so that a client may ask for it too. */
const single = new Map<string, AnswerType>([
  ['application/json; charset=utf-8', 'application/json'],
  ['application/graphql-response+json; charset=utf-8', 'application/graphql-response+json'],
]);
const several = ['multipart/mixed', 'text/event-stream'];

/** The media type that the client prefers; JSON where it says nothing; null where it takes neither. */
export function answerType(accept: string | undefined): AnswerType | null {
  if (accept === undefined || accept === '*/*' || accept === 'application/json') return 'application/json';
  const preferred = new Negotiator({ headers: { accept } }).mediaType([...single.keys()]);
  return single.get(preferred ?? '') ?? null;
}

/** Whether the client takes an answer in parts; the forms of those have parameters of their own. */
export function acceptsParts(accept: string | undefined): boolean {
  return several.some((type) => accept?.includes(type));
}

/** Whether the client would rather have a page than JSON. */
export function prefersPage(accept: string | undefined): boolean {
  if (!accept?.includes('text/html')) return false;
  return new Negotiator({ headers: { accept } }).mediaType(['application/json', 'text/html']) === 'text/html';
}

/** The encoding in which to compress an answer, Brotli where it is taken; null to leave it as it is. */
export function answerEncoding(acceptEncoding: string | undefined): 'br' | 'gzip' | null {
  if (!acceptEncoding) return null;
  const accepted = new Negotiator({ headers: { 'accept-encoding': acceptEncoding } }).encodings([
    'br',
    'gzip',
  ]);
  return (['br', 'gzip'] as const).find((encoding) => accepted.includes(encoding)) ?? null;
}

/** Whether the client would rather have events than an answer in one piece. */
export function prefersEvents(accept: string | undefined): boolean {
  if (!accept?.includes('text/event-stream')) return false;
  const offered = ['text/event-stream', ...single.keys()];
  return new Negotiator({ headers: { accept } }).mediaType(offered) === 'text/event-stream';
}
