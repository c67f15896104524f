import fc from 'fast-check';
import { recordRouteOf } from '../../../../lambdas/core/routers/route';
import { during, later, type Moment } from './moment';

const recordType = fc.constantFrom('A', 'AAAA');

/** Somebody changes only one of two record types, which then disagree; a revert may follow. */
const oneType = fc
  .record({
    what: fc.oneof(
      fc.record({
        kind: fc.constant('record-changed'),
        recordType,
        weights: fc.constantFrom(
          { old: 70, new: 30 },
          { old: 0, new: 1 },
          { old: 100, new: 0 },
          { old: 0, new: 0 },
        ),
      }),
      fc.record({ kind: fc.constant('record-deleted'), recordType, path: fc.constantFrom('old', 'new') }),
    ),
    at: during(['EvaluateHealth', 'ShiftTraffic', 'RevertTraffic'], { numbers: 3, seconds: 0 }),
    next: fc.constantFrom<object | null>(
      null,
      { kind: 'stop-execution' },
      { kind: 'alarm-fires', forSeconds: 60 },
    ),
    after: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ what, at, next, after }) => [
    { ...what, atInvocation: at },
    ...(next === null ? [] : [{ ...next, atInvocation: later(at, after) }]),
  ]);

/** Route 53 refuses some batches of a revert, so that each type or each record goes back by itself. */
export const refusedBatches: fc.Arbitrary<object[]> = fc
  .record({
    times: fc.integer({ min: 1, max: 4 }),
    at: during(['EvaluateHealth'], { numbers: 4, seconds: 0 }),
    end: fc.constantFrom<object>({ kind: 'stop-execution' }, { kind: 'alarm-fires', forSeconds: 60 }),
  })
  .map(({ times, at, end }) => [
    { ...end, atInvocation: at },
    {
      ...{
        kind: 'api-error',
        api: 'route53:ChangeResourceRecordSets',
        error: 'InvalidChangeBatch',
        times,
        forSeconds: 900,
      },
      atInvocation: { task: 'RevertTraffic' },
    },
  ]);

/** Records of a route that do not change together. */
export const recordsOutOfStep: Moment = {
  fits: ({ router }) => (recordRouteOf(router)?.recordTypes.length ?? 0) > 1,
  faults: fc.oneof(oneType, refusedBatches),
};

/** Somebody adds a record of another type at the name, after the preflight and before a shift. */
export const recordsBeside: Moment = {
  fits: ({ router }) => recordRouteOf(router) !== null,
  faults: fc
    .record({
      recordType: fc.constantFrom('HTTPS', 'AAAA'),
      leadsTo: fc.constantFrom('old', 'elsewhere'),
      at: during(['SmokeTest', 'SmokeTest', 'CheckPreparation', 'CheckDeployment', 'ProbeNewPath'], {
        ...{ numbers: 3, seconds: 1 },
      }),
    })
    .map(({ recordType, leadsTo, at }) => [{ kind: 'record-added', recordType, leadsTo, atInvocation: at }]),
};
