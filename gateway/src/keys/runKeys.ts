import { departments } from '@lien-thong/schema';
import { ConfigurationError, gatewayParty, toolsParty } from '@lien-thong/subgraph-kit';
import { oneOf, toggle } from '../config/optionKinds';
import { type OptionSource, readOptions } from '../config/readOptions';
import { createKeys } from './createKeys';
import { keysOption } from './keysOption';
import { RequestKeyFolder } from './RequestKeyFolder';

/** Everybody who signs requests: the gateway, each department, and the tools of this repository. */
export const parties: readonly string[] = [gatewayParty, ...departments.map(({ name }) => name), toolsParty];

/** The flags of `npm run keys`. */
export const keysOptions = {
  keys: keysOption,
  rotate: oneOf<string>(
    {
      variable: 'KEYS_ROTATE',
      help: 'give the party a new request key beside its present one, which stays good until it is retired',
      fallback: '',
    },
    ['all', ...parties],
  ),
  retire: toggle({
    variable: 'KEYS_RETIRE',
    help: 'take every request key away but the newest of each party',
    fallback: false,
  }),
};

/**
 * Makes the keys that are missing, rotates or retires as the flags say, and answers with what was done, a line each.
 * Rejects with a ConfigurationError that names every mistake.
 */
export async function runKeys(source: OptionSource): Promise<string[]> {
  const { values, mistakes } = readOptions(keysOptions, source);
  if (mistakes.length > 0) throw new ConfigurationError(mistakes);
  const { isNew, privatePath, publicPath } = await createKeys(values.keys);
  const word = isNew ? 'made' : 'found';
  const requests = new RequestKeyFolder(values.keys);
  const made = await requests.createMissing(parties);
  const lines = [`${word} ${privatePath}`, `${word} ${publicPath}`];
  if (made.length > 0) lines.push(`made request keys of ${made.join(', ')}`);
  if (values.rotate) {
    const rotated = values.rotate === 'all' ? parties : [values.rotate];
    await requests.rotate(rotated);
    lines.push(
      `new request keys of ${rotated.join(', ')}; the former ones stay good until npm run keys -- --retire on`,
    );
  }
  if (values.retire) {
    await requests.retire(parties);
    lines.push('only the newest request key of each party is good now');
  }
  return lines;
}
