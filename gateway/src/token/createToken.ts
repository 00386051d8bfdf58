import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { departments } from '@lien-thong/schema';
import {
  ConfigurationError,
  callerKeyFiles,
  departmentAudience,
  gatewayAudience,
  readSigningKey,
  signCallerToken,
} from '@lien-thong/subgraph-kit';
import { oneOf, text, wholeNumber } from '../config/optionKinds';
import { type OptionSource, readOptions } from '../config/readOptions';
import { keysOption } from '../keys/keysOption';

/** The flags of `npm run token`. */
export const tokenOptions = {
  department: oneOf<string>(
    { variable: 'TOKEN_DEPARTMENT', help: 'the department that the caller works for', fallback: '' },
    departments.map(({ name }) => name),
  ),
  role: text({ variable: 'TOKEN_ROLE', help: 'the role, as officer or auditor', fallback: '' }, 'ROLE'),
  subject: text(
    {
      variable: 'TOKEN_SUBJECT',
      help: 'who the caller is; made of department and role where left out',
      fallback: undefined,
    },
    'NAME',
  ),
  scope: text(
    {
      variable: 'TOKEN_SCOPE',
      help: 'scopes of the token, apart by spaces; none where left out',
      fallback: '',
    },
    'SCOPES',
  ),
  minutes: wholeNumber(
    { variable: 'TOKEN_MINUTES', help: 'how long the token holds, in minutes', fallback: 60 },
    [1, 1_440],
  ),
  keys: keysOption,
};

/**
 * A token for somebody who works for a department; the gateway takes it, and so does a department that is asked itself.
 * Rejects with a ConfigurationError that names every mistake.
 */
export async function createToken(source: OptionSource): Promise<string> {
  const { values, mistakes: found } = readOptions(tokenOptions, source);
  const mistakes = [...found];
  const { department, role, minutes, keys } = values;
  if (department === '' && !mistakes.some((mistake) => mistake.startsWith('--department'))) {
    mistakes.push(`--department is missing: one of ${departments.map(({ name }) => name).join(', ')}.`);
  }
  if (role === '') mistakes.push('--role is missing, as --role officer.');
  const signing = await readFile(join(keys, callerKeyFiles.private), 'utf8')
    .then(readSigningKey)
    .catch((error: NodeJS.ErrnoException) => {
      const isMissing = error.code === 'ENOENT';
      mistakes.push(
        isMissing ? `There is no key in ${keys}: npm run keys makes one.` : `${keys}: ${error.message}`,
      );
      return null;
    });
  if (mistakes.length > 0 || !signing) throw new ConfigurationError(mistakes);
  const subject = values.subject ?? `${department}-${role}`;
  const scopes = values.scope.split(' ').filter(Boolean);
  return signCallerToken(signing, {
    caller: { subject, department, role, ...(scopes.length > 0 && { scopes }) },
    audience: [gatewayAudience, departmentAudience],
    lifetimeSeconds: minutes * 60,
  });
}
