import fc from 'fast-check';
import { recordRouteOf } from '../../../../lambdas/core/routers/route';
import { during, later, type Moment } from './moment';

/** What has a cutover reverted, or holds it up. */
const ends = fc.constantFrom<object>(
  { kind: 'stop-execution' },
  { kind: 'stop-execution' },
  { kind: 'alarm-fires', forSeconds: 60 },
  { kind: 'operator', says: 'abort' },
  { kind: 'operator', says: 'revert' },
  { kind: 'revert-started' },
);

/** Scenarios name the calls of Route 53, which become those of the plan's router. */
const WRITE = 'route53:ChangeResourceRecordSets';

/** A write of a shift that is on its way for long, or whose answer is lost, while the cutover is ended. */
const writes = fc
  .record({
    at: during(['ShiftTraffic'], { numbers: 3, seconds: 0 }),
    how: fc.oneof(
      {
        weight: 3,
        arbitrary: fc
          .integer({ min: 10, max: 40 })
          .map((seconds) => ({ kind: 'slow-api', api: WRITE, seconds, forSeconds: 5 })),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom<object>(
          {
            kind: 'api-error',
            api: WRITE,
            error: 'InternalFailure',
            afterEffect: true,
            times: 3,
            forSeconds: 900,
          },
          {
            kind: 'api-error',
            api: WRITE,
            error: 'InternalFailure',
            afterEffect: true,
            times: 1,
            forSeconds: 900,
          },
          {
            kind: 'task-fails',
            task: 'ShiftTraffic',
            afterEffect: true,
            delaySeconds: 29,
            times: 1,
            forSeconds: 900,
          },
          { kind: 'slow-api', api: 'dynamodb:UpdateItem', seconds: 12, forSeconds: 25 },
        ),
      },
    ),
    end: ends,
    after: fc.integer({ min: 1, max: 12 }),
  })
  .map(({ at, how, end, after }) => [
    { ...how, atInvocation: at },
    { ...end, atInvocation: later(at, after) },
  ]);

/** The function of a shift dies between two of its calls, and a command comes before it is run again. */
const halves = fc
  .record({
    at: during(['ShiftTraffic'], { numbers: 3, seconds: 0 }),
    afterCalls: fc.integer({ min: 2, max: 7 }),
    what: fc.constantFrom<object>(
      { kind: 'operator', says: 'abort' },
      { kind: 'operator', says: 'pause' },
      { kind: 'stop-execution' },
      { kind: 'record-changed', weights: { old: 70, new: 30 } },
    ),
    after: fc.integer({ min: 2, max: 50 }),
  })
  .map(({ at, afterCalls, what, after }) => [
    { kind: 'function-hangs', task: 'ShiftTraffic', times: 1, forSeconds: 900, afterCalls, atInvocation: at },
    { ...what, atInvocation: later(at, after) },
  ]);

/** The function of a shift dies again and again, so that the reconciler may come before it is recorded. */
const againAndAgain = fc
  .record({
    at: during(['ShiftTraffic'], { numbers: 2, seconds: 0 }),
    afterCalls: fc.integer({ min: 3, max: 7 }),
    times: fc.integer({ min: 3, max: 5 }),
  })
  .map(({ at, afterCalls, times }) => [
    { kind: 'function-hangs', task: 'ShiftTraffic', times, forSeconds: 900, afterCalls, atInvocation: at },
  ]);

/** Shifts that are under way while something else happens. */
export const shiftsUnderWay: Moment = {
  fits: () => true,
  faults: fc.oneof(
    { weight: 3, arbitrary: writes },
    { weight: 1, arbitrary: halves },
    { weight: 1, arbitrary: againAndAgain },
  ),
};

/**
 * Somebody changes the route between two reads of a shift, or of a revert. A load balancer and a key value
 * store are read once more before they are written.
 */
export const changesBetweenReads: Moment = {
  fits: ({ router }) => recordRouteOf(router) === null,
  faults: fc
    .record({
      at: during(['ShiftTraffic', 'ShiftTraffic', 'RevertTraffic'], { numbers: 3, seconds: 0 }),
      seconds: fc.integer({ min: 2, max: 5 }),
      what: fc.constantFrom<object>(
        { kind: 'record-changed', weights: { old: 70, new: 30 } },
        { kind: 'record-changed', weights: { old: 30, new: 70 } },
        { kind: 'record-added', weight: 50, leadsTo: 'elsewhere' },
      ),
      after: fc.integer({ min: 1, max: 10 }),
      end: fc.constantFrom<object[]>(
        [],
        [{ kind: 'stop-execution', atInvocation: { task: 'ShiftTraffic' } }],
      ),
    })
    .map(({ at, seconds, what, after, end }) => [
      { kind: 'slow-api', api: 'route53', seconds, forSeconds: 20, atInvocation: at },
      // The first read takes that long, and the reads before the write as long again, once or twice.
      { ...what, atInvocation: later(at, seconds + Math.min(after, 2 * seconds)) },
      ...(at.task === 'RevertTraffic' ? end : []),
    ]),
};
