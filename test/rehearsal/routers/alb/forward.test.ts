import { expect, test } from '@jest/globals';
import { VirtualClock } from '../../../../lib/rehearsal/kernel/virtual-clock';
import { Forward } from '../../../../lib/rehearsal/routers/alb/forward';
import { START } from '../../../../lib/rehearsal/world/world';
import { loadBalancer } from '../../../support/plans/routers';

const forwardWith = (stickinessSeconds: number) =>
  new Forward(loadBalancer(), { stickinessSeconds }, new VirtualClock(START));
const secondsOf = (forward: Forward) => forward.answerHolds().map(({ seconds }) => seconds);

test('cookies last as long as the action says at the time', () => {
  const forward = forwardWith(60);
  expect(secondsOf(forward)).toEqual([60]);
  forward.foreignChange({ weights: { old: 1, new: 1 } });
  forward.foreignChange({ ttlSeconds: 5 });
  expect(secondsOf(forward)).toEqual([60, 5]);
  expect(forward.answerHolds().at(-1)?.insyncAt).toBe(START);
});

test('a duration means nothing while stickiness is off', () => {
  const forward = forwardWith(0);
  forward.foreignChange({ ttlSeconds: 5 });
  expect(secondsOf(forward)).toEqual([0]);
});

test('nor does one that has not taken effect', () => {
  const forward = forwardWith(60);
  const pending = forward.holdPending();
  forward.foreignChange({ ttlSeconds: 5 });
  expect(forward.answerHolds().at(-1)?.insyncAt).toBe(Number.POSITIVE_INFINITY);
  pending.end();
  expect(forward.answerHolds().at(-1)?.insyncAt).toBe(START);
});
