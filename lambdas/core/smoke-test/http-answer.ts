/** The response to one HTTP request. Header names are in lower case. */
export interface ProbeResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether the body was longer than `maxBytes` and was cut. */
  readonly truncated: boolean;
  /** Milliseconds from the start of the request until the last byte. */
  readonly latencyMs: number;
}

/** The failure of a request without the certificate that the server asks its clients for. */
export const CERTIFICATE_WANTED =
  'the server asks for a client certificate; add clientCertificate to the check';

/** A request without a response. The reason contains no header, body or secret. */
export interface ProbeFailure {
  readonly failure: string;
  /** Whether another attempt may succeed; false for a refused address, for example. */
  readonly retryable: boolean;
  /**
   * Set when nobody can be asked there from here: the address is not allowed, or there is no route to it,
   * such as to an IPv6 address from a function without IPv6.
   */
  readonly unreachable?: true;
  /** Set when nothing was sent, because a secret that the request refers to could not be read. */
  readonly unsent?: true;
}
