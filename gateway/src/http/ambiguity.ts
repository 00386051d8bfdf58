import type { IncomingMessage } from 'node:http';

/** Headers of which two would let one program read another request than the next one does. */
const once = new Set(['host', 'authorization', 'content-type', 'content-encoding']);
/** Their lengths: a header of another length is passed over without looking at its letters. */
const lengths = new Set([...once].map((name) => name.length));

/** What makes a request one that two programs may read differently, though the parser took it; null for a plain one. */
export function ambiguity(request: IncomingMessage): string | null {
  // Without a version it is of HTTP/0.9, which has no headers.
  if (request.httpVersionMajor !== 1) return 'HTTP/1.1 is spoken here.';
  const repeated = repeatedHeader(request);
  return repeated && `The header ${repeated} is sent once.`;
}

function repeatedHeader({ rawHeaders }: IncomingMessage): string | null {
  let seen: string[] | null = null;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const raw = rawHeaders[at] as string;
    if (!lengths.has(raw.length)) continue;
    const name = raw.toLowerCase();
    if (!once.has(name)) continue;
    if (seen?.includes(name)) return name;
    seen ??= [];
    seen.push(name);
  }
  return null;
}
