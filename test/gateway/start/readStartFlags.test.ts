import { readStartFlags } from '../../../gateway/start/src/readStartFlags';

test('without flags the environment stays as it is', () => {
  const env = { PORT: '4100' };
  expect(readStartFlags(env, [])).toBe(env);
});

test.each([[['--workers', '3']], [['--workers=3']]])(
  '%s gives the gateway its processes and supervises departments',
  (flags) => {
    expect(readStartFlags({ FINANCE_WORKERS: '2' }, flags)).toEqual({
      WORKERS: '3',
      ICT_WORKERS: '1',
      FINANCE_WORKERS: '2',
      PLANNING_WORKERS: '1',
    });
  },
);

test.each([
  [['--workers', 'two'], '--workers: "two" is not a whole number from 0 to 64.'],
  [['--workers'], '--workers: "" is not a whole number from 0 to 64.'],
  [['--worker', '2'], '--worker 2 is not known. Known is --workers N.'],
])('%s is refused with what would be right', (flags, sentence) => {
  expect(() => readStartFlags({}, flags)).toThrow(sentence);
});
