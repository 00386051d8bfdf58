import type { Option } from './optionKinds';

/** A table of settings by name. The name in kebab case is the flag: `departmentDeadlineMs` is `--department-deadline-ms`. */
export type OptionTable = Readonly<Record<string, Option<unknown>>>;

/** The values of a table. */
export type OptionValues<T> = { readonly [K in keyof T]: T[K] extends Option<infer V> ? V : never };

/** Where values come from. */
export interface OptionSource {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly flags: readonly string[];
}

/** The values of a table, and every mistake that was made in giving them, each with what would be right. */
export interface ReadOptions<T> {
  readonly values: OptionValues<T>;
  readonly mistakes: readonly string[];
}

/** Reads a table from command line and environment; a flag wins over its variable, an empty variable counts as none. */
export function readOptions<T extends OptionTable>(table: T, { env, flags }: OptionSource): ReadOptions<T> {
  const mistakes: string[] = [];
  const given = readFlags(table, flags, mistakes);
  const values: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(table)) {
    const fromFlags = given.get(name) ?? [];
    if (fromFlags.length > 1 && !option.repeatable) {
      mistakes.push(`${flagOf(name)} is given ${fromFlags.length} times: give it once.`);
    }
    const isFlag = fromFlags.length > 0;
    const flagText = option.repeatable ? fromFlags.join(',') : fromFlags.at(-1);
    const written = isFlag ? flagText : env[option.variable] || undefined;
    const parsed = written === undefined ? { value: option.fallback } : option.parse(written);
    if ('value' in parsed) values[name] = parsed.value;
    else {
      values[name] = option.fallback;
      mistakes.push(`${isFlag ? flagOf(name) : option.variable}: "${written}" is not ${parsed.expected}.`);
    }
  }
  return { values: values as OptionValues<T>, mistakes };
}

/** One paragraph for each option: its flag, its meaning, its variable and its default. */
export function describeOptions(table: OptionTable): string {
  return Object.entries(table)
    .map(([name, { variable, placeholder, help, fallback }]) => {
      const standard = typeof fallback === 'boolean' ? (fallback ? 'on' : 'off') : String(fallback ?? '');
      const after = standard === '' ? '' : `; default ${standard}`;
      return `  ${flagOf(name)} ${placeholder}\n      ${help}. Variable ${variable}${after}.`;
    })
    .join('\n');
}

/** The flag of an option's name. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function readFlags(table: OptionTable, flags: readonly string[], mistakes: string[]): Map<string, string[]> {
  const nameByFlag = new Map(Object.keys(table).map((name) => [flagOf(name), name]));
  const given = new Map<string, string[]>();
  const rest = [...flags];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const flag = equals < 0 ? word : word.slice(0, equals);
    const follows = equals < 0 && rest[0] !== undefined && !rest[0].startsWith('--');
    // The value of an unknown flag is taken along: it is no second mistake.
    const value = equals >= 0 ? word.slice(equals + 1) : follows ? rest.shift() : undefined;
    const name = nameByFlag.get(flag);
    if (name === undefined) {
      mistakes.push(`${flag} is not known. Known are ${[...nameByFlag.keys()].join(', ')}.`);
    } else if (value === undefined) {
      mistakes.push(`${flag} needs a value: ${table[name]?.placeholder}.`);
    } else given.set(name, [...(given.get(name) ?? []), value]);
  }
  return given;
}
