/** A method that a smoke check may use. */
export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

/** A value that is read when it is sent: the plan has only where it is. */
export interface SecretValue {
  /** The whole ARN of a secret in Secrets Manager, or of a parameter in Parameter Store. */
  readonly secret: string;
  /**
   * The name of the field whose value is used, where the secret is a JSON object.
   * @default - the whole secret
   */
  readonly key?: string;
  /**
   * Text before the value, such as `Bearer `, which is no secret.
   * @default - none
   */
  readonly prefix?: string;
}

/** What a client proves itself with, over mutual TLS. */
export interface CheckCertificate {
  /** A certificate in PEM, or a chain with the certificate of the client first. */
  readonly certificate: string | SecretValue;
  /** The private key in PEM, without a passphrase; always a reference. */
  readonly privateKey: SecretValue;
}

/** A value that a JSON body must have. */
export interface ExpectedJson {
  /** A JSONPath (RFC 9535), such as `$.status`. */
  readonly path: string;
  /** What every value at that path must be, type included: `"1"` is not `1`. */
  readonly equals: string | number | boolean | null;
}

/** One request, and what its response must be: as it is written, without defaults. */
export interface SmokeCheckInput {
  /**
   * A short name, for reasons.
   * @default - method and path
   */
  readonly name?: string;
  /**
   * The HTTP method of the request.
   * @default 'GET'
   */
  readonly method?: HttpMethod;
  /** Starts with `/`. */
  readonly path: string;
  /**
   * Headers of the request. A value can refer to one of the secrets.
   * @default - none
   */
  readonly headers?: Readonly<Record<string, string | SecretValue>>;
  /**
   * 1 to 32,768 characters.
   * @default - none
   */
  readonly body?: string | SecretValue;
  /**
   * For a server that asks its clients for a certificate.
   * @default - none
   */
  readonly clientCertificate?: CheckCertificate;
  /**
   * The statuses that pass, 1 to 50.
   * @default [200]
   */
  readonly expectStatus?: readonly number[];
  /**
   * Response headers that must have exactly these values.
   * @default - any
   */
  readonly expectHeaders?: Readonly<Record<string, string>>;
  /**
   * Text that the body must contain.
   * @default - any
   */
  readonly expectText?: string;
  /**
   * Values that a JSON body must have, at most 20.
   * @default - any
   */
  readonly expectJson?: readonly ExpectedJson[];
  /**
   * Milliseconds until the last byte of the response, 1 to 60,000.
   * @default - only the timeout
   */
  readonly maxLatencyMs?: number;
  /**
   * Milliseconds until an attempt times out, 1 to 60,000.
   * @default 5000
   */
  readonly timeoutMs?: number;
  /**
   * Attempts after the first, 0 to 10.
   * @default 2
   */
  readonly retries?: number;
  /**
   * Milliseconds before the first retry, 0 to 60,000, doubled for each further one.
   * @default 500
   */
  readonly backoffMs?: number;
  /**
   * Whether redirects within the same host are followed.
   * @default false
   */
  readonly followRedirects?: boolean;
}
