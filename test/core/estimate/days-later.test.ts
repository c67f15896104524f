import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { daysLater } from '../../../lambdas/core/estimate/days-later';

const DAY_MS = 86_400_000;
const after = (at: string, days: number, timeZone: string) =>
  new Date(daysLater(Date.parse(at), days, timeZone)).toISOString();

test.each([
  ['a week without a change', '2027-01-12T07:00:00Z', 7, 'Europe/Berlin', '2027-01-19T07:00:00.000Z'],
  [
    'over the beginning of summer time',
    '2027-03-25T07:00:00Z',
    7,
    'Europe/Berlin',
    '2027-04-01T06:00:00.000Z',
  ],
  ['back over it', '2027-04-01T06:00:00Z', -7, 'Europe/Berlin', '2027-03-25T07:00:00.000Z'],
  ['over the end of summer time', '2027-10-28T06:00:00Z', 7, 'Europe/Berlin', '2027-11-04T07:00:00.000Z'],
  ['in UTC, where no clock changes', '2027-03-25T07:00:00Z', 7, 'UTC', '2027-04-01T07:00:00.000Z'],
  [
    'half an hour of summer time',
    '2027-04-01T00:00:00Z',
    7,
    'Australia/Lord_Howe',
    '2027-04-08T00:30:00.000Z',
  ],
  // 02:30 does not exist on 28 March: the clocks go from 02:00 to 03:00.
  ['to a time that is skipped', '2027-03-27T01:30:00Z', 1, 'Europe/Berlin', '2027-03-28T01:30:00.000Z'],
  ['back to a time that is skipped', '2027-03-29T00:30:00Z', -1, 'Europe/Berlin', '2027-03-28T01:30:00.000Z'],
  // 02:30 comes twice on 31 October.
  ['to a time that comes twice', '2027-10-30T00:30:00Z', 1, 'Europe/Berlin', '2027-10-31T00:30:00.000Z'],
  ['back to one', '2027-11-01T01:30:00Z', -1, 'Europe/Berlin', '2027-10-31T01:30:00.000Z'],
  ['no day, at the second of two', '2027-10-31T01:30:00Z', 0, 'Europe/Berlin', '2027-10-31T01:30:00.000Z'],
  // Samoa had no 30 December 2011: its clocks went from -10:00 to +14:00.
  ['over a day that a place left out', '2011-12-29T12:00:00Z', 7, 'Pacific/Apia', '2012-01-04T12:00:00.000Z'],
])('%s', (_, at, days, timeZone, expected) => {
  expect(after(at, days, timeZone)).toBe(expected);
});

test('the clocks show the same time, or a later one of the same day where they skip it', () => {
  const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Sydney', 'Asia/Kolkata', 'UTC'];
  const clockOf = (at: number, timeZone: string) =>
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(at);
  fc.assert(
    fc.property(
      fc.integer({ min: Date.parse('2026-01-01Z') / 1_000, max: Date.parse('2030-01-01Z') / 1_000 }),
      fc.integer({ min: -365, max: 365 }),
      fc.constantFrom(...zones),
      (seconds, days, timeZone) => {
        const at = seconds * 1_000;
        const clock = Date.parse(`${clockOf(at, timeZone).replace(' ', 'T')}Z`) + days * DAY_MS;
        const shown = Date.parse(`${clockOf(daysLater(at, days, timeZone), timeZone).replace(' ', 'T')}Z`);
        expect([0, 3_600_000]).toContain(shown - clock);
      },
    ),
    { numRuns: 500 },
  );
});

test('milliseconds are kept', () => {
  expect(after('2027-03-25T07:00:00.123Z', 7, 'Europe/Berlin')).toBe('2027-04-01T06:00:00.123Z');
});

test('an unknown time zone is an error', () => {
  expect(() => daysLater(0, 1, 'Europe/Nowhere')).toThrow(RangeError);
});
