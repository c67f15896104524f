import type { ProbeFailure, ProbeResponse } from '../../core/smoke-test/http-answer';

/** One HTTP request of a smoke test. */
export interface ProbeRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Address or host to connect to instead of the URL's host. TLS and the Host header keep the URL's host. */
  readonly connectTo?: string;
  /** Port to connect to instead of the URL's. The Host header keeps the URL's port. */
  readonly connectPort?: number;
  /** The family of the addresses that a host name is resolved to. @default any */
  readonly family?: 4 | 6;
  /** What the client proves itself with, where the server asks for it. Only over https. */
  readonly clientCertificate?: ClientCertificate;
  readonly timeoutMs: number;
  /** At most this many bytes of the body are read. */
  readonly maxBytes: number;
}

/** A certificate of a client with its key, both in PEM. */
export interface ClientCertificate {
  readonly certificate: string;
  readonly privateKey: string;
}

/** Sends one request. Does not follow redirects. */
export interface HttpProbe {
  send(request: ProbeRequest): Promise<ProbeResponse | ProbeFailure>;
}
