import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './repositoryRoot';

const folder = join(repositoryRoot, 'schema', 'questions');

/** The text of a saved question, by the beginning of its file name, as `01`. */
export function questionText(prefix: string): string {
  const name = readdirSync(folder).find((each) => each.startsWith(`${prefix}-`) && each.endsWith('.graphql'));
  if (!name) throw new RangeError(`there is no saved question ${prefix}`);
  return readFileSync(join(folder, name), 'utf8');
}

/** The numbers of the fourteen saved queries, `01` to `14`. */
export const questionNumbers: readonly string[] = Array.from({ length: 14 }, (_, n) =>
  String(n + 1).padStart(2, '0'),
);

/** Variables that point a question at the illustrative twin, so that its answer has rows. */
export const twinVariables: Readonly<Record<string, Record<string, unknown>>> = {
  '01': { code: 'MAU-CT-2019' },
};

/** Every saved operation, questions and mutations, by the name of its file. */
export const savedOperations: readonly { readonly name: string; readonly query: string }[] = readdirSync(
  folder,
)
  .filter((file) => file.endsWith('.graphql'))
  .sort()
  .map((file) => ({
    name: file.replace('.graphql', ''),
    query: readFileSync(join(folder, file), 'utf8'),
  }));
