import {
  type LocalizedTextRecord,
  type RequestContext,
  type UserErrorRecord,
  userError,
} from '@lien-thong/subgraph-kit';

/** A text as inputs give it. */
export interface TextInput {
  readonly vi: string;
  readonly en?: string | null;
}

/** The text as it is stored: trimmed, an empty translation as none. */
export function textOf({ vi, en }: TextInput): LocalizedTextRecord {
  return { vi: vi.trim(), en: en?.trim() || null };
}

/** One reason INVALID_INPUT. */
export function invalid(path: string, vi: string, en: string): UserErrorRecord {
  return userError('INVALID_INPUT', { path, message: { vi, en } });
}

/** Whether a text that must not be empty is. */
export function blankText(path: string, text: TextInput): UserErrorRecord[] {
  if (text.vi.trim()) return [];
  return [invalid(`${path}.vi`, 'Cần nội dung tiếng Việt.', 'The Vietnamese text must not be empty.')];
}

const codeShape = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,38}[\p{L}\p{N}])?$/u;

/** Whether a code has another shape than the project's. */
export function malformedCode(path: string, code: string): UserErrorRecord[] {
  if (codeShape.test(code)) return [];
  return [
    invalid(
      path,
      'Mã gồm 1 đến 40 chữ cái, chữ số và dấu gạch nối, không gạch nối ở hai đầu.',
      'A code has 1 to 40 letters, digits and hyphens, with no hyphen at either end.',
    ),
  ];
}

/** NOT_FOUND for a body that the code list does not have. */
export async function unknownBody(
  { publicBodies }: RequestContext,
  path: string,
  id: string | null | undefined,
): Promise<UserErrorRecord[]> {
  if (!id || (await publicBodies.byId(id))) return [];
  const message = {
    vi: `Danh mục cơ quan không có mã ${id}.`,
    en: `The code list of public bodies has no ${id}.`,
  };
  return [userError('NOT_FOUND', { path, message })];
}

/** NOT_FOUND for a row of planning that is not there. */
export function unknownRow(
  path: string,
  what: { readonly vi: string; readonly en: string },
  id: string,
): UserErrorRecord {
  return userError('NOT_FOUND', {
    path,
    message: { vi: `Không có ${what.vi} nào có mã ${id}.`, en: `There is no ${what.en} with the id ${id}.` },
  });
}

/** DUPLICATE_NUMBER for a code or number that is taken. */
export function taken(path: string, value: string): UserErrorRecord {
  return userError('DUPLICATE_NUMBER', {
    path,
    message: { vi: `“${value}” đã được dùng.`, en: `“${value}” is taken.` },
  });
}
