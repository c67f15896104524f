import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { calendarOf } from '../../../lambdas/core/estimate/calendar';
import { estimate } from '../../../lambdas/core/estimate/estimate';
import { deploy } from '../../support/accounts/code-deploy';
import { planOf } from '../../support/plans/plans';

const START = Date.parse('2027-01-12T06:00:00Z');

test('a plan with every part begins with its records and ends with its hold', () => {
  const plan = planOf({
    ttl: { seconds: 30, leadSeconds: 172_800 },
    stages: [
      { percent: 10, soakSeconds: 600, deploy },
      { percent: 100, soakSeconds: 600, deploy },
    ],
    hold: { seconds: 259_200, everySeconds: 600 },
  });
  const entries = calendarOf(plan, START);
  expect(entries.map(({ phase, what }) => `${phase}: ${what}`)).toEqual([
    'preparation: records prepared, and the lead of a lowered TTL',
    'deployment: deployment',
    'stage: 10 % on the new path',
    'deployment: deployment, with 10 % on the new path',
    'stage: 100 % on the new path',
    'hold: hold at 100 %',
    'end: end; the old path can go when the proof says so',
  ]);
  expect(entries[0]).toMatchObject({ from: '2027-01-12T06:00:00.000Z' });
  expect(entries[1]?.from.slice(0, 10)).toBe('2027-01-14');
});

test('a plan that leaves traffic on the old path says nothing of its end', () => {
  const entries = calendarOf(planOf({ stages: [{ percent: 25, soakSeconds: 60 }] }), START);
  expect(entries.map(({ what }) => what)).toEqual(['25 % on the new path', 'end']);
});

test('the parts follow each other without a gap, and take as long as the estimate', () => {
  const soak = fc.integer({ min: 0, max: 86_400 });
  fc.assert(
    fc.property(soak, soak, soak, (first, second, hold) => {
      const plan = planOf({
        stages: [
          { percent: 10, soakSeconds: first },
          { percent: 100, soakSeconds: second },
        ],
        health: { alarms: ['a'], everySeconds: 300 },
        hold: { seconds: hold, everySeconds: 600 },
      });
      const entries = calendarOf(plan, START);
      entries.forEach(({ from }, i) => {
        expect(from).toBe(entries[i - 1]?.to ?? new Date(START).toISOString());
      });
      const seconds = (Date.parse(entries.at(-1)?.to ?? '') - START) / 1_000;
      expect(Math.abs(seconds - estimate(plan).durationSeconds)).toBeLessThanOrEqual(entries.length);
    }),
  );
});
