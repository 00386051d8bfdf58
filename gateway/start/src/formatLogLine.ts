const levels: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: '',
  40: 'warning: ',
  50: 'error: ',
  60: 'fatal: ',
};
/** Said by the prefix, or of no use to a reader. */
const leftOut = new Set(['level', 'time', 'pid', 'hostname', 'name', 'msg', 'v', 'err']);

/**
 * What a person reads in place of one line of a process: a JSON line of the log becomes a sentence with the facts behind
 * it that it does not say itself (`request answered  durationMs=12`); any other line stays as it is.
 */
export function formatLogLine(line: string): string {
  const entry = parseEntry(line);
  if (!entry) return line;
  const level = typeof entry.level === 'number' ? (levels[entry.level] ?? '') : '';
  const isFailure = typeof entry.level === 'number' && entry.level >= 50;
  const sentence = typeof entry.msg === 'string' ? entry.msg : '';
  const facts = Object.entries(entry)
    .map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)] as const)
    .filter(([key, value]) => !leftOut.has(key) && !says(sentence, value))
    .map(([key, value]) => `${key}=${value}`);
  return [`${level}${sentence}`, ...errorText(entry.err, isFailure), ...facts]
    .filter((part) => part !== '')
    .join('  ');
}

/** A list is the same with or without the marks of JSON. */
function says(sentence: string, value: string | undefined): boolean {
  return value !== undefined && ` ${sentence} `.includes(` ${value.replace(/[[\]"]/g, '')} `);
}

function parseEntry(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === 'object' && parsed !== null && 'msg' in parsed ? { ...parsed } : undefined;
  } catch {
    return undefined;
  }
}

/** Where it happened is of use only for a failure; a warning says what. */
function errorText(err: unknown, withStack: boolean): readonly string[] {
  if (typeof err !== 'object' || err === null) return [];
  const { message, stack } = err as { message?: unknown; stack?: unknown };
  return [String((withStack && stack) || message || '')];
}
