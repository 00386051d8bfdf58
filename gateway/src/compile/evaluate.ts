/**
 * Turns generated code into a value. `scope` is all that the code can name; the code itself is made of our own templates and of names
 * that passed `safeName`, never of other text.
 */
export function evaluate<T>(code: string, scope: Readonly<Record<string, unknown>>): T {
  const make = new Function(...Object.keys(scope), `'use strict';${code}`);
  return make(...Object.values(scope)) as T;
}
