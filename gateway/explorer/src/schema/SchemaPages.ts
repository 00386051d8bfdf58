import type { Localized } from '../i18n/Localized';
import type { DepartmentName } from '../shape/Shape';

/** A field, an input field or an enum value. */
export interface SchemaField {
  readonly name: string;
  /** As written in the schema; empty for an enum value. */
  readonly type: string;
  readonly owners: readonly DepartmentName[];
  /** `name: Type`, one an argument. */
  readonly args?: readonly string[];
  readonly about?: string;
  readonly deprecated?: string;
}

/** A named type of the API schema. */
export interface SchemaType {
  readonly name: string;
  readonly kind: 'object' | 'input' | 'enum' | 'scalar' | 'abstract';
  readonly fields: readonly SchemaField[];
  readonly about?: string;
}

/** A code of the error registry. */
export interface SchemaErrorCode {
  readonly code: string;
  readonly kind: string;
  readonly httpStatus: number;
  readonly sentence: Localized;
}

/** One change of the schema between two of its versions. */
export interface SchemaChange {
  readonly kind: 'added' | 'removed' | 'changed';
  /** `Type`, `Type.field` or `Type.field(argument:)`. */
  readonly coordinate: string;
  readonly breaking: boolean;
}

/** A version of the schema, with what it changed. */
export interface SchemaVersion {
  /** Calendar date of the version, ISO 8601. */
  readonly date: string;
  /** The subject of its commit. */
  readonly subject: string;
  readonly changes: readonly SchemaChange[];
}

/** What the schema pages show; made when the page is built. */
export interface SchemaPages {
  readonly types: readonly SchemaType[];
  readonly errors: readonly SchemaErrorCode[];
  /** Newest first; empty where the build had no history to read. */
  readonly versions: readonly SchemaVersion[];
}
