import { readFile } from 'node:fs/promises';

/** The paths of PEM files: a certificate, its key, and the authority that must have signed the other side's certificate. */
export interface TlsFiles {
  readonly cert?: string;
  readonly key?: string;
  readonly ca?: string;
}

/** Who a server or client is in TLS, and whom it believes: PEM texts. */
export interface TlsIdentity {
  readonly cert?: string;
  readonly key?: string;
  readonly ca?: string;
}

/** Reads the files. Rejects with an Error that names the file that cannot be read. */
export async function readTlsFiles({ cert, key, ca }: TlsFiles): Promise<TlsIdentity> {
  const [certText, keyText, caText] = await Promise.all([cert, key, ca].map(readPem));
  return { cert: certText, key: keyText, ca: caText };
}

async function readPem(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new Error(`the file ${path} cannot be read`, { cause });
  });
  if (!text.includes('-----BEGIN ')) throw new Error(`the file ${path} holds no PEM ("-----BEGIN ...")`);
  return text;
}
