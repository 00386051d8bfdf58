import { createProcessLog } from '@lien-thong/start';

const written = (coloured: boolean, text: string) => {
  const lines: string[] = [];
  const now = () => new Date(2019, 1, 15, 8, 5, 9);
  const logOf = createProcessLog({
    write: (line) => lines.push(line),
    coloured,
    names: ['ict', 'planning'],
    now,
  });
  logOf('ict')(text);
  return lines;
};

describe('the common log', () => {
  test('begins each line with the time and the name of the process', () => {
    expect(written(false, 'ready')).toEqual(['08:05:09 ict      | ready\n']);
  });

  test('gives each line of a longer text its prefix', () => {
    expect(written(false, 'one\ntwo')).toEqual(['08:05:09 ict      | one\n', '08:05:09 ict      | two\n']);
  });

  test('colours the prefix alone, and only where it is asked to', () => {
    expect(written(true, 'ready')).toEqual(['08:05:09 \u001b[36mict      |\u001b[0m ready\n']);
  });
});
