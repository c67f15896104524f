import type { Decision } from './decision';

/** A change of the ledger from which events follow. */
export type LedgerChange =
  /** A decision was recorded, which is never rewritten. */
  | { readonly kind: 'decision'; readonly route: string; readonly decision: Partial<Decision> }
  /** Commands were appended to those of an execution. */
  | {
      readonly kind: 'commands';
      readonly route: string;
      readonly execution: string;
      /** How many there were before. */
      readonly before: number;
      /** All of them, as they are stored. */
      readonly stored: readonly unknown[];
    }
  /** A revert took the lock over. */
  | {
      readonly kind: 'taken-over';
      readonly route: string;
      readonly execution: string;
      readonly planName: string;
      /** The failure that the revert was started with; null when it is not known. */
      readonly reason: string | null;
      /** The percent that the revert goes back to, and from which; null where nothing had moved. */
      readonly percents: { readonly from: number; readonly to: number } | null;
      /** ISO 8601. */
      readonly at: string;
    };
