/** What can be known of a text before a parser sees it. */
export interface SourceCounts {
  /** Tokens as graphql-js counts them, comments left out; punctuation that is not known counts too. */
  readonly tokens: number;
  /** The deepest nesting of braces, brackets and parentheses: what a recursive parser needs stack for. */
  readonly nesting: number;
}

const quote = 34;
const backslash = 92;
const lineFeed = 10;
const carriageReturn = 13;
const plus = 43;
const point = 46;
const nine = 57;

/**
 * Counts tokens and nesting in one pass that allocates nothing, so that a text of a megabyte costs some milliseconds
 * and no tree. It never refuses a text: syntax is for the parser to judge.
 */
export function scanSource(source: string): SourceCounts {
  const { length } = source;
  let tokens = 0;
  let open = 0;
  let nesting = 0;
  let at = 0;
  while (at < length) {
    const code = source.charCodeAt(at);
    const kind = code < 128 ? (kinds[code] as number) : isOther;
    if (kind === isIgnored) {
      at += 1;
      continue;
    }
    if (kind === isComment) {
      at = endOfLine(source, at);
      continue;
    }
    tokens += 1;
    if (kind === isWord) at = endOfWord(source, at);
    else if (kind === isQuote) at = endOfString(source, at);
    else if (kind === isDot && source.startsWith('...', at)) at += 3;
    else {
      if (kind === isOpening) {
        open += 1;
        if (open > nesting) nesting = open;
      } else if (kind === isClosing) open -= 1;
      at += 1;
    }
  }
  return { tokens, nesting };
}

const isOther = 0;
const isIgnored = 1;
const isComment = 2;
const isWord = 3;
const isQuote = 4;
const isDot = 5;
const isOpening = 6;
const isClosing = 7;

const kinds = kindsOf([
  [' \t\r\n,', isIgnored],
  ['#', isComment],
  ['_-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', isWord],
  ['"', isQuote],
  ['.', isDot],
  ['{[(', isOpening],
  ['}])', isClosing],
]);

function kindsOf(groups: readonly (readonly [characters: string, kind: number])[]): Uint8Array {
  const table = new Uint8Array(128);
  for (const [characters, kind] of groups) {
    for (const character of characters) table[character.charCodeAt(0)] = kind;
  }
  return table;
}

function endOfLine(source: string, start: number): number {
  let at = start;
  while (at < source.length) {
    const code = source.charCodeAt(at);
    if (code === lineFeed || code === carriageReturn) break;
    at += 1;
  }
  return at;
}

/** Past a name or a number; numbers may hold a point, a sign or an exponent. */
function endOfWord(source: string, start: number): number {
  const isNumber = source.charCodeAt(start) <= nine;
  let at = start + 1;
  while (at < source.length) {
    const code = source.charCodeAt(at);
    const goesOn = code < 128 && (kinds[code] === isWord || (isNumber && (code === point || code === plus)));
    if (!goesOn) break;
    at += 1;
  }
  return at;
}

function endOfString(source: string, start: number): number {
  if (source.startsWith('"""', start)) return endOfBlockString(source, start + 3);
  let at = start + 1;
  while (at < source.length) {
    const code = source.charCodeAt(at);
    if (code === backslash) at += 2;
    else if (code === quote) return at + 1;
    else if (code === lineFeed || code === carriageReturn) return at;
    else at += 1;
  }
  return at;
}

function endOfBlockString(source: string, start: number): number {
  let at = start;
  for (;;) {
    const end = source.indexOf('"""', at);
    if (end < 0) return source.length;
    if (source.charCodeAt(end - 1) !== backslash) return end + 3;
    at = end + 3;
  }
}
