import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the clone. */
export const repository = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
