import { type ListedOperation, readManifest } from '@lien-thong/schema';
import { stripIgnoredCharacters } from 'graphql';

/** How many spellings of listed operations are known without reading them again. */
const rememberedSpellings = 1_000;
/** A text so many times as long as the longest listed one, and so many characters more, is not even read. */
const paddingFactor = 4;
const paddingCharacters = 4_096;

/** The manifest cannot be used; `problems` says why, one sentence each. */
export class ManifestError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join(' '));
    this.name = 'ManifestError';
  }
}

/** The operations of a manifest, found by their id or by their text. It never changes: another manifest is another list. */
export class OperationList {
  readonly #byId: ReadonlyMap<string, ListedOperation>;
  readonly #byText: ReadonlyMap<string, ListedOperation>;
  readonly #longest: number;
  /** Texts that were asked for before, as they were written; null for one that is not listed. */
  readonly #spellings = new Map<string, ListedOperation | null>();

  /** `more` are texts that are listed beside those of the manifest. */
  constructor(operations: readonly ListedOperation[], more: readonly ListedOperation[] = []) {
    const all = [...operations, ...more];
    this.#byId = new Map(operations.map((operation) => [operation.id, operation]));
    this.#byText = new Map(all.map((operation) => [stripIgnoredCharacters(operation.body), operation]));
    this.#longest = all.reduce((longest, { body }) => Math.max(longest, body.length), 0);
  }

  /** Reads a manifest. Throws a ManifestError that names all that is wrong with it. */
  static read(text: string, more: readonly ListedOperation[] = []): OperationList {
    const { operations, problems } = readManifest(text);
    if (problems.length > 0) throw new ManifestError(problems);
    return new OperationList(operations, more);
  }

  /** How many operations are listed by an id. */
  get size(): number {
    return this.#byId.size;
  }

  /** The operation of that id, which may be written as `sha256:...` too. */
  find(id: string): ListedOperation | undefined {
    return this.#byId.get(id) ?? this.#byId.get(id.replace(/^sha256:/, ''));
  }

  /** The operation of that text; white space, commas and comments may differ. */
  findText(text: string): ListedOperation | null {
    const known = this.#spellings.get(text);
    if (known !== undefined) return known;
    if (text.length > this.#longest * paddingFactor + paddingCharacters) return null;
    const found = this.#byText.get(stripped(text)) ?? null;
    if (this.#spellings.size >= rememberedSpellings) this.#spellings.clear();
    this.#spellings.set(text, found);
    return found;
  }
}

function stripped(text: string): string {
  try {
    return stripIgnoredCharacters(text);
  } catch {
    // Not GraphQL: no listed text is so.
    return '';
  }
}
