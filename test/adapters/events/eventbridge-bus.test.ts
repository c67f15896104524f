import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { describe, expect, test } from '@jest/globals';
import { eventBridgeBus } from '../../../lambdas/adapters/events/eventbridge-bus';
import { type DecisionEvent, EVENT_REASON_LENGTH } from '../../../lambdas/core/events/decision-event';
import { inTurn, json, jsonError, type WireAnswer, wire } from '../../support/accounts/wire';

const execution = 'arn:aws:states:eu-west-1:111122223333:execution:cutover:one';
const event = (key: string, over: Partial<DecisionEvent> = {}): DecisionEvent => ({
  ...{ version: '1', id: `${execution}#${key}`, kind: 'shifted', plan: 'api', route: 'route53/Z1/a' },
  ...{ execution, what: 'shift to 10 %', percent: 10, stage: 0, verdict: null, comparison: [] },
  ...{ reason: 'fine', by: 'cutover', at: '2026-11-20T12:00:00.000Z', ...over },
});
const busOf = (...answers: (WireAnswer | Error)[]) => {
  const { config, requests } = wire(inTurn(...answers));
  return {
    bus: eventBridgeBus(new EventBridgeClient(config), 'arn:bus'),
    sent: () => requests.map(({ body }) => JSON.parse(body).Entries),
  };
};
const accepted = (count: number) =>
  json({ FailedEntryCount: 0, Entries: Array.from({ length: count }, (_, i) => ({ EventId: `${i}` })) });
const SENT = { outcome: 'sent', reason: '' };

test('an event is sent with its source, its type, its execution and its time', async () => {
  const { bus, sent } = busOf(accepted(1));
  expect(await bus.publish([event('a')])).toEqual([SENT]);
  expect(sent()).toEqual([
    [
      {
        EventBusName: 'arn:bus',
        Source: 'cutover',
        DetailType: 'Cutover decision',
        Detail: JSON.stringify(event('a')),
        Resources: [execution],
        Time: 1_763_640_000 + 31_536_000,
      },
    ],
  ]);
});

test('events are sent ten at a time, in their order', async () => {
  const { bus, sent } = busOf(accepted(10), accepted(10), accepted(3));
  const events = Array.from({ length: 23 }, (_, i) => event(`e${i}`));
  expect(await bus.publish(events)).toEqual(events.map(() => SENT));
  expect(sent().map((entries) => entries.length)).toEqual([10, 10, 3]);
  const ids = sent().flatMap((entries) =>
    entries.map(({ Detail }: { Detail: string }) => JSON.parse(Detail).id),
  );
  expect(ids).toEqual(events.map(({ id }) => id));
});

test('ten of the largest events stay below 256 KB', async () => {
  const { bus, sent } = busOf(accepted(10));
  const long = event('x'.repeat(100), {
    reason: '😀'.repeat(EVENT_REASON_LENGTH / 2),
    what: '…'.repeat(1_000),
    by: 'a'.repeat(4_000),
    route: 'r'.repeat(2_048),
  });
  await bus.publish(Array.from({ length: 10 }, () => long));
  expect(Buffer.byteLength(JSON.stringify(sent()[0]))).toBeLessThan(262_144);
});

describe('an entry that fails', () => {
  test.each([
    ['ThrottlingException', 'retry'],
    ['InternalFailure', 'retry'],
    ['InternalException', 'retry'],
    ['SomethingNew', 'retry'],
    ['MalformedDetail', 'refused'],
    ['InvalidArgument', 'refused'],
  ])('with %s is %s, and the others are sent', async (ErrorCode, outcome) => {
    const Entries = [{ EventId: '1' }, { ErrorCode, ErrorMessage: 'why' }, { EventId: '3' }];
    const { bus } = busOf(json({ FailedEntryCount: 1, Entries }));
    expect(await bus.publish([event('a'), event('b'), event('c')])).toEqual([
      SENT,
      { outcome, reason: `${ErrorCode}: why` },
      SENT,
    ]);
  });

  test('is sent again when the answer does not have it', async () => {
    const { bus } = busOf(json({}));
    expect(await bus.publish([event('a')])).toEqual([{ outcome: 'retry', reason: 'no answer: ' }]);
  });
});

test('a busy service: what was not sent is sent again, and what was sent before is not', async () => {
  const { bus } = busOf(accepted(10), jsonError('ThrottlingException', 'Rate exceeded'));
  const answers = await bus.publish(Array.from({ length: 12 }, (_, i) => event(`e${i}`)));
  expect(answers.map(({ outcome }) => outcome)).toEqual([...Array(10).fill('sent'), 'retry', 'retry']);
});

test('a bus that may not be used is an error', async () => {
  const { bus } = busOf(jsonError('AccessDeniedException', 'not authorized'));
  await expect(bus.publish([event('a')])).rejects.toMatchObject({ name: 'AccessDeniedException' });
});
