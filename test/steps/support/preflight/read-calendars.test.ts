import { expect, test } from '@jest/globals';
import { closedCalendars } from '../../../../lambdas/steps/support/preflight/read-calendars';

const opens = '2026-12-01T00:00:00.000Z';
const later = '2026-12-02T00:00:00.000Z';
const known: Record<string, () => { isOpen: boolean; changesAt: string | null } | null> = {
  open: () => ({ isOpen: true, changesAt: opens }),
  freeze: () => ({ isOpen: false, changesAt: opens }),
  longer: () => ({ isOpen: false, changesAt: later }),
  endless: () => ({ isOpen: false, changesAt: null }),
  missing: () => null,
  broken: () => {
    throw new TypeError('not allowed');
  },
};
const closed = (...changeCalendars: string[]) =>
  closedCalendars({ read: async (name) => (known[name] as () => null)() }, { changeCalendars });

test('calendars that are open hold back nothing, and a plan without any reads none', async () => {
  expect(await closed('open')).toBeNull();
  expect(await closed()).toBeNull();
});

test.each([
  [['freeze', 'open'], `the change calendar "freeze" is closed until ${opens}`, opens],
  [
    ['freeze', 'longer'],
    `the change calendar "freeze" is closed until ${opens}; ` +
      `the change calendar "longer" is closed until ${later}`,
    later,
  ],
  [['missing'], 'there is no change calendar "missing"', null],
  [['broken'], 'the change calendar "broken" could not be read: TypeError: not allowed', null],
] as const)('%j hold back', async (names, reason, opensAt) => {
  expect(await closed(...names)).toEqual({ reason, opensAt: opensAt === null ? null : Date.parse(opensAt) });
});

test('one that never opens leaves open when all of them are open', async () => {
  expect(await closed('freeze', 'endless')).toMatchObject({ opensAt: null });
});
