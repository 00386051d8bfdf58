import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A file that is made from others and committed. */
export interface GeneratedFile {
  readonly path: string;
  readonly content: string;
  /** The command that makes it, named when it is stale. */
  readonly command: string;
}

/** Writes the file. Answers whether that changed it. */
export function writeGenerated({ path, content }: GeneratedFile): boolean {
  const stale = !existsSync(path) || readFileSync(path, 'utf8') !== content;
  if (stale) writeFileSync(path, content);
  return stale;
}

/** A sentence that says that the file is stale and what to run, or null when it is what it should be. */
export function staleness({ path, content, command }: GeneratedFile): string | null {
  const name = relative(join(__dirname, '..', '..'), path);
  if (!existsSync(path)) return `${name} is missing. Run \`${command}\`.`;
  return readFileSync(path, 'utf8') === content ? null : `${name} is stale. Run \`${command}\`.`;
}
