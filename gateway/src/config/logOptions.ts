import { oneOf } from './optionKinds';

/** Settings: the log. */
export const logOptions = {
  logLevel: oneOf<'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent'>(
    { variable: 'LOG_LEVEL', help: 'the least important lines to log', fallback: 'info' },
    ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
  ),
  logFormat: oneOf<'auto' | 'pretty' | 'json'>(
    {
      variable: 'LOG_FORMAT',
      help: 'how the log is written; auto is pretty in a terminal',
      fallback: 'auto',
    },
    ['auto', 'pretty', 'json'],
  ),
};
