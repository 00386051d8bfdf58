import { join } from 'node:path';
import { text, wholeNumber } from './optionKinds';

const repository = join(__dirname, '..', '..', '..');
const day = 86_400_000;

/** Settings: what is served and where. */
export const servingOptions = {
  port: wholeNumber(
    { variable: 'PORT', help: 'the port to listen on; 0 takes a free one', fallback: 4000 },
    [0, 65_535],
  ),
  host: text({ variable: 'GATEWAY_HOST', help: 'the address to listen on', fallback: '0.0.0.0' }, 'ADDRESS'),
  explorer: text(
    {
      variable: 'EXPLORER',
      help: 'the folder of the built page that / serves',
      fallback: join(repository, 'gateway', 'explorer', 'dist'),
    },
    'FOLDER',
  ),
  frozen: text(
    {
      variable: 'FROZEN',
      help: 'the folder where answers are kept that reports cite',
      fallback: join(repository, '.data', 'frozen'),
    },
    'FOLDER',
  ),
  frozenAnswerBytes: wholeNumber(
    {
      variable: 'FROZEN_ANSWER_BYTES',
      help: 'the largest answer that is kept, in bytes',
      fallback: 16_777_216,
    },
    [1, 1_073_741_824],
  ),
  frozenTotalBytes: wholeNumber(
    {
      variable: 'FROZEN_TOTAL_BYTES',
      help: 'how much is kept in all, in bytes; 0 keeps nothing more',
      fallback: 1_073_741_824,
    },
    [0, 1_099_511_627_776],
  ),
  drainDeadlineMs: wholeNumber(
    {
      variable: 'DRAIN_DEADLINE_MS',
      help: 'how long requests in flight may take to end after SIGTERM or SIGINT, in milliseconds',
      fallback: 10_000,
    },
    [0, day],
  ),
  drainDelayMs: wholeNumber(
    {
      variable: 'DRAIN_DELAY_MS',
      help: 'how long to go on accepting after /ready has turned to 503, in milliseconds',
      fallback: 0,
    },
    [0, day],
  ),
};
