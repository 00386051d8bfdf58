/** The longest line between chunks, in bytes. */
const longestLine = 64 * 1024;

/** Takes a chunked body apart (RFC 9112, 7.1). Throws where it is none. */
export class ChunkedBody {
  /** Whether the last chunk and the trailer have come. */
  done = false;
  /** Whether bytes came that belong to nothing that was asked for. */
  isFollowed = false;
  private left = 0;
  private line = '';
  private state: 'size' | 'data' | 'data-end' | 'trailer' = 'size';

  /** The pieces of the body in the next bytes. */
  read(bytes: Buffer): Buffer[] {
    const pieces: Buffer[] = [];
    let at = 0;
    while (at < bytes.length && !this.done) {
      if (this.state === 'data') {
        const piece = bytes.subarray(at, at + this.left);
        pieces.push(piece);
        at += piece.length;
        this.left -= piece.length;
        if (this.left === 0) this.state = 'data-end';
      } else {
        at = this.readLine(bytes, at);
      }
    }
    if (at < bytes.length) this.isFollowed = true;
    return pieces;
  }

  private readLine(bytes: Buffer, at: number): number {
    const end = bytes.indexOf(10, at);
    this.line += bytes.toString('latin1', at, end === -1 ? bytes.length : end);
    if (this.line.length > longestLine) throw new Error('A line of the chunked response is too large.');
    if (end === -1) return bytes.length;
    this.takeLine(this.line.replace(/\r$/, ''));
    this.line = '';
    return end + 1;
  }

  private takeLine(line: string): void {
    if (this.state === 'data-end') {
      if (line !== '') throw new Error('A chunk of the response is longer than it says.');
      this.state = 'size';
    } else if (this.state === 'trailer') {
      this.done = line === '';
    } else {
      const size = /^[0-9a-f]{1,8}(?=[\s;]|$)/i.exec(line)?.[0];
      if (size === undefined) throw new Error('The chunked response has no valid chunk size.');
      this.left = Number.parseInt(size, 16);
      this.state = this.left === 0 ? 'trailer' : 'data';
    }
  }
}
