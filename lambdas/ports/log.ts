/** Structured logs. No header, body or secret goes in. */
export interface Log {
  info(message: string, detail: Record<string, unknown>): void;
  error(message: string, detail: Record<string, unknown>): void;
}
