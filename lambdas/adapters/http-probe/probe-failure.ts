import type { ProbeFailure } from '../../ports';

/** What a request was after, for the words of its failure. */
export interface ProbeTarget {
  /** Host of the URL, whose name the certificate must bear. */
  readonly host: string;
  /** Host or address that is connected to. */
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
 * An error of the connection in a few words. Messages are not handed on, apart from our own: they may quote what
 * was sent. A certificate or an address that is wrong now is wrong in a second too, so those are not tried again.
 */
export function probeFailure(error: unknown, { host, connectTo }: ProbeTarget): ProbeFailure {
  const code = codeOf(error);
  const again = (failure: string): ProbeFailure => ({ failure, retryable: true });
  const final = (failure: string): ProbeFailure => ({ failure, retryable: false });
  switch (code) {
    case 'ADDRESS_REFUSED':
      return final((error as Error).message);
    case 'ENOTFOUND':
      return again(`DNS name ${connectTo} not found`);
    case 'EAI_AGAIN':
      return again(`DNS lookup of ${connectTo} failed for now`);
    case 'ECONNREFUSED':
      return again(`connection to ${connectTo} refused`);
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return final(`TLS certificate is not valid for ${host}`);
    case 'CERT_HAS_EXPIRED':
      return final('TLS certificate has expired');
    case 'CERT_NOT_YET_VALID':
      return final('TLS certificate is not valid yet');
    case 'UND_ERR_INVALID_ARG':
    case 'UND_ERR_NOT_SUPPORTED':
      return final(`the request cannot be sent as it is (${code})`);
    case 'UND_ERR_HEADERS_OVERFLOW':
      return again('the answer has too many or too long headers');
  }
  if (UNKNOWN_ISSUER.has(code)) {
    return final(`TLS certificate has an unknown issuer (${code})`);
  }
  if (CLOSED.has(code)) {
    return again(`connection closed before the answer was complete (${code})`);
  }
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code === 'EPROTO') {
    return again(`TLS handshake failed (${code})`);
  }
  return again(`request failed (${code})`);
}

/** Errors of Node's core are made elsewhere, so `instanceof` would not know them under a test runner. */
function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'no code';
}
