import { keysOption } from '../keys/keysOption';
import { address, text, wholeNumber } from './optionKinds';

/** Settings: who calls, and how departments are told. */
export const callerOptions = {
  keys: keysOption,
  callerPrivateKey: text(
    {
      variable: 'CALLER_PRIVATE_KEY',
      help: 'the private key file (JWK) that signs the caller toward the departments',
      fallback: undefined,
    },
    'FILE',
  ),
  jwtPublicKey: text(
    {
      variable: 'JWT_PUBLIC_KEY',
      help: 'the public key file (JWK, JWKS or PEM; Ed25519 or P-256) that verifies callers',
      fallback: undefined,
    },
    'FILE',
  ),
  jwksUrl: address({
    variable: 'JWKS_URL',
    help: 'the address of the key set that verifies callers, in place of a file',
    fallback: undefined,
  }),
  jwtIssuer: text(
    {
      variable: 'JWT_ISSUER',
      help: 'the issuer that a token must name; any where left out',
      fallback: undefined,
    },
    'TEXT',
  ),
  jwtAudience: text(
    {
      variable: 'JWT_AUDIENCE',
      help: 'the audience that a token must name',
      fallback: 'lien-thong-gateway',
    },
    'TEXT',
  ),
  jwtClockSkewSeconds: wholeNumber(
    { variable: 'JWT_CLOCK_SKEW_SECONDS', help: 'how far clocks may differ, in seconds', fallback: 5 },
    [0, 600],
  ),
};
