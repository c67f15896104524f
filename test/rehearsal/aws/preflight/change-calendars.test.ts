import { expect, test } from '@jest/globals';
import { SimulatedCalendars } from '../../../../lib/rehearsal/aws/preflight/change-calendars';

function calendarsAt(start: number) {
  let now = start;
  const calendars = new SimulatedCalendars(['freeze', 'weekends'], () => now);
  return {
    calendars,
    at: (time: number) => {
      now = time;
    },
  };
}

test('a calendar is closed until its event ends, and says when it opens', () => {
  const { calendars, at } = calendarsAt(1_000);
  const event = calendars.close(0, 60);
  expect(calendars.read('freeze')).toEqual({ isOpen: false, changesAt: new Date(61_000).toISOString() });
  expect(calendars.read('weekends')).toEqual({ isOpen: true, changesAt: null });
  at(61_000);
  event.end();
  expect(calendars.read('freeze')).toEqual({ isOpen: true, changesAt: null });
});

test('with two events it opens when the later one ends; one without an end says nothing of that', () => {
  const { calendars } = calendarsAt(0);
  calendars.close(0, 60);
  calendars.close(0, 90);
  expect(calendars.read('freeze').changesAt).toBe(new Date(90_000).toISOString());
  calendars.close(0, undefined);
  expect(calendars.read('freeze')).toEqual({ isOpen: false, changesAt: null });
});

test('a calendar that the plan does not have cannot be closed', () => {
  const { calendars } = calendarsAt(0);
  calendars.close(2, 60).end();
  calendars.close(2, undefined);
  expect(calendars.isClosedWithin(0, 100)).toBe(false);
});

test('what was closed when is known afterwards', () => {
  const { calendars, at } = calendarsAt(100);
  const event = calendars.close(1, 60);
  at(200);
  event.end();
  expect([calendars.closedSince(100, 199), calendars.closedSince(99, 150)]).toEqual([100, null]);
  expect(calendars.closedSince(150, 200)).toBeNull();
  expect([calendars.isClosedWithin(0, 99), calendars.isClosedWithin(0, 100)]).toEqual([false, true]);
  expect([calendars.isClosedWithin(200, 300), calendars.isClosedWithin(201, 300)]).toEqual([true, false]);
});
