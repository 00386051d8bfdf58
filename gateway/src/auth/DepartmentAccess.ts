import {
  ConfigurationError,
  createRequestSigner,
  gatewayParty,
  openRequestKeys,
  type RequestSigner,
  readTlsFiles,
  type TlsIdentity,
} from '@lien-thong/subgraph-kit';
import type { Logger } from 'pino';
import type { Config } from '../config/config';

/** As whom the gateway asks departments. */
export interface DepartmentAccess {
  /** Signs requests; null leaves them unsigned. */
  readonly sign: RequestSigner | null;
  /** What it shows and believes at https addresses; null shows nothing and believes the authorities of the system. */
  readonly tls: TlsIdentity | null;
}

/** An access that lets go of its files. */
export interface OpenDepartmentAccess extends DepartmentAccess {
  close(): void;
}

type AccessConfig = Pick<
  Config,
  'keys' | 'requestKey' | 'requestPublicKeys' | 'departmentCa' | 'departmentCert' | 'departmentKey'
>;

/**
 * Opens the keys and certificates that the configuration names, or the keys of its folder. Rejects with a
 * ConfigurationError where a file cannot be used.
 */
export async function openDepartmentAccess(config: AccessConfig, log: Logger): Promise<OpenDepartmentAccess> {
  const { departmentCa: ca, departmentCert: cert, departmentKey: key } = config;
  if ((cert === undefined) !== (key === undefined)) {
    throw new ConfigurationError([
      '--department-cert and --department-key belong together: give both, or none.',
    ]);
  }
  try {
    const keys = openRequestKeys({
      party: gatewayParty,
      folder: config.keys,
      privateFile: config.requestKey,
      publicFile: config.requestPublicKeys,
      onChange: ({ error }) => {
        if (error) log.error({ err: error }, 'the changed request keys cannot be used; the former ones stay');
        else log.info('the request keys have changed and are taken over');
      },
    });
    if (keys) log.info({ parties: keys.parties }, 'requests to departments are signed');
    return {
      sign: keys && createRequestSigner(keys),
      tls: ca || cert ? await readTlsFiles({ ca, cert, key }) : null,
      close: () => keys?.close(),
    };
  } catch (error) {
    throw new ConfigurationError([error instanceof Error ? error.message : String(error)]);
  }
}
