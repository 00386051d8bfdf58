import { encodingOf } from '../respond/text';

/** What is written over and over into memory of its own: shorter texts are written as they are, longer ones are rare. */
const shortestCharacters = 8 * 1024;
const bufferBytes = 256 * 1024;
/** So many may be kept: answers that are being sent at one time, and a few megabytes. */
const mostKept = 32;

/**
 * Memory into which texts are encoded before they are sent. For a string, Node sets up zeroed memory of three times its
 * length at each write; this is used again as soon as the system has taken what was in it.
 */
export class SendBuffers {
  private readonly kept: Buffer[] = [];

  /** The bytes of a text of that many bytes as UTF-8; null where it is to be sent as a string. To be given back. */
  encode(text: string, bytes: number): Buffer | null {
    if (text.length < shortestCharacters || bytes > bufferBytes) return null;
    const buffer = this.kept.pop() ?? Buffer.allocUnsafeSlow(bufferBytes);
    buffer.write(text, 0, bytes, encodingOf(text, bytes));
    return buffer.subarray(0, bytes);
  }

  /** Takes memory back, once the system has taken over all that was in it. */
  giveBack({ buffer }: Buffer): void {
    if (this.kept.length < mostKept) this.kept.push(Buffer.from(buffer));
  }
}
