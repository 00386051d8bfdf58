import { join } from 'node:path';
import { text } from '../config/optionKinds';

/** The folder of the pair of keys, the same for gateway, `npm run keys` and `npm run token`. */
export const keysOption = text(
  {
    variable: 'KEYS',
    help: 'the folder where `npm run keys` puts the pair of keys; its files are used where no other key is named',
    fallback: join(__dirname, '..', '..', '..', '.local', 'keys'),
  },
  'FOLDER',
);
