import { CERTIFICATE_WANTED } from '../../core/smoke-test/http-answer';
import type { ProbeFailure } from '../../ports';

/** The destination of a request, for the message of its failure. */
export interface ProbeTarget {
  /** The host of the URL, for which the certificate must be valid. */
  readonly host: string;
  /** The host or address of the connection. */
  readonly connectTo: string;
}

const UNKNOWN_ISSUER = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

const CLOSED = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH']);

/**
 * Describes a connection error in a few words. Messages of Node.js and undici are not included, because they
 * may quote what was sent. An invalid certificate or a refused address is not retryable.
 */
export function probeFailure(error: unknown, { host, connectTo }: ProbeTarget): ProbeFailure {
  const code = codeOf(error);
  const retry = (failure: string): ProbeFailure => ({ failure, retryable: true });
  const final = (failure: string): ProbeFailure => ({ failure, retryable: false });
  switch (code) {
    case 'ADDRESS_REFUSED':
      return { ...final((error as Error).message), unreachable: true };
    case 'CLIENT_CERTIFICATE':
      return final((error as Error).message);
    case 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED':
      return final(CERTIFICATE_WANTED);
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'ENETUNREACH':
      return { ...final(`there is no route to it from here (${code})`), unreachable: true };
    case 'ENOTFOUND':
      return retry(`DNS name ${connectTo} not found`);
    case 'EAI_AGAIN':
      return retry(`DNS lookup of ${connectTo} failed temporarily`);
    case 'ECONNREFUSED':
      return retry(`connection to ${connectTo} refused`);
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return final(`TLS certificate is not valid for ${host}`);
    case 'CERT_HAS_EXPIRED':
      return final('TLS certificate has expired');
    case 'CERT_NOT_YET_VALID':
      return final('TLS certificate is not valid yet');
    case 'UND_ERR_INVALID_ARG':
    case 'UND_ERR_NOT_SUPPORTED':
      return final(`the request is not valid (${code})`);
    case 'UND_ERR_HEADERS_OVERFLOW':
      return retry('the response has too many or too long headers');
  }
  if (UNKNOWN_ISSUER.has(code)) {
    return final(`TLS certificate has an unknown issuer (${code})`);
  }
  if (CLOSED.has(code)) {
    return retry(`connection closed before the response was complete (${code})`);
  }
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code === 'EPROTO') {
    return retry(`TLS handshake failed (${code})`);
  }
  return retry(`request failed (${code})`);
}

/**
 * Does not use `instanceof`: under a test runner, errors of Node.js are instances of another `Error` class.
 */
function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'no code';
}
