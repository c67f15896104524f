import { describe, expect, test } from '@jest/globals';
import {
  AbortedError,
  AbortedUnderWayError,
  ClockOffError,
  FencedError,
  LeaseRunningError,
  LedgerCorruptError,
  PathUnhealthyError,
  PausedError,
  RouteBrokenError,
  RouteChangedError,
  ServiceBusyError,
} from '../../../lambdas/core/shared/errors';

describe.each([
  ['ServiceBusyError', ServiceBusyError],
  ['RouteChangedError', RouteChangedError],
  ['RouteBrokenError', RouteBrokenError],
  ['FencedError', FencedError],
  ['LedgerCorruptError', LedgerCorruptError],
  ['ClockOffError', ClockOffError],
  ['LeaseRunningError', LeaseRunningError],
  ['PathUnhealthyError', PathUnhealthyError],
  ['PausedError', PausedError],
  ['AbortedError', AbortedError],
  ['AbortedUnderWayError', AbortedUnderWayError],
])('%s', (name, CutoverError) => {
  test('has the name that the state machines match, and keeps message and cause', () => {
    const cause = new Error('Throttling');
    const error = new CutoverError('try again', { cause });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name, message: 'try again', cause });
    expect(String(error)).toBe(`${name}: try again`);
  });
});
