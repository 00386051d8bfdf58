import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Paths of the PEM files of one authority and of what it has signed. */
export interface Authority {
  readonly ca: string;
  /** A certificate for 127.0.0.1 and localhost, and its key. */
  sign(name: string): Promise<{ readonly cert: string; readonly key: string }>;
  remove(): Promise<void>;
}

/** Makes a certificate authority in a temporary folder, by openssl. */
export async function makeAuthority(name: string): Promise<Authority> {
  const folder = await mkdtemp(join(tmpdir(), 'certificates-'));
  const path = (file: string) => join(folder, file);
  const openssl = (...words: string[]) => run('openssl', words, { cwd: folder });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  await openssl(
    ...['req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2'],
    ...['-subj', `/CN=${name}`],
  );
  return {
    ca: path('ca.pem'),
    sign: async (subject) => {
      const [key, request, cert] = [`${subject}.key`, `${subject}.csr`, `${subject}.pem`];
      await openssl('req', ...newKey, '-keyout', key, '-out', request, '-subj', `/CN=${subject}`);
      const extensions = path(`${subject}.ext`);
      await writeFile(extensions, 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
      await openssl(
        ...['x509', '-req', '-in', request, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'],
        ...['-out', cert, '-days', '2', '-extfile', extensions],
      );
      return { cert: path(cert), key: path(key) };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
