/** Spans up to so many characters are parsed in one go. */
const pieceLength = 128 * 1024;

/**
 * `JSON.parse` for long texts, with pauses: long lists and objects are taken apart at their members, pieces of a bearable length are left
 * to `JSON.parse`. Throws a SyntaxError where the text is no JSON.
 */
export function* parsePausing(text: string): Generator<void, unknown, void> {
  return yield* parseSpan(text, skipSpace(text, 0), text.length);
}

function* parseSpan(text: string, start: number, end: number): Generator<void, unknown, void> {
  const first = text.charCodeAt(start);
  if (end - start <= pieceLength || (first !== openBracket && first !== openBrace))
    return JSON.parse(text.slice(start, end));
  return first === openBracket ? yield* parseList(text, start, end) : yield* parseObject(text, start, end);
}

const openBracket = 91;
const openBrace = 123;
const quote = 34;
const comma = 44;

function* parseList(text: string, start: number, end: number): Generator<void, unknown[], void> {
  const items: unknown[] = [];
  let from = start + 1;
  for (;;) {
    // As many items as make one piece.
    let to = yield* endOfValue(text, from, end);
    while (text.charCodeAt(to) === comma && to - from < pieceLength)
      to = yield* endOfValue(text, to + 1, end);
    if (to - from <= 2 * pieceLength) {
      for (const item of JSON.parse(`[${text.slice(from, to)}]`) as unknown[]) items.push(item);
    } else {
      yield* parseLongItems(text, { from, to, items });
    }
    yield;
    if (text.charCodeAt(to) !== comma) return closed(text, { to, end, close: 93, value: items });
    from = to + 1;
  }
}

/** Items of which one alone is longer than a piece. */
function* parseLongItems(
  text: string,
  { from, to, items }: { from: number; to: number; items: unknown[] },
): Generator<void, void, void> {
  let start = from;
  while (start < to) {
    const end = yield* endOfValue(text, start, to);
    items.push(yield* parseSpan(text, skipSpace(text, start), end));
    start = end + 1;
  }
}

function* parseObject(
  text: string,
  start: number,
  end: number,
): Generator<void, Record<string, unknown>, void> {
  const object: Record<string, unknown> = {};
  let from = start + 1;
  for (;;) {
    const keyStart = skipSpace(text, from);
    if (text.charCodeAt(keyStart) !== quote) throw new SyntaxError(`Expected a key at position ${keyStart}.`);
    const keyEnd = endOfString(text, keyStart);
    const key = JSON.parse(text.slice(keyStart, keyEnd)) as string;
    const colon = skipSpace(text, keyEnd);
    if (text[colon] !== ':') throw new SyntaxError(`Expected a colon at position ${colon}.`);
    const to = yield* endOfValue(text, colon + 1, end);
    const value = yield* parseSpan(text, skipSpace(text, colon + 1), to);
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
    yield;
    if (text.charCodeAt(to) !== comma) return closed(text, { to, end, close: 125, value: object });
    from = to + 1;
  }
}

function closed<T>(
  text: string,
  { to, end, close, value }: { to: number; end: number; close: number; value: T },
): T {
  if (text.charCodeAt(to) !== close || skipSpace(text, to + 1) < end)
    throw new SyntaxError(`Unexpected text at position ${to}.`);
  return value;
}

/** The position behind a value: of the comma or the bracket that follows it. */
function* endOfValue(text: string, start: number, end: number): Generator<void, number, void> {
  let depth = 0;
  let nextPause = start + pieceLength;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at) - 1;
    else if (code === openBracket || code === openBrace) depth++;
    else if (code === 93 || code === 125) {
      if (depth === 0) return at;
      depth--;
    } else if (code === comma && depth === 0) return at;
    if (at > nextPause) {
      yield;
      nextPause = at + pieceLength;
    }
  }
  return end;
}

/** The position behind the closing quote of the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
  throw new SyntaxError(`The string at position ${start} has no end.`);
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && text.charCodeAt(at) <= 32) at++;
  return at;
}
