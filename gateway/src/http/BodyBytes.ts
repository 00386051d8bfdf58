/** Longer texts are not remembered, in characters. */
const longest = 1_048_576;

/**
 * Remembers the bytes of the last text that was sent twice in a row, as an answer that identical requests share: it is
 * encoded once for all of them. A text that comes once is never encoded here.
 */
export class BodyBytes {
  #text = '';
  #bytes: Buffer | null = null;

  /** The bytes of the text, where it is the last one again; null where it is not. */
  again(text: string): Buffer | null {
    // Shared answers are one string; comparing others ends at their length or their first difference.
    if (text !== this.#text) {
      this.#text = text.length <= longest ? text : '';
      this.#bytes = null;
      return null;
    }
    this.#bytes ??= Buffer.from(text);
    return this.#bytes;
  }
}
