import type { IncomingMessage } from 'node:http';

/** Headers of which two would let one program read another request than the next one does. */
const once = new Set(['host', 'authorization', 'content-type', 'content-encoding']);
/** Their lengths: a header of another length is passed over without looking at its letters. */
const lengths = new Set([...once].map((name) => name.length));

/** The name of a header that is there twice although it may be only once; null where there is none. */
export function repeatedHeader({ rawHeaders }: IncomingMessage): string | null {
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
