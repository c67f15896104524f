import fc from 'fast-check';
import { during, later, type Moment } from './moment';

const start = during(['StartDeployment'], { numbers: 3, seconds: 0 });

/** An order of a deployment that is on its way for long while the cutover is ended. */
const orders = fc
  .record({
    at: start,
    seconds: fc.integer({ min: 5, max: 40 }),
    end: fc.constantFrom<object>(
      { kind: 'stop-execution' },
      { kind: 'stop-execution' },
      { kind: 'operator', says: 'revert' },
      { kind: 'alarm-fires', forSeconds: 60 },
    ),
    after: fc.integer({ min: 1, max: 6 }),
  })
  .map(({ at, seconds, end, after }) => [
    { kind: 'slow-api', api: 'codedeploy:CreateDeployment', seconds, forSeconds: 5, atInvocation: at },
    { ...end, atInvocation: later(at, after) },
  ]);

/** The function that orders a deployment dies between two of its calls; often nothing else happens. */
const halves = fc
  .record({
    at: start,
    afterCalls: fc.integer({ min: 2, max: 6 }),
    next: fc.constantFrom<object | null>(
      ...[null, null, null, { kind: 'operator', says: 'pause' }, { kind: 'operator', says: 'abort' }],
      ...[{ kind: 'stop-execution' }, { kind: 'deployment', does: 'wait-for-another', forSeconds: 400 }],
    ),
    after: fc.integer({ min: 5, max: 50 }),
  })
  .map(({ at, afterCalls, next, after }) => [
    {
      kind: 'function-hangs',
      task: 'StartDeployment',
      times: 1,
      forSeconds: 900,
      afterCalls,
      atInvocation: at,
    },
    ...(next === null ? [] : [{ ...next, atInvocation: later(at, after) }]),
  ]);

/** The answer of an order is lost. */
const lost = fc
  .tuple(start, fc.constantFrom(1, 3), fc.constantFrom('InternalFailure', 'RequestTimeout'))
  .map(([at, times, error]) => [
    {
      kind: 'api-error',
      api: 'codedeploy:CreateDeployment',
      error,
      forSeconds: 900,
      afterEffect: true,
      times,
      atInvocation: at,
    },
  ]);

/** Something that a check of a deployment must heed, or that it must not carry into the soak after it. */
const checked = fc
  .record({
    atInvocation: during(['CheckDeployment'], { numbers: 4, seconds: 20 }),
    what: fc.constantFrom<readonly object[]>(
      [{ kind: 'operator', says: 'abort' }],
      [{ kind: 'throttle', api: 'cloudwatch', forSeconds: 60 }],
      [{ kind: 'throttle', api: 'cloudwatch', forSeconds: 200 }],
      [{ kind: 'api-error', api: 'cloudwatch', error: 'AccessDenied', forSeconds: 3_000 }],
      [{ kind: 'no-metrics', path: 'new', forSeconds: 3_000 }],
      [{ kind: 'record-changed', weights: { old: 70, new: 30 } }],
      [{ kind: 'deployment', does: 'fail', forSeconds: 300 }],
      // No event says so, so that the check must.
      [
        { kind: 'events-lost', events: 'alarm', forSeconds: 9_000 },
        { kind: 'alarm-fires', forSeconds: 3_000 },
      ],
    ),
  })
  .map(({ what, ...when }) => what.map((one) => ({ ...one, ...when })));

/** Orders of deployments that are under way while something else happens. */
export const ordersUnderWay: Moment = {
  fits: ({ stages }) => stages.some(({ deploy }) => deploy !== undefined),
  faults: fc.oneof(
    { weight: 2, arbitrary: orders },
    { weight: 4, arbitrary: halves },
    { weight: 1, arbitrary: lost },
    { weight: 3, arbitrary: checked },
  ),
};
