import { sharedText } from './SharedText';

/** A value that is JSON text already. `toJSON` keeps plain `JSON.stringify` right, at the price of a parse. */
export class ReadyJson {
  #answer: string | undefined;

  constructor(
    readonly text: string,
    /** What it costs, in points; undefined where nobody counted. */
    readonly cost?: number,
  ) {}

  /** A whole answer that has this value as its data and nothing else: one text for all requests that share the value. */
  get answer(): string {
    if (this.#answer === undefined) this.#answer = `{"data":${this.text}}`;
    else sharedText.share(this.#answer);
    return this.#answer;
  }

  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

/** For `@apollo/server`'s `stringifyResult`: writes `data` that is text already as it is. */
export function stringifyResult(result: object): string {
  const { data: known } = result as { data?: unknown };
  if (known instanceof ReadyJson && isDataAlone(result)) return known.answer;
  const { data, errors, ...rest } = result as { data?: unknown; errors?: unknown };
  if (!(data instanceof ReadyJson)) return JSON.stringify(result);
  const tail = JSON.stringify(rest);
  const head = errors === undefined ? '{' : `{"errors":${JSON.stringify(errors)},`;
  return `${head}"data":${data.text}${tail === '{}' ? '}' : `,${tail.slice(1)}`}`;
}

function isDataAlone(result: object): boolean {
  for (const key in result)
    if (key !== 'data' && (result as Record<string, unknown>)[key] !== undefined) return false;
  return true;
}
