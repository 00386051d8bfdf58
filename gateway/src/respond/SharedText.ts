/** Longer texts are not remembered, in characters. */
const longest = 1_048_576;

/** The last answer that several requests have in common, encoded once for all of them. */
class SharedText {
  #text = '';
  #bytes: Buffer | null = null;

  /** Says that more than one request is answered with that text. */
  share(text: string): void {
    if (text === this.#text || text.length > longest) return;
    this.#text = text;
    this.#bytes = null;
  }

  /** The bytes of the text where it is the shared one; null for any other, which costs a comparison of lengths. */
  bytesOf(text: string): Buffer | null {
    if (this.#text === '' || text !== this.#text) return null;
    this.#bytes ??= Buffer.from(text);
    return this.#bytes;
  }
}

/** One for the process: an answer is shared for as long as it is in flight. */
export const sharedText = new SharedText();
