import { formatLogLine } from '@lien-thong/start';

const line = (entry: object) =>
  formatLogLine(JSON.stringify({ level: 30, time: 1, pid: 2, hostname: 'h', ...entry }));

describe('a line of the common log', () => {
  test('is the sentence of a JSON line with its facts behind it', () => {
    expect(line({ msg: 'request answered', durationMs: 12, operation: 'Programme360' })).toBe(
      'request answered  durationMs=12  operation=Programme360',
    );
  });

  test('has no fact twice', () => {
    const msg = 'query Programme360 200 12.5 ms finance,ict';
    expect(line({ msg, status: 200, ms: 12.5, departments: ['finance', 'ict'], path: '/graphql' })).toBe(
      'query Programme360 200 12.5 ms finance,ict  path=/graphql',
    );
  });

  test('says the level where it is above information', () => {
    expect(line({ level: 40, msg: 'slow answer' })).toBe('warning: slow answer');
  });

  test('has the stack of a failure, but only the message of what a warning is about', () => {
    const err = { message: 'no answer', stack: 'Error: no answer\n    at ask.ts:1' };
    expect(line({ level: 50, msg: 'broken', err })).toBe('error: broken  Error: no answer\n    at ask.ts:1');
    expect(line({ level: 40, msg: 'trying again', err })).toBe('warning: trying again  no answer');
  });

  test('stays as it is where it is no JSON line of a log', () => {
    for (const text of ['ready at http://localhost', '{ not json', '{"data":null}', '']) {
      expect(formatLogLine(text)).toBe(text);
    }
  });
});
