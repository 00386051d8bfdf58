const graphqlName = /^[_A-Za-z][_0-9A-Za-z]*$/;

/** Names that every object inherits; reading them plainly would find the prototype's. */
const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** The name itself where it fits GraphQL's grammar. Throws otherwise: nothing else may reach generated code. */
export function safeName(name: string): string {
  if (!graphqlName.test(name))
    throw new Error(`Refused to generate code from ${JSON.stringify(name)}: no GraphQL name.`);
  return name;
}

/** A string literal that holds a GraphQL name. */
export function quoted(name: string): string {
  return `'${safeName(name)}'`;
}

/** Code that reads a key of an object which came out of `JSON.parse`. */
export function readKey(object: string, key: string): string {
  return inherited.has(key) ? `own(${object},${quoted(key)})` : `${object}.${safeName(key)}`;
}

/** Code that writes a key of such an object. */
export function writeKey(object: string, key: string, value: string): string {
  return inherited.has(key)
    ? `define(${object},${quoted(key)},${value})`
    : `${object}.${safeName(key)}=${value}`;
}

/** What `readKey` calls. */
export function own(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : undefined;
}

/** What `writeKey` calls. */
export function define(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}
