import { wholeNumber } from './optionKinds';

/** Settings: several processes on one port. */
export const workerOptions = {
  workers: wholeNumber(
    {
      variable: 'WORKERS',
      help: 'how many processes serve the port, under a supervisor that replaces a dead one; 0 is one process without a supervisor',
      fallback: 0,
    },
    [0, 64],
  ),
  lingerMs: wholeNumber(
    {
      variable: 'LINGER_MS',
      help: 'how long a worker that is replaced keeps a connection without a request for the next one, in milliseconds',
      fallback: 5_000,
    },
    [0, 600_000],
  ),
};
