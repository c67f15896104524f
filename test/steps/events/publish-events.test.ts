import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Decision } from '../../../lambdas/core/events/decision';
import type { DecisionEvent } from '../../../lambdas/core/events/decision-event';
import type { LedgerChange } from '../../../lambdas/core/events/events-of-change';
import { ServiceBusyError } from '../../../lambdas/core/shared/errors';
import type { DecisionBus, Sent } from '../../../lambdas/ports';
import {
  type PublishPorts,
  publishEvents,
  type StreamedChange,
} from '../../../lambdas/steps/events/publish-events';
import { memoryLedger } from '../../../lib/rehearsal/aws/memory-ledger';
import { operatorCommand } from '../../support/plans/operator-commands';
import { planOf } from '../../support/plans/plans';
import { began, execution, fakeClock, other, takeLock } from '../../support/world/cutover';

const route = 'route53/Z0123456789ABCDEFGHIJ/api.example.com';
const { router } = planOf();
const decision = (key: string, over: Partial<Decision> = {}): Decision => ({
  ...{ key, kind: 'evaluated', what: 'soak 0: pass, wait', reason: 'fine', by: 'cutover' },
  ...{ at: began, execution, ...over },
});
const decided = (key: string, over: Partial<Decision> = {}): LedgerChange => ({
  ...{ kind: 'decision', route, decision: decision(key, over) },
});
const streamed = (...changes: readonly StreamedChange['change'][]): StreamedChange[] =>
  changes.map((change, i) => ({ sequence: `${100 + i}`, change }));
const SENT: Sent = { outcome: 'sent', reason: '' };

function publisher(
  answer: (events: readonly DecisionEvent[]) => readonly Sent[] = (all) => all.map(() => SENT),
) {
  const published: DecisionEvent[] = [];
  const logged: Record<string, unknown>[] = [];
  const ledger = memoryLedger();
  const bus: DecisionBus = {
    publish: async (events) => {
      const answers = answer(events);
      published.push(...events.filter((_, i) => answers[i]?.outcome === 'sent'));
      return answers;
    },
  };
  const log = {
    info: () => undefined,
    error: (_: string, detail: Record<string, unknown>) => void logged.push(detail),
  };
  const ports: PublishPorts = { ledger, bus, log, clock: fakeClock().clock, ledgerTable: 'ledger' };
  return {
    ...{ published, logged, ledger },
    run: (changes: readonly StreamedChange[], over: Partial<PublishPorts> = {}) =>
      publishEvents({ ...ports, ...over })({ changes }),
  };
}

describe('changes of the ledger', () => {
  test('are published in their order, with the plan of the execution', async () => {
    const { run, ledger, published } = publisher();
    await ledger.record(route, decision('started', { kind: 'started', plan: 'api-move' }));
    const changes = streamed(decided('started', { kind: 'started', plan: 'api-move' }), null, decided('a'));
    expect(await run(changes)).toEqual({ batchItemFailures: [] });
    expect(published.map(({ id, plan }) => [id, plan])).toEqual([
      [`${execution}#started`, 'api-move'],
      [`${execution}#a`, 'api-move'],
    ]);
  });

  test('name the plan of the lock when an earlier version has started the cutover', async () => {
    const { run, ledger, published } = publisher();
    await takeLock(ledger, route, execution, router);
    await run(streamed(decided('a'), decided('b', { execution: other })));
    expect(published.map(({ plan }) => plan)).toEqual(['api', null]);
  });

  test('of an execution that never had the lock have no plan', async () => {
    const { run, published } = publisher();
    await run(
      streamed({ kind: 'commands', route, execution, before: 0, stored: [operatorCommand('abort')] }),
    );
    expect(published).toMatchObject([{ kind: 'aborted', plan: null, by: 'ada' }]);
  });

  test('read the plan of an execution once', async () => {
    const { run, ledger } = publisher();
    let reads = 0;
    const counted = {
      ...ledger,
      decision: async () => {
        reads += 1;
        return decision('started', { plan: 'api' });
      },
    };
    await run(streamed(decided('a'), decided('b'), decided('c')), { ledger: counted });
    expect(reads).toBe(1);
  });

  test('name whoever asked for the start', async () => {
    const { run, ledger, published } = publisher();
    const starter = { by: 'arn:ada', person: 'arn:ada', at: began, reason: 'release 7', planDigest: 'd' };
    await ledger.saveStarter(route, execution, starter);
    await run(streamed(decided('started', { kind: 'started', plan: 'api' })));
    expect(published).toMatchObject([{ by: 'arn:ada', reason: 'fine; started: release 7' }]);
  });

  test('without an event ask nothing of the bus', async () => {
    const { run } = publisher(() => {
      throw new Error('asked');
    });
    expect(await run(streamed(null, null))).toEqual({ batchItemFailures: [] });
  });
});

