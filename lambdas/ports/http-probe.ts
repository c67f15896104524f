import type { ProbeFailure, ProbeResponse } from '../core/smoke-test/http-answer';

/** One HTTP request of a smoke test. */
export interface ProbeRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Address or host to connect to instead of the URL's host; TLS and the Host header keep the URL's. */
  readonly connectTo?: string;
  /** Port to connect to instead of the URL's; the Host header keeps the URL's. */
  readonly connectPort?: number;
  readonly timeoutMs: number;
  /** Bytes of the body that are read at the most. */
  readonly maxBytes: number;
}

/** Sends one request and follows no redirect. */
export interface HttpProbe {
  send(request: ProbeRequest): Promise<ProbeResponse | ProbeFailure>;
}
