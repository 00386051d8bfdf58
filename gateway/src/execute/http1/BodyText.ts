import { isAscii } from 'node:buffer';
import { StringDecoder } from 'node:string_decoder';

/** A body of more bytes is decoded while it comes, so many at a time: at its end it would keep others waiting. */
const longBytes = 256 * 1024;
/** So many small pieces are made one, so that a body of single bytes does not take a hundred times its size. */
const mostPieces = 1_024;

/** The text of a body that comes in pieces of UTF-8. */
export class BodyText {
  /** Bytes so far. */
  size = 0;
  private pieces: Buffer[] = [];
  private held = 0;
  private decoder: StringDecoder | undefined;
  private readonly texts: string[] = [];

  add(piece: Buffer): void {
    if (piece.length === 0) return;
    this.size += piece.length;
    this.held += piece.length;
    if (this.pieces.push(piece) < mostPieces && this.held < longBytes) return;
    this.decoder ??= new StringDecoder('utf8');
    this.texts.push(this.decoder.write(this.take()));
  }

  /** The whole text, once everything has been added. */
  finish(): string {
    const last = this.take();
    // Most answers are ASCII, which is copied instead of decoded.
    if (!this.decoder) return last.toString(isAscii(last) ? 'latin1' : 'utf8');
    this.texts.push(this.decoder.end(last));
    return this.texts.join('');
  }

  private take(): Buffer {
    const { pieces } = this;
    this.pieces = [];
    this.held = 0;
    return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
  }
}
