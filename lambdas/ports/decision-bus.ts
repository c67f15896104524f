import type { DecisionEvent } from '../core/events/decision-event';

/**
 * What became of an event: `retry` when sending it again may help, `refused` when the bus does not take it.
 */
export type Sent = { readonly outcome: 'sent' | 'retry' | 'refused'; readonly reason: string };

/** Where decisions are published. */
export interface DecisionBus {
  /** Publishes events in their order. @returns what became of each, in the same order */
  publish(events: readonly DecisionEvent[]): Promise<readonly Sent[]>;
}
