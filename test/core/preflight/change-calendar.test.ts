import { expect, test } from '@jest/globals';
import { calendarFindings, closedReason } from '../../../lambdas/core/preflight/change-calendar';

const opens = '2026-12-01T00:00:00.000Z';

test('a calendar that is open stops nothing', () => {
  expect(calendarFindings('freeze', { isOpen: true, changesAt: opens })).toEqual([]);
  expect(closedReason('freeze', { isOpen: true, changesAt: null })).toBeNull();
});

test.each([
  [opens, `the change calendar "freeze" is closed until ${opens}`],
  [null, 'the change calendar "freeze" is closed, and nothing in it opens it again'],
])('a calendar that is closed until %s stops the cutover', (changesAt, reason) => {
  expect(calendarFindings('freeze', { isOpen: false, changesAt })).toEqual([
    {
      ...{ check: 'calendar', severity: 'stop', reason },
      remedy: 'start the cutover while the calendar is open, or change the events of the calendar',
    },
  ]);
});

test('a calendar that does not exist stops the cutover', () => {
  expect(calendarFindings('freze', null)).toEqual([
    {
      ...{ check: 'calendar', severity: 'stop', reason: 'there is no change calendar "freze"' },
      remedy: 'name a change calendar of AWS Systems Manager in changeCalendars, or leave it out',
    },
  ]);
});
