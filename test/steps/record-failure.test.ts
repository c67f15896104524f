import { expect, test } from '@jest/globals';
import type { Log } from '../../lambdas/ports';
import { recordFailure } from '../../lambdas/steps/record-failure';
import { began, cutoverUnderWay, execution } from '../support/world/cutover';

test('a revert that failed is said aloud and recorded, and the route stays locked', async () => {
  const { ports, route, entry, decisions } = await cutoverUnderWay();
  const said: { readonly level: string; readonly message: string; readonly detail: object }[] = [];
  const log: Log = {
    info: (message, detail) => said.push({ level: 'info', message, detail }),
    error: (message, detail) => said.push({ level: 'error', message, detail }),
  };
  const before = await entry();
  const failure = { Error: 'RouteBrokenError', Cause: '{"errorMessage":"no such record"}' };
  const reason = 'RouteBrokenError: no such record';
  expect(await recordFailure({ ...ports, log })({ execution, route, failure })).toEqual({ reason });
  expect(said).toEqual([
    {
      level: 'error',
      message: 'the revert failed; the route is still locked and needs a person',
      detail: { route, execution, reason },
    },
  ]);
  expect(await decisions()).toEqual([
    { key: 'revert-failed', what: 'revert failed', reason, by: 'cutover', execution, at: began },
  ]);
  expect(await entry()).toEqual(before);
});

test('it is said aloud even when the ledger is away', async () => {
  const { ports, route, ledger } = await cutoverUnderWay();
  const said: string[] = [];
  const log: Log = { info: () => {}, error: (message) => said.push(message) };
  const away = { ...ledger, record: () => Promise.reject(new Error('away')) };
  const step = recordFailure({ ...ports, ledger: away, log });
  await expect(step({ execution, route, failure: {} })).rejects.toThrow('away');
  expect(said).toHaveLength(1);
});
