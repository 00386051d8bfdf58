import type { OutgoingHttpHeaders } from 'node:http';

const everywhere = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
} as const;

/** Headers of every answer that is no page: a browser that shows it runs and loads nothing. */
export const apiHeaders: OutgoingHttpHeaders = {
  ...everywhere,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/**
 * Headers of the explorer's page: everything it loads comes from here. Style attributes are allowed because the editor
 * and the charts place their parts by them; scripts only run from files, workers also from the editor's own blobs.
 */
export const pageHeaders: OutgoingHttpHeaders = {
  ...everywhere,
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
};
