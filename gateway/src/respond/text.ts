/** What JSON writes as an escape: control characters, quotes, backslashes and lone surrogates. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const needsEscape = /[\u0000-\u001f"\\\ud800-\udfff]/;

/** A string as JSON. */
export function stringText(value: string): string {
  const { length } = value;
  if (length > 40) return needsEscape.test(value) ? JSON.stringify(value) : `"${value}"`;
  for (let index = 0; index < length; index++) {
    const code = value.charCodeAt(index);
    if (code < 32 || code === 34 || code === 92 || (code >= 0xd800 && code <= 0xdfff))
      return JSON.stringify(value);
  }
  return `"${value}"`;
}

/** A value of a scalar that the supergraph defines itself: whatever JSON it is. */
export function jsonText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return stringText(value);
    case 'number':
    case 'boolean':
      return String(value);
    default:
      return JSON.stringify(value) ?? 'null';
  }
}

/** How a text of that many bytes as UTF-8 is encoded: as many bytes as characters is ASCII, which is copied instead of encoded. */
export function encodingOf(text: string, bytes: number): 'latin1' | 'utf8' {
  return bytes === text.length ? 'latin1' : 'utf8';
}
