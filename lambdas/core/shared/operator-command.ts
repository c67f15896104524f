/** What an operator asks of a running cutover. Each command replaces the one before it. */
export interface OperatorCommand {
  readonly kind: 'approve' | 'pause' | 'resume' | 'abort';
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  readonly reason: string;
}
