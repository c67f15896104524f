import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import { type DecisionEvent, EVENT_DETAIL_TYPE, EVENT_SOURCE } from '../../core/events/decision-event';
import { ServiceBusyError } from '../../core/shared/errors';
import type { DecisionBus, Sent } from '../../ports';
import { answerOf } from '../shared/service-errors';

/**
 * The most entries of a request (Amazon EventBridge API Reference, "PutEvents"). Ten events stay below
 * 256 KB, the smaller of the limits that AWS has had for a request: see the lengths in their schema.
 */
const MOST_ENTRIES = 10;

/** Codes of an entry that never succeed (the same, "PutEventsResultEntry"). All others may pass. */
const REFUSALS = new Set([
  'InvalidArgument',
  'InvalidAccountIdException',
  'MalformedDetail',
  'ValidationException',
]);

/**
 * Publishes events on a bus of EventBridge.
 * @param bus the name or the ARN of the bus
 */
export const eventBridgeBus = (client: Pick<EventBridgeClient, 'send'>, bus: string): DecisionBus => ({
  publish: async (events) => {
    const sent: Sent[] = [];
    for (let from = 0; from < events.length; from += MOST_ENTRIES) {
      sent.push(...(await putEvents(client, bus, events.slice(from, from + MOST_ENTRIES))));
    }
    return sent;
  },
});

async function putEvents(
  client: Pick<EventBridgeClient, 'send'>,
  bus: string,
  events: readonly DecisionEvent[],
): Promise<readonly Sent[]> {
  const command = new PutEventsCommand({
    Entries: events.map((event) => ({
      EventBusName: bus,
      Source: EVENT_SOURCE,
      DetailType: EVENT_DETAIL_TYPE,
      Detail: JSON.stringify(event),
      Resources: [event.execution],
      Time: new Date(event.at),
    })),
  });
  try {
    const { Entries = [] } = await answerOf(client.send(command));
    return events.map((_, i) => sentOf(Entries[i]));
  } catch (error) {
    if (error instanceof ServiceBusyError) {
      return events.map(() => ({ outcome: 'retry', reason: error.message }));
    }
    throw error;
  }
}

/** The answer has the entries in the order of the request. */
function sentOf(entry: PutEventsResultEntry | undefined): Sent {
  const { EventId, ErrorCode = 'no answer', ErrorMessage = '' } = entry ?? {};
  if (EventId !== undefined) {
    return { outcome: 'sent', reason: '' };
  }
  const outcome = REFUSALS.has(ErrorCode) ? 'refused' : 'retry';
  return { outcome, reason: `${ErrorCode}: ${ErrorMessage}` };
}
