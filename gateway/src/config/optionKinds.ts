/** A value that was read, or the sentence that says what would have been right. */
export type Parsed<T> = { readonly value: T } | { readonly expected: string };

/** One setting: a flag, its environment variable and what they mean. The flag wins over the variable. */
export interface Option<T> {
  readonly variable: string;
  /** What stands for the value in the help text. */
  readonly placeholder: string;
  readonly help: string;
  readonly fallback: T;
  /** Whether the flag may be given several times; its values then reach `parse` joined by commas. */
  readonly repeatable: boolean;
  parse(text: string): Parsed<T>;
}

type Describe<T> = Pick<Option<T>, 'variable' | 'help' | 'fallback'>;

function option<T>(
  described: Describe<T>,
  placeholder: string,
  parse: (text: string) => Parsed<T>,
): Option<T> {
  return { ...described, placeholder, repeatable: false, parse };
}

/** A whole number from `least` to `most`; none at all only as its fallback. */
export function wholeNumber<T extends number | undefined = number>(
  described: Describe<T>,
  [least, most]: readonly [number, number],
): Option<number | T> {
  return option<number | T>(described, 'N', (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most
      ? { value }
      : { expected: `a whole number from ${least} to ${most}` };
  });
}

/** One word of a list. */
export function oneOf<T extends string>(described: Describe<T>, words: readonly T[]): Option<T> {
  return option<T>(described, words.join('|'), (text) => {
    const value = words.find((word) => word === text);
    return value === undefined ? { expected: `one of ${words.join(', ')}` } : { value };
  });
}

/** `on` or `off`; `true`, `false`, `1` and `0` are understood too. */
export function toggle(described: Describe<boolean>): Option<boolean> {
  return option<boolean>(described, 'on|off', (text) => {
    if (['on', 'true', '1'].includes(text)) return { value: true };
    return ['off', 'false', '0'].includes(text) ? { value: false } : { expected: 'on or off' };
  });
}

/** `on`, `off`, or the role of those for whom it is on: `officer`, or `finance/officer` in one department. */
export function toggleOrRole(described: Describe<string>): Option<string> {
  const { parse } = toggle({ ...described, fallback: true });
  return option<string>(described, 'on|off|ROLE', (text) => {
    const parsed = parse(text);
    if ('value' in parsed) return { value: parsed.value ? 'on' : 'off' };
    return /^[\w-]+(\/[\w-]+)?$/.test(text)
      ? { value: text }
      : { expected: 'on, off, or a role, as officer or finance/officer' };
  });
}

/** A text that is not empty, or nothing at all. */
export function text<T extends string | undefined>(
  described: Describe<T>,
  placeholder: string,
): Option<string | T> {
  return option<string | T>(described, placeholder, (given) =>
    given.trim() === '' ? { expected: 'a text that is not empty' } : { value: given },
  );
}

/** An http or https address, or nothing. */
export function address(described: Describe<undefined>): Option<string | undefined> {
  return option<string | undefined>(described, 'URL', (given) =>
    isHttpUrl(given) ? { value: given } : { expected: 'an http or https address' },
  );
}

/** Texts, separated by commas; the flag may be given several times. */
export function list(
  described: Describe<readonly string[]>,
  placeholder: string,
  check: (item: string) => string | undefined,
): Option<readonly string[]> {
  const parse = (given: string): Parsed<readonly string[]> => {
    const items = given
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
    const expected = items.map(check).find((sentence) => sentence !== undefined);
    return expected === undefined ? { value: items } : { expected };
  };
  return { ...described, placeholder, repeatable: true, parse };
}

/** Whether the text is an absolute http or https address. */
export function isHttpUrl(given: string): boolean {
  return URL.canParse(given) && ['http:', 'https:'].includes(new URL(given).protocol);
}
