import { text } from './optionKinds';

const file = (variable: string, help: string) => text({ variable, help, fallback: undefined }, 'FILE');

/** Settings: how departments know this gateway, and it them. */
export const trustOptions = {
  requestKey: file(
    'GATEWAY_REQUEST_KEY',
    'the private request keys of the gateway, which sign what it asks departments',
  ),
  requestPublicKeys: file('GATEWAY_REQUEST_PUBLIC_KEYS', 'the public request keys of everybody'),
  departmentCa: file(
    'DEPARTMENT_CA',
    'the authority (PEM) that has signed the certificates of departments at https addresses; those of the system where left out',
  ),
  departmentCert: file(
    'DEPARTMENT_CERT',
    'the certificate (PEM) that departments at https addresses are shown',
  ),
  departmentKey: file('DEPARTMENT_KEY', 'the key (PEM) of that certificate'),
};
