import { checkDecisionEvent, type DecisionEvent } from '../../core/events/decision-event';
import type { LedgerChange } from '../../core/events/events-of-change';
import { type EventDraft, eventsOfChange } from '../../core/events/events-of-change';
import { ServiceBusyError } from '../../core/shared/errors';
import { describeProblems } from '../../core/validation/problems';
import type { Clock, DecisionBus, Ledger, Log, Sent } from '../../ports';
import { eventContext } from './support/event-context';
import { reportUnpublished } from './support/report-unpublished';

/** A change of the ledger, and its place in the stream. */
export interface StreamedChange {
  /** The sequence number of the record. */
  readonly sequence: string;
  /** Null for a record from which no event follows; a text when it cannot be read, and why. */
  readonly change: LedgerChange | string | null;
}

interface Input {
  readonly changes: readonly StreamedChange[];
}

interface Output {
  /** The records from which Lambda begins again. */
  readonly batchItemFailures: { readonly itemIdentifier: string }[];
}

/** What publishes events. */
export interface PublishPorts {
  readonly ledger: Pick<Ledger, 'read' | 'decision' | 'starter'>;
  readonly bus: DecisionBus;
  readonly clock: Clock;
  readonly log: Log;
  /** The name of the ledger's table: the dimension of the metric of what cannot be published. */
  readonly ledgerTable: string;
}

/** An event, and the record that it comes from. */
interface Queued {
  readonly sequence: string;
  readonly event: DecisionEvent;
}

/**
 * Publishes the events that follow from changes of the ledger, in the order of the changes. What may succeed
 * later is reported to Lambda, which gives the records from there on again: an event may then be sent twice,
 * with the same id. What can never be published is logged and counted, and holds nothing else back.
 */
export const publishEvents =
  (ports: PublishPorts) =>
  async ({ changes }: Input): Promise<Output> => {
    const { queued, failed } = await queueEvents(ports, changes);
    const sent = queued.length === 0 ? [] : await ports.bus.publish(queued.map(({ event }) => event));
    const again = queued.filter(({ event }, i) => mustRetry(ports, event, sent[i]));
    const sequences = [...again.map(({ sequence }) => sequence), ...failed];
    return { batchItemFailures: [...new Set(sequences)].map((itemIdentifier) => ({ itemIdentifier })) };
  };

/** The events of the changes up to the first that must be tried again. */
async function queueEvents(
  ports: PublishPorts,
  changes: readonly StreamedChange[],
): Promise<{ readonly queued: readonly Queued[]; readonly failed: readonly string[] }> {
  const queued: Queued[] = [];
  const context = eventContext(ports.ledger);
  for (const { sequence, change } of changes) {
    if (typeof change === 'string') {
      reportUnpublished(ports, { sequence, reason: change });
      continue;
    }
    const drafts = change === null ? [] : eventsOfChange(change, ports.clock.now());
    try {
      const complete = await Promise.all(drafts.map(context));
      queued.push(...complete.flatMap((draft) => checkedEvent(ports, sequence, draft)));
    } catch (error) {
      if (!(error instanceof ServiceBusyError)) {
        throw error;
      }
      return { queued, failed: [sequence] };
    }
  }
  return { queued, failed: [] };
}

function checkedEvent(ports: PublishPorts, sequence: string, draft: EventDraft): Queued[] {
  const checked = checkDecisionEvent(draft);
  if (!checked.ok) {
    const reason = describeProblems(checked.problems).replaceAll('\n', '; ');
    reportUnpublished(ports, { sequence, reason });
    return [];
  }
  return [{ sequence, event: checked.value }];
}

/** Whether an event must be sent again. One without an answer must. */
function mustRetry(ports: PublishPorts, { id }: DecisionEvent, sent: Sent | undefined): boolean {
  if (sent?.outcome === 'refused') {
    reportUnpublished(ports, { id, reason: sent.reason });
    return false;
  }
  return sent?.outcome !== 'sent';
}
