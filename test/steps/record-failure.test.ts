import { expect, test } from '@jest/globals';
import type { Log } from '../../lambdas/ports';
import { recordFailure } from '../../lambdas/steps/record-failure';
import { began, cutoverUnderWay, execution } from '../support/world/cutover';

test('logs and records a failed revert, and leaves the route locked', async () => {
  const { ports, route, entry, decisions } = await cutoverUnderWay();
  const logged: { readonly level: string; readonly message: string; readonly detail: object }[] = [];
  const log: Log = {
    info: (message, detail) => logged.push({ level: 'info', message, detail }),
    error: (message, detail) => logged.push({ level: 'error', message, detail }),
  };
  const before = await entry();
  const failure = { Error: 'RouteBrokenError', Cause: '{"errorMessage":"no such record"}' };
  const reason = 'RouteBrokenError: no such record';
  expect(await recordFailure({ ...ports, log })({ execution, route, failure })).toEqual({ reason });
  expect(logged).toEqual([
    {
      level: 'error',
      message: 'the revert failed; the route stays locked until an operator has checked it',
      detail: { route, execution, reason },
    },
  ]);
  expect(await decisions()).toEqual([
    {
      ...{ key: 'revert-failed', kind: 'revert-failed', what: 'revert failed', reason },
      ...{ by: 'cutover', execution, at: began },
    },
  ]);
  expect(await entry()).toEqual(before);
});

test('logs a failed revert even when the ledger cannot be written', async () => {
  const { ports, route, ledger } = await cutoverUnderWay();
  const logged: string[] = [];
  const log: Log = { info: () => {}, error: (message) => logged.push(message) };
  const away = { ...ledger, record: () => Promise.reject(new Error('away')) };
  const step = recordFailure({ ...ports, ledger: away, log });
  await expect(step({ execution, route, failure: {} })).rejects.toThrow('away');
  expect(logged).toHaveLength(1);
});
