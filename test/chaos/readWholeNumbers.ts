import { parseArgs } from 'node:util';

/** A flag that is a whole number: its default, and from where to where it may be. */
export type NumberFlag = readonly [standard: number, least: number, most: number];

/** The values of number flags and text flags of a command line. Throws with a sentence for one that is unknown or no such number. */
export function readWholeNumbers<N extends string, T extends string = never>(
  argv: readonly string[],
  numbers: Readonly<Record<N, NumberFlag>>,
  texts: Readonly<Record<T, string>> = {} as Readonly<Record<T, string>>,
): Record<N, number> & Record<T, string> {
  const names = Object.keys(numbers) as N[];
  const textNames = Object.keys(texts) as T[];
  const options = Object.fromEntries(
    [...names, ...textNames].map((name) => [name, { type: 'string' as const }]),
  );
  const { values } = parseArgs({ args: [...argv], options });
  const read = names.map((name) => {
    const [standard, least, most] = numbers[name];
    const given = values[name] ?? String(standard);
    if (
      typeof given !== 'string' ||
      !/^\d{1,9}$/.test(given) ||
      Number(given) < least ||
      Number(given) > most
    ) {
      throw new RangeError(`--${name} is a whole number from ${least} to ${most}, not "${given}".`);
    }
    return [name, Number(given)];
  });
  const given = textNames.map((name) => [name, values[name] ?? texts[name]]);
  return Object.fromEntries([...read, ...given]) as Record<N, number> & Record<T, string>;
}
