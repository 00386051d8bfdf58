import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { options } from '../../../gateway/src/config/config';
import { flagOf } from '../../../gateway/src/config/readOptions';

describe("the gateway's README", () => {
  it('has a row for each setting with its variable and its meaning, and no row more', async () => {
    const text = await readFile(join(__dirname, '..', '..', '..', 'gateway', 'README.md'), 'utf8');
    const rows = text.split('\n').filter((line) => line.startsWith('| `--'));
    const expected = Object.entries(options).map(([name, { variable, help }]) => ({
      flag: flagOf(name),
      variable,
      help,
    }));
    const found = rows.map((row) => {
      const [, flag = '', variable = '', , help = ''] = row.split(/(?<!\\)\|/).map((cell) => cell.trim());
      return { flag: flag.slice(1).split(' ')[0], variable: variable.slice(1, -1), help };
    });
    expect(found).toEqual(expected);
  });
});
