import type { DocumentNode, GraphQLSchema } from 'graphql';

interface Kept {
  readonly document: DocumentNode;
  readonly bytes: number;
}

/**
 * Documents that were found valid, by schema and text. The least used go first when together they take more memory than
 * they may; a schema's are gone with the schema.
 */
export class ValidDocuments {
  readonly #bySchema = new WeakMap<GraphQLSchema, Shelf>();

  constructor(private readonly limitBytes: number) {}

  /** The document of this text, if it is known to be valid for this schema. */
  find(schema: GraphQLSchema, source: string): DocumentNode | undefined {
    return this.#bySchema.get(schema)?.find(source);
  }

  /** Keeps a document of so many tokens, unless it alone takes more than all may. */
  keep(schema: GraphQLSchema, source: string, kept: { document: DocumentNode; tokens: number }): void {
    let shelf = this.#bySchema.get(schema);
    if (!shelf) {
      shelf = new Shelf(this.limitBytes);
      this.#bySchema.set(schema, shelf);
    }
    const bytes = kept.tokens * bytesOfToken + source.length * 2;
    shelf.keep(source, { document: kept.document, bytes });
  }
}

/** What graphql-js takes for a token with its nodes and locations, measured. */
const bytesOfToken = 480;

class Shelf {
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  constructor(private readonly limitBytes: number) {}

  find(source: string): DocumentNode | undefined {
    const kept = this.#kept.get(source);
    if (!kept) return undefined;
    // Only when the shelf fills up does the order matter.
    if (this.#bytes * 2 > this.limitBytes) {
      this.#kept.delete(source);
      this.#kept.set(source, kept);
    }
    return kept.document;
  }

  keep(source: string, kept: Kept): void {
    if (kept.bytes > this.limitBytes || this.#kept.has(source)) return;
    this.#kept.set(source, kept);
    this.#bytes += kept.bytes;
    for (const [oldest, { bytes }] of this.#kept) {
      if (this.#bytes <= this.limitBytes) break;
      this.#kept.delete(oldest);
      this.#bytes -= bytes;
    }
  }
}
