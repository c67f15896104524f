import { describe, expect, test } from '@jest/globals';
import { calendarOf } from '../../../lambdas/core/estimate/calendar';
import { checkMilestones, type Milestones, withMilestones } from '../../../lambdas/core/estimate/milestones';
import { planOf } from '../../support/plans/plans';

const cutover = calendarOf(
  planOf({ stages: [{ percent: 100, soakSeconds: 600 }], hold: { seconds: 259_200, everySeconds: 600 } }),
  Date.parse('2027-03-22T07:00:00Z'),
);
const end = cutover.at(-1)?.to ?? '';

/** A checked file, or its problems. */
function checked(milestones: unknown, more: object = {}): Milestones | readonly string[] {
  const result = checkMilestones({ milestones, ...more });
  return result.ok ? result.value : result.problems.map(({ path, message }) => `${path}: ${message}`);
}
const dated = (milestones: unknown, more?: object) =>
  withMilestones(cutover, checked(milestones, more) as Milestones);

describe('milestones around a cutover', () => {
  test('come in the order of time, whatever the order of the file', () => {
    const entries = dated([
      { what: 'remove', daysAfterEnd: 14 },
      { what: 'validate', daysBeforeStart: 7 },
      { what: 'records', daysAfterEnd: 7 },
      { what: 'add', daysBeforeStart: 14 },
    ]);
    expect(entries.map(({ what }) => what)).toEqual([
      ...['add', 'validate', ...cutover.map(({ what }) => what), 'records', 'remove'],
    ]);
    expect(entries.filter(({ phase }) => phase !== 'milestone')).toEqual(cutover);
    expect(entries[0]).toEqual({
      ...{ phase: 'milestone', what: 'add' },
      ...{ from: '2027-03-08T07:00:00.000Z', to: '2027-03-08T07:00:00.000Z' },
    });
  });

  test('those of one day keep the order of the file, and 0 days lie outside of the cutover', () => {
    const entries = dated([
      { what: 'prove', daysAfterEnd: 0 },
      { what: 'remove', daysAfterEnd: 0, command: 'cdk deploy Api' },
      { what: 'tell', daysBeforeStart: 0 },
    ]);
    expect(entries.map(({ what }) => what)).toEqual([
      ...['tell', ...cutover.map(({ what }) => what), 'prove', 'remove'],
    ]);
    expect(entries.at(-1)).toMatchObject({ from: end, command: 'cdk deploy Api' });
    expect(entries[0]).not.toHaveProperty('command');
  });

  test('they keep the time of day over a change of the clocks, in the time zone of the file', () => {
    const later = [{ what: 'remove', daysAfterEnd: 7 }];
    const hours = (more?: object) =>
      (Date.parse(dated(later, more).at(-1)?.from ?? '') - Date.parse(end)) / 3_600_000;
    expect(hours()).toBe(168);
    expect(hours({ timeZone: 'Europe/Berlin' })).toBe(167);
    expect(hours({ timeZone: 'Asia/Kolkata' })).toBe(168);
  });

  test('a calendar without entries has no start', () => {
    expect(() => withMilestones([], { timeZone: 'UTC', milestones: [] })).toThrow(RangeError);
  });
});

test.each<[string, unknown, object, string]>([
  [
    'no day',
    [{ what: 'add' }],
    {},
    'milestones[0]: has neither daysBeforeStart nor daysAfterEnd; must have one',
  ],
  [
    'both days',
    [{ what: 'add', daysBeforeStart: 1, daysAfterEnd: 1 }],
    {},
    'milestones[0]: has both daysBeforeStart and daysAfterEnd; must have one of them',
  ],
  [
    'a negative number',
    [{ what: 'add', daysBeforeStart: -14 }],
    {},
    'milestones[0].daysBeforeStart: is -14; must be a whole number from 0 to 365',
  ],
  [
    'a text for a number',
    [{ what: 'add', daysAfterEnd: '+7d' }],
    {},
    'milestones[0].daysAfterEnd: is "+7d"; must be a whole number from 0 to 365 (days after the end',
  ],
  ['no text', [{ daysAfterEnd: 1 }], {}, 'milestones[0].what: is missing; must be what is done, such as'],
  ['an empty text', [{ what: '', daysAfterEnd: 1 }], {}, 'milestones[0].what: is ""; must be what is done'],
  ['two lines', [{ what: 'a\nb', daysAfterEnd: 1 }], {}, 'on one line, 1 to 200 characters'],
  [
    'a control character in a command',
    [{ what: 'a', daysAfterEnd: 1, command: '\u001b[2J' }],
    {},
    'milestones[0].command: is "\\u001b[2J"; must be the command that does it, on one line',
  ],
  [
    'one text twice',
    [
      { what: 'add', daysBeforeStart: 7 },
      { what: 'add', daysAfterEnd: 7 },
    ],
    {},
    'milestones[1].what: is that of milestones[0] too, but a calendar knows an entry by it',
  ],
  ['no milestone', [], {}, 'milestones: is an empty list; must be a list of 1 to 100 milestones'],
  [
    'an unknown time zone',
    [{ what: 'add', daysAfterEnd: 1 }],
    { timeZone: 'Europe/Nowhere' },
    'timeZone: is "Europe/Nowhere"; must be a time zone of the IANA database, such as Europe/Berlin, or UTC',
  ],
  [
    'an offset in place of a time zone',
    [{ what: 'add', daysAfterEnd: 1 }],
    { timeZone: '+01:00' },
    'timeZone: is "+01:00"; must be a time zone of the IANA database',
  ],
])('%s is a problem', (_, milestones, more, message) => {
  const problems = checked(milestones, more);
  expect(problems).toHaveLength(1);
  expect((problems as readonly string[])[0]).toContain(message);
});
