/** A value that is JSON text already. `toJSON` keeps plain `JSON.stringify` right, at the price of a parse. */
export class ReadyJson {
  constructor(readonly text: string) {}

  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

/** For `@apollo/server`'s `stringifyResult`: writes `data` that is text already as it is. */
export function stringifyResult(result: object): string {
  const { data, errors, ...rest } = result as { data?: unknown; errors?: unknown };
  if (!(data instanceof ReadyJson)) return JSON.stringify(result);
  const head = errors === undefined ? '{' : `{"errors":${JSON.stringify(errors)},`;
  const tail = JSON.stringify(rest);
  return `${head}"data":${data.text}${tail === '{}' ? '}' : `,${tail.slice(1)}`}`;
}
