import { expect, test } from '@jest/globals';
import { VirtualClock } from '../../../../lib/rehearsal/kernel/virtual-clock';
import { ForwardSplit } from '../../../../lib/rehearsal/routers/alb/forward-split';
import { START } from '../../../../lib/rehearsal/world/world';
import { loadBalancer } from '../../../support/plans/routers';

const forwardWith = (stickinessSeconds: number) =>
  new ForwardSplit({ route: loadBalancer(), setup: { stickinessSeconds }, clock: new VirtualClock(START) });
const secondsOf = (forward: ForwardSplit) => forward.answerHolds().map(({ seconds }) => seconds);

test('a cookie lasts as long as the action says when it is set', () => {
  const forward = forwardWith(60);
  expect(secondsOf(forward)).toEqual([60]);
  forward.foreignChange({ weights: { old: 1, new: 1 } });
  forward.foreignChange({ ttlSeconds: 5 });
  expect(secondsOf(forward)).toEqual([60, 5]);
  expect(forward.answerHolds().at(-1)?.insyncAt).toBe(START);
});

test('ignores the duration while stickiness is off', () => {
  const forward = forwardWith(0);
  forward.foreignChange({ ttlSeconds: 5 });
  expect(secondsOf(forward)).toEqual([0]);
});

test('applies a duration only once it has taken effect', () => {
  const forward = forwardWith(60);
  const pending = forward.holdPending();
  forward.foreignChange({ ttlSeconds: 5 });
  expect(forward.answerHolds().at(-1)?.insyncAt).toBe(Number.POSITIVE_INFINITY);
  pending.end();
  expect(forward.answerHolds().at(-1)?.insyncAt).toBe(START);
});
