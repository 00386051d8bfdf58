/**
 * The text as it is searched and sorted: lower case, without accents, đ as d, single spaces. Stored beside the
 * original, since the embedded engine has no collation and no text index.
 */
export function searchText(...parts: ReadonlyArray<string | null | undefined>): string {
  return parts
    .filter((part): part is string => Boolean(part))
    .join(' ')
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * A MongoDB condition that the stored search text contains every word of `text`; null where `text` has no words.
 * Words are escaped, so that what a user types is never read as a pattern.
 */
export function textCondition(
  field: string,
  text: string | null | undefined,
): Record<string, unknown> | null {
  const words = searchText(text).split(' ').filter(Boolean).slice(0, 10);
  if (words.length === 0) return null;
  return {
    $and: words.map((word) => ({ [field]: { $regex: word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') } })),
  };
}
