import { runPausing } from './pausing';

/** So many characters are encoded in one go: well under a millisecond. */
const pieceCharacters = 64 * 1024;

/** The bytes of a long text in pieces, others taking their turns between: in one go they would wait for all of it. */
export function encodePausing(text: string): Promise<Buffer[]> {
  return runPausing(pieces(text));
}

function* pieces(text: string): Generator<void, Buffer[], void> {
  const found: Buffer[] = [];
  for (let from = 0; from < text.length; ) {
    const to = endOfPiece(text, from + pieceCharacters);
    found.push(Buffer.from(text.slice(from, to)));
    from = to;
    yield;
  }
  return found;
}

/** Not between the halves of a character beyond 16 bits: alone, neither is one. */
function endOfPiece(text: string, end: number): number {
  const last = text.charCodeAt(end - 1);
  return end < text.length && last >= 0xd800 && last <= 0xdbff ? end - 1 : Math.min(end, text.length);
}
