import type { Option, Parsed } from './optionKinds';
import { flagOf } from './readOptions';
import { splitOnce } from './splitOnce';

/** A value for all departments, and others for some of them by name. */
export class PerDepartment<T> {
  constructor(
    private readonly standard: T,
    private readonly valueByName: ReadonlyMap<string, T> = new Map(),
  ) {}

  /** The departments that have a value of their own. */
  get names(): readonly string[] {
    return [...this.valueByName.keys()];
  }

  /** The value for that department. */
  of(department: string): T {
    return this.valueByName.get(department) ?? this.standard;
  }

  /** The value for all others, as help texts show it. */
  toString(): string {
    return typeof this.standard === 'boolean' ? (this.standard ? 'on' : 'off') : String(this.standard);
  }
}

/** Every flag that has a value for a department by its name, with that name. */
export function departmentsNamedIn(config: object): readonly (readonly [flag: string, name: string])[] {
  return Object.entries(config).flatMap(([option, value]) =>
    value instanceof PerDepartment ? value.names.map((name) => [flagOf(option), name] as const) : [],
  );
}

const departmentName = /^[A-Za-z_][\w-]*$/;

/**
 * The setting for each department: `VALUE` for all, `NAME=VALUE` for one, several separated by commas or by giving the flag several times,
 * as `5000,finance=2000`.
 */
export function perDepartment<T>(option: Option<T>): Option<PerDepartment<T>> {
  const parse = (given: string): Parsed<PerDepartment<T>> => {
    let standard: Parsed<T> = { value: option.fallback };
    const valueByName = new Map<string, T>();
    for (const item of given.split(',').map((each) => each.trim())) {
      const [name, text] = item.includes('=') ? splitOnce(item) : [null, item];
      const value = option.parse(text);
      const isWrong = !('value' in value) || (name !== null && !departmentName.test(name));
      if (isWrong) return { expected: `${sentenceOf(option)}, for all departments or as NAME=VALUE for one` };
      if (name === null) standard = value;
      else valueByName.set(name, value.value);
    }
    return { value: new PerDepartment((standard as { value: T }).value, valueByName) };
  };
  return {
    ...option,
    placeholder: `[NAME=]${option.placeholder}`,
    help: `${option.help}; NAME=VALUE for one department`,
    fallback: new PerDepartment(option.fallback),
    repeatable: true,
    parse,
  };
}

/** What would have been right for one value. */
function sentenceOf<T>(option: Option<T>): string {
  const nothing = option.parse('');
  return 'expected' in nothing ? nothing.expected : option.placeholder;
}
