/**
 * The number of a document or contract as it is compared: composed Unicode, single spaces, upper case. People type
 * "7072/qđ-ubnd" and mean 7072/QĐ-UBND. A row without a number gets its id, so that a unique index holds for all rows
 * (the embedded engine has no partial indexes).
 */
export function numberKey(number: string | null | undefined, id: string): string {
  return number ? normalizedNumber(number) : `id:${id}`;
}

/** The key under which a row of that number is found. */
export function normalizedNumber(number: string): string {
  return number.normalize('NFC').trim().replace(/\s+/g, ' ').toLocaleUpperCase('vi');
}
