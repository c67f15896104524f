import { describe, expect, test } from '@jest/globals';
import { VirtualClock } from '../../../lib/rehearsal/kernel/virtual-clock';
import { Answers } from '../../../lib/rehearsal/routers/answers';

/** Answers whose changes take these times, one after the other, until every server has them. */
const answersOf = (...spreads: readonly number[]) => {
  const left = [...spreads];
  const clock = new VirtualClock(1_000);
  return { clock, answers: new Answers(clock, () => left.shift() ?? 0) };
};

describe('when every server has a change', () => {
  test('is when a later one has reached them all, if that is sooner', async () => {
    const { clock, answers } = answersOf(40_000, 30_000);
    answers.change({ share: 0.5, seconds: 60 });
    expect(answers.insyncAfter(1_000)).toBe(41_000);
    await clock.runUntil(clock.sleep(1_000));
    answers.change({ share: 0.5, seconds: 60 });
    expect(answers.insyncAfter(1_000)).toBe(32_000);
    expect(answers.insyncAfter(2_000)).toBe(32_000);
  });

  test('is not hastened by a later one that is slower', async () => {
    const { clock, answers } = answersOf(10_000, 30_000);
    answers.change({ share: 0.5, seconds: 60 });
    await clock.runUntil(clock.sleep(1_000));
    answers.change({ share: 0, seconds: 60 });
    expect(answers.insyncAfter(1_000)).toBe(11_000);
  });

  test('is 0 without such a change', () => {
    expect(answersOf().answers.insyncAfter(1_000)).toBe(0);
  });
});
