import { SSMClient } from '@aws-sdk/client-ssm';
import { expect, test } from '@jest/globals';
import { ssmChangeCalendars } from '../../../lambdas/adapters/preflight/ssm-change-calendars';
import { inTurn, json, jsonError, wire } from '../../support/accounts/wire';

const read = (answer: ReturnType<typeof json>, calendar = 'freeze') => {
  const { config, requests } = wire(inTurn(answer));
  const calendars = ssmChangeCalendars(new SSMClient({ ...config, maxAttempts: 1 }));
  return { reading: calendars.read(calendar), requests };
};
const changesAt = '2026-12-01T00:00:00Z';

test('a calendar is asked for by its name or ARN alone', async () => {
  const arn = 'arn:aws:ssm:us-west-2:444455556666:document/freeze';
  const { reading, requests } = read(json({ State: 'OPEN', NextTransitionTime: changesAt }), arn);
  expect(await reading).toEqual({ isOpen: true, changesAt });
  expect(requests.map(({ body }) => JSON.parse(body))).toEqual([{ CalendarNames: [arn] }]);
});

test('a calendar without events to come is open for good', async () => {
  expect(await read(json({ State: 'OPEN' })).reading).toEqual({ isOpen: true, changesAt: null });
});

test.each([['CLOSED'], ['SOMETHING_NEW'], [undefined]])(
  'a calendar whose state is %s is not open',
  async (State) => {
    const { reading } = read(json({ State, NextTransitionTime: changesAt }));
    expect(await reading).toEqual({ isOpen: false, changesAt });
  },
);

test.each(['InvalidDocument', 'InvalidDocumentType', 'UnsupportedCalendarException'])(
  '%s means that there is no such calendar',
  async (name) => {
    expect(await read(jsonError(name, 'no')).reading).toBeNull();
  },
);

test.each([
  ['ThrottlingException', 'ServiceBusyError'],
  ['AccessDeniedException', 'AccessDeniedException'],
])('%s is not taken for a calendar: %s', async (name, thrown) => {
  await expect(read(jsonError(name, 'no')).reading).rejects.toMatchObject({ name: thrown });
});
