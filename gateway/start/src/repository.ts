import { join } from 'node:path';

/** Absolute path of the clone. */
export const repository = join(__dirname, '..', '..', '..');