describe('what may succeed later', () => {
  test('is given again by Lambda, from its record on', async () => {
    const { run, published } = publisher((events) =>
      events.map(({ id }) => (id.endsWith('#b') ? { outcome: 'retry', reason: 'throttled' } : SENT)),
    );
    expect(await run(streamed(decided('a'), decided('b'), decided('c')))).toEqual({
      batchItemFailures: [{ itemIdentifier: '101' }],
    });
    expect(published.map(({ id }) => id)).toEqual([`${execution}#a`, `${execution}#c`]);
  });

  test('is what the bus gave no answer for', async () => {
    const { run } = publisher(() => []);
    expect(await run(streamed(decided('a')))).toEqual({ batchItemFailures: [{ itemIdentifier: '100' }] });
  });

  test('is a record whose plan cannot be read, and nothing after it is sent before', async () => {
    const { run, ledger, published } = publisher();
    const busy = () => Promise.reject(new ServiceBusyError('throttled'));
    const reading = { ...ledger, decision: busy };
    const changes = streamed(decided('a', { plan: 'api' }), decided('b'), decided('c', { plan: 'api' }));
    expect(await run(changes, { ledger: reading })).toEqual({
      batchItemFailures: [{ itemIdentifier: '101' }],
    });
    expect(published.map(({ id }) => id)).toEqual([`${execution}#a`]);
  });

  test('is the whole batch when the ledger may not be read', async () => {
    const { run, ledger } = publisher();
    const decision = () => Promise.reject(new Error('AccessDenied'));
    await expect(run(streamed(decided('a')), { ledger: { ...ledger, decision } })).rejects.toThrow('Access');
  });

  test('of a record with two commands is named once', async () => {
    const { run } = publisher(() => []);
    const stored = [operatorCommand('pause'), operatorCommand('resume')];
    expect(await run(streamed({ kind: 'commands', route, execution, before: 0, stored }))).toEqual({
      batchItemFailures: [{ itemIdentifier: '100' }],
    });
  });
});

describe('what can never be published', () => {
  const counted = {
    EventsNotPublished: 1,
    LedgerTable: 'ledger',
    _aws: expect.objectContaining({
      CloudWatchMetrics: [
        {
          Namespace: 'Cutover',
          Dimensions: [['LedgerTable']],
          Metrics: [{ Name: 'EventsNotPublished', Unit: 'Count' }],
        },
      ],
    }),
  };

  test.each<[string, StreamedChange['change'], string]>([
    ['a record that cannot be read', 'the record cannot be read: no number', 'no number'],
    ['a decision that somebody has made up', decided('a', { at: 'noon' }), 'at: is "noon"; must be an ISO'],
  ])('is logged and counted, and holds nothing back: %s', async (_, change, reason) => {
    const { run, published, logged } = publisher();
    const changes = streamed(change, decided('b'));
    expect(await run(changes)).toEqual({ batchItemFailures: [] });
    expect(published.map(({ id }) => id)).toEqual([`${execution}#b`]);
    expect(logged).toMatchObject([{ ...counted, sequence: '100', reason: expect.stringContaining(reason) }]);
  });

  test('is what the bus refuses', async () => {
    const { run, logged } = publisher((all) => all.map(() => ({ outcome: 'refused', reason: 'Malformed' })));
    expect(await run(streamed(decided('a')))).toEqual({ batchItemFailures: [] });
    expect(logged).toMatchObject([{ ...counted, id: `${execution}#a`, reason: 'Malformed' }]);
  });
});

test('every decision becomes an event under one id, whatever fails and however batches are cut', async () => {
  const keys = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 1, maxLength: 12 });
  const answers = fc.array(
    fc.constantFrom<Sent['outcome'] | 'crash' | 'sent-and-crash'>(
      'sent',
      'sent',
      'retry',
      'crash',
      'sent-and-crash',
    ),
    { maxLength: 40 },
  );
  await fc.assert(
    fc.asyncProperty(
      keys,
      fc.array(fc.integer({ min: 1, max: 5 })),
      answers,
      async (names, sizes, script) => {
        const left = [...script];
        const sent: DecisionEvent[] = [];
        const bus: DecisionBus = {
          publish: async (events) => {
            const outcomes = events.map(() => left.shift() ?? 'sent');
            sent.push(...events.filter((_, i) => outcomes[i] === 'sent' || outcomes[i] === 'sent-and-crash'));
            if (outcomes.some((one) => one.endsWith('crash'))) {
              throw new Error('the function has ended');
            }
            return outcomes.map((outcome) => ({ outcome: outcome as Sent['outcome'], reason: '' }));
          },
        };
        const { run } = publisher();
        const records = streamed(...names.map((name) => decided(name)));
        const cuts = [...sizes];
        // As Lambda reads a stream: from the lowest record that failed, in batches of any size.
        for (let from = 0; from < records.length; ) {
          const batch = records.slice(from, from + (cuts.shift() ?? 3));
          const failures = await run(batch, { bus }).then(
            ({ batchItemFailures }) =>
              batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier) - 100),
            () => [from],
          );
          from = failures.length === 0 ? from + batch.length : Math.min(...failures);
        }
        expect(new Set(sent.map(({ id }) => id))).toEqual(
          new Set(names.map((name) => `${execution}#${name}`)),
        );
        for (const { id, ...event } of sent) {
          expect(event).toEqual(expect.objectContaining({ execution, route, reason: 'fine' }));
          expect(sent.filter((one) => one.id === id).every((one) => one.what === event.what)).toBe(true);
        }
      },
    ),
  );
});
