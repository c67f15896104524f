/** Structured logs. Headers, bodies and secrets are never logged. */
export interface Log {
  info(message: string, detail: Record<string, unknown>): void;
  error(message: string, detail: Record<string, unknown>): void;
}
