import { describe, expect, test } from '@jest/globals';
import type { Decision } from '../../../lambdas/core/events/decision';
import { checkDecisionEvent, EVENT_REASON_LENGTH } from '../../../lambdas/core/events/decision-event';
import { eventsOfChange } from '../../../lambdas/core/events/events-of-change';
import type { LedgerChange } from '../../../lambdas/core/events/ledger-change';
import type { OperatorCommand } from '../../../lambdas/core/shared/operator-command';
import { operatorCommand } from '../../support/plans/operator-commands';

const route = 'route53/Z0123456789ABCDEFGHIJ/api.example.com';
const execution = 'arn:aws:states:eu-west-1:111122223333:execution:cutover:api-1';
const at = '2026-11-20T12:00:00.000Z';
const now = Date.parse(at);
const decision: Decision = {
  ...{ key: 'evaluate-7', kind: 'stage-passed', what: 'soak 1: pass, shift', reason: 'fine', by: 'cutover' },
  ...{ at, execution, stage: 1, percent: 50, verdict: 'pass' },
  comparison: [{ measure: 'errorRate', estimate: 0.1, low: -0.1, high: 0.3, limit: 0.5 }],
};
const eventsOf = (change: LedgerChange) => eventsOfChange(change, now);
const decided = (given: Partial<Decision>) => eventsOf({ kind: 'decision', route, decision: given })[0];

describe('a decision', () => {
  test('becomes one event with its numbers, whose id is that of the decision', () => {
    expect(eventsOf({ kind: 'decision', route, decision })).toEqual([
      {
        ...{
          version: '1',
          id: `${execution}#evaluate-7`,
          kind: 'stage-passed',
          plan: null,
          route,
          execution,
        },
        ...{ what: 'soak 1: pass, shift', percent: 50, stage: 1, verdict: 'pass', reason: 'fine' },
        ...{ comparison: decision.comparison, by: 'cutover', at },
      },
    ]);
  });

  test('without numbers has null for each, and no comparison', () => {
    const { stage: _, percent: __, verdict: ___, comparison: ____, ...plain } = decision;
    expect(decided(plain)).toMatchObject({ percent: null, stage: null, verdict: null, comparison: [] });
  });

  test('at 0 % in stage 0 has both numbers', () => {
    expect(decided({ ...decision, percent: 0, stage: 0 })).toMatchObject({ percent: 0, stage: 0 });
  });

  test('of an earlier version is decided', () => {
    const { kind: _, ...earlier } = decision;
    expect(decided(earlier)?.kind).toBe('decided');
  });

  test('has a reason that fits into an event', () => {
    const reason = decided({ ...decision, reason: 'x'.repeat(9_000) })?.reason;
    expect(reason).toHaveLength(EVENT_REASON_LENGTH);
  });

  test.each<[string, object]>([
    ['without a reason', { reason: undefined }],
    ['with a reason that is a number', { reason: 7 }],
    ['without an execution', { execution: '' }],
    ['with a percent above 100', { percent: 101 }],
    ['with a time that is none', { at: 'noon' }],
    ['with a time of day alone', { at: '2026-11-20' }],
    ['with a verdict that is none', { verdict: 'fine' }],
    ['with half a comparison', { comparison: [{ measure: 'errorRate', estimate: 1 }] }],
  ])('%s is not published', (_, wrong) => {
    expect(checkDecisionEvent(decided(decision)).ok).toBe(true);
    expect(checkDecisionEvent(decided({ ...decision, ...wrong })).ok).toBe(false);
  });
});

describe('commands', () => {
  const appended = (stored: readonly unknown[], before = 0) =>
    eventsOf({ kind: 'commands', route, execution, before, stored });

  test.each<[OperatorCommand['kind'], string, string, number | null]>([
    ['approve', 'approved', 'approve at 10 %', 10],
    ['promote', 'promoted', 'promote at 10 %', 10],
    ['pause', 'paused', 'pause', null],
    ['resume', 'resumed', 'resume', null],
    ['abort', 'aborted', 'abort', null],
    ['revert', 'revert-requested', 'revert', null],
  ])('%s becomes the event %s, at once and with who sent it', (sent, kind, what, percent) => {
    const command = operatorCommand(sent, { by: 'arn:aws:iam::111122223333:user/ada', at, reason: 'ok' });
    expect(appended([command])).toEqual([
      {
        ...{ version: '1', id: `${execution}#command-1`, kind, plan: null, route, execution, what },
        ...{ percent, stage: null, verdict: null, comparison: [], reason: 'ok' },
        ...{ by: 'arn:aws:iam::111122223333:user/ada', at },
      },
    ]);
  });

  test('become events only when they are new, each under its number', () => {
    const all = [operatorCommand('pause', { at }), operatorCommand('resume', { at })];
    expect(appended(all, 1).map(({ id }) => id)).toEqual([`${execution}#command-2`]);
    expect(appended(all).map(({ id }) => id)).toEqual([`${execution}#command-1`, `${execution}#command-2`]);
  });

  test.each<[string, unknown]>([
    ['text', 'approve'],
    ['a kind that is none', { ...operatorCommand('pause', { at }), kind: 'hurry' }],
    ['a time ahead', operatorCommand('pause', { at: '2026-11-21T12:00:00.000Z' })],
  ])('that cannot be read as one become none: %s', (_, stored) => {
    expect(appended([stored, operatorCommand('pause', { at })]).map(({ id }) => id)).toEqual([
      `${execution}#command-2`,
    ]);
  });
});

describe('a lock that a revert takes over', () => {
  const takenOver = (over: Partial<Extract<LedgerChange, { kind: 'taken-over' }>> = {}) =>
    eventsOf({
      ...{ kind: 'taken-over', route, execution, planName: 'api', reason: 'alarm "a" is in ALARM', at },
      ...{ percents: { from: 50, to: 0 }, ...over },
    });

  test('becomes one event with the plan, the reason and the percents', () => {
    expect(takenOver()).toEqual([
      {
        ...{ version: '1', id: `${execution}#reverting`, kind: 'reverting', plan: 'api', route, execution },
        ...{ what: 'reverting from 50 % to 0 %', percent: 0, stage: null, verdict: null, comparison: [] },
        ...{ reason: 'alarm "a" is in ALARM', by: 'cutover', at },
      },
    ]);
  });

  test('before anything moved has no percent', () => {
    expect(takenOver({ percents: null })[0]).toMatchObject({ what: 'reverting', percent: null });
  });

  test('by an earlier version has no reason of its own', () => {
    expect(takenOver({ reason: null })[0]?.reason).toBe('the revert machine has taken the lock over');
  });
});
