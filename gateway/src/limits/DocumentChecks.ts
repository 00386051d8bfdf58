import { type DocumentNode, type GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { measureDocument } from './measureDocument';
import type { OperationLimits } from './OperationLimits';
import { scanSource } from './scanSource';
import { firstExcess, tooLarge } from './tooLarge';
import { ValidDocuments } from './ValidDocuments';

/** Nesting that the parser, the validation and the planner can recurse through with stack to spare. */
const deepestNesting = 400;

/** A text that was counted before it is parsed. */
export interface CheckedSource {
  readonly tokens: number;
  /** OPERATION_TOO_LARGE; null where it may be parsed. */
  readonly refusal: GraphQLError | null;
}

/**
 * Checks the size of documents, each once: its text before it is parsed, its tree before it is validated. Whoever lets
 * operations in goes through here, and takes documents that are known already from here.
 */
export class DocumentChecks {
  readonly #valid: ValidDocuments;
  readonly #introspecting = new WeakSet<DocumentNode>();

  constructor(private readonly limits: OperationLimits) {
    this.#valid = new ValidDocuments(limits.documentCacheBytes);
  }

  /** A document of this text that was found valid for this schema before. */
  find(schema: GraphQLSchema, source: string): DocumentNode | undefined {
    return this.#valid.find(schema, source);
  }

  /** Keeps a document that was checked and found valid. */
  keep(schema: GraphQLSchema, source: string, document: DocumentNode): void {
    this.#valid.keep(schema, source, { document, tokens: scanSource(source).tokens });
  }

  /** Counts a text, and refuses it where it has too many tokens, or nests too deep for a parser. */
  checkSource(source: string): CheckedSource {
    const { tokens, nesting } = scanSource(source);
    return { tokens, refusal: this.#refusal(tokens, nesting) };
  }

  #refusal(tokens: number, nesting: number): GraphQLError | null {
    if (tokens > this.limits.tokenLimit) return tooLarge(this.limits, { limit: 'tokenLimit', value: tokens });
    if (nesting <= deepestNesting) return null;
    return tooLarge(this.limits, { limit: 'depthLimit', value: nesting });
  }

  /** OPERATION_TOO_LARGE where a document is too large to be validated and planned; null where it may be. */
  checkDocument(document: DocumentNode): GraphQLError | null {
    const { list, fragments, introspects, depth, fields, rootFields, aliases, directives, fieldDirectives } =
      measureDocument(document);
    if (introspects) this.#introspecting.add(document);
    return firstExcess(this.limits, {
      fragmentLimit: fragments,
      depthLimit: depth,
      aliasLimit: aliases,
      rootFieldLimit: rootFields,
      fieldDirectiveLimit: fieldDirectives,
      directiveLimit: directives,
      fieldLimit: fields,
      listLimit: list,
    });
  }

  /** Whether a checked document asks for `__schema` or `__type`. */
  introspects(document: DocumentNode): boolean {
    return this.#introspecting.has(document);
  }

  /** The document of a text, known or new; null where it is too large or cannot be parsed. Not validated. */
  read(schema: GraphQLSchema, source: string): DocumentNode | null {
    try {
      return this.find(schema, source) ?? this.parse(source);
    } catch {
      return null;
    }
  }

  /** Whether a document that was read here is valid for this schema; what is, is kept. */
  isValid(schema: GraphQLSchema, source: string, document: DocumentNode): boolean {
    if (this.find(schema, source) === document) return true;
    if (validate(schema, document, undefined, { maxErrors: 1 }).length > 0) return false;
    this.keep(schema, source, document);
    return true;
  }

  /** Parses a text that nobody has checked. Throws OPERATION_TOO_LARGE, or the parser's error. Not validated. */
  parse(source: string): DocumentNode {
    const { refusal } = this.checkSource(source);
    if (refusal) throw refusal;
    const document = parse(source);
    const excess = this.checkDocument(document);
    if (excess) throw excess;
    return document;
  }
}
