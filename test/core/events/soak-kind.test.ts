import { expect, test } from '@jest/globals';
import { soakKind } from '../../../lambdas/core/events/soak-kind';
import type { Move } from '../../../lambdas/core/health/soak';
import type { SoakState } from '../../../lambdas/core/health/soak-state';
import { soakStateOf } from '../../support/plans/soak';

const since = '2026-11-20T12:10:00.000Z';
const hold = { phase: 'hold' } as const;
const waits = { awaitingSince: since };

test.each<[string, Move, Partial<SoakState>, Partial<SoakState>, string]>([
  ['waits', 'wait', {}, {}, 'evaluated'],
  ['reverts', 'revert', {}, {}, 'evaluated'],
  ['reverts after it waited for an approval', 'revert', waits, waits, 'evaluated'],
  ['reverts in the hold', 'revert', hold, hold, 'evaluated'],
  ['shifts', 'shift', {}, {}, 'stage-passed'],
  ['is approved and shifts', 'shift', waits, waits, 'stage-passed'],
  ['ends without a hold', 'finish', {}, {}, 'stage-passed'],
  ['begins the hold', 'wait', {}, hold, 'stage-passed'],
  ['is approved and begins the hold', 'wait', waits, { ...hold, ...waits }, 'stage-passed'],
  ['goes on in the hold', 'wait', hold, hold, 'evaluated'],
  // The stage has passed when the hold began.
  ['ends after the hold', 'finish', hold, hold, 'evaluated'],
  // It must pass with the new tasks as well.
  ['deploys what the next stage names', 'deploy', {}, {}, 'evaluated'],
  ['begins to wait for an approval', 'wait', {}, waits, 'waiting-for-approval'],
  ['goes on waiting for an approval', 'wait', waits, waits, 'evaluated'],
])('an evaluation that %s', (_, move, before, after, kind) => {
  const decision = {
    ...{ move, soakState: soakStateOf(after), reason: '', waitSeconds: 0, verdict: 'pass' as const },
    by: 'cutover',
  };
  expect(soakKind(decision, soakStateOf(before))).toBe(kind);
});
