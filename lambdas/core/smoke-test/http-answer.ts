/** The answer to one HTTP request. Headers have lower-case names. */
export interface ProbeResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** True when the body was longer than `maxBytes`. */
  readonly truncated: boolean;
  /** Milliseconds from the start of the request until the last byte. */
  readonly latencyMs: number;
}

/** No answer: the reason names no header, body or secret. */
export interface ProbeFailure {
  readonly failure: string;
  /** False when another try cannot help, as with a refused address. */
  readonly retryable: boolean;
}
