import type { IncomingMessage } from 'node:http';

/** Headers of which two would let one program read another request than the next one does. */
const once = new Set(['host', 'authorization', 'content-type', 'content-encoding']);
/** What makes a request one that two programs may read differently, though the parser took it; null for a plain one. */
export function ambiguity(request: IncomingMessage): string | null {
  // Without a version it is of HTTP/0.9, which has no headers.
  if (request.httpVersionMajor !== 1) return 'HTTP/1.1 is spoken here.';
  const repeated = repeatedHeader(request);
  return repeated && `The header ${repeated} is sent once.`;
}

/** Whether one of those names is so long: a header of another length is passed over without a look at its letters. */
function mayBeOne({ length }: string): boolean {
  return length === 4 || length === 12 || length === 13 || length === 16;
}

function repeatedHeader({ rawHeaders }: IncomingMessage): string | null {
  let seen = '';
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const raw = rawHeaders[at] as string;
    if (!mayBeOne(raw)) continue;
    const name = raw.toLowerCase();
    if (!once.has(name)) continue;
    if (seen.includes(name)) return name;
    seen += ` ${name}`;
  }
  return null;
}
