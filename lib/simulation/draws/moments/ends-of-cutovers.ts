import fc from 'fast-check';
import { during, type Moment } from './moment';

/** No event starts a revert, so that the reconciler must find what is left. */
const eventsLost = { kind: 'events-lost', events: 'status', at: 0, forSeconds: 6_000 };

/** A cutover that has ended and whose lock has stayed, or that may run again. */
const abandoned = fc.oneof(
  // Every try to release the lock fails, and the cutover has succeeded.
  fc
    .integer({ min: 240, max: 900 })
    .map((forSeconds) => [
      eventsLost,
      { kind: 'task-fails', task: 'ReleaseLock', forSeconds, atInvocation: { task: 'ReleaseLock' } },
    ]),
  fc
    .tuple(
      during(['EvaluateHealth', 'ShiftTraffic', 'CheckPropagation'], { numbers: 5, seconds: 10 }),
      fc.integer({ min: 0, max: 700 }),
    )
    .map(([at, seconds]) => [
      eventsLost,
      { kind: 'stop-execution', atInvocation: at },
      { kind: 'redrive', atInvocation: { ...at, afterSeconds: at.afterSeconds + seconds } },
    ]),
  // The reconciler comes while a step is at work.
  fc
    .tuple(
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom<object>(
        { kind: 'stop-execution' },
        { kind: 'record-changed', weights: { old: 70, new: 30 } },
        { kind: 'record-deleted', path: 'new' },
        { kind: 'record-added', weight: 50, leadsTo: 'elsewhere' },
      ),
      fc.integer({ min: 0, max: 3 }),
    )
    .map(([number, what, afterSeconds]) => [
      eventsLost,
      {
        kind: 'slow-api',
        api: 'dynamodb',
        seconds: 2,
        forSeconds: 20,
        atInvocation: { task: 'Reconcile', number },
      },
      { ...what, atInvocation: { task: 'Reconcile', number, afterSeconds } },
    ]),
);

/** Ends that only the reconciler finds. */
export const abandonedLocks: Moment = { fits: () => true, faults: abandoned };

/** What a proof that nothing needs the old path must see, or cannot. */
export const doubtfulProofs: Moment = {
  fits: ({ decommission, remainingTraffic }) => decommission !== undefined || remainingTraffic !== undefined,
  faults: fc
    .constantFrom<object>(
      { kind: 'record-changed', weights: { old: 0, new: 1 } },
      { kind: 'record-changed', ttlSeconds: 7 },
      { kind: 'record-changed', weights: { old: 20, new: 80 } },
      { kind: 'record-added', recordType: 'HTTPS', leadsTo: 'old' },
      { kind: 'api-error', api: 'cloudwatch', error: 'AccessDenied', forSeconds: 1_200 },
      { kind: 'throttle', api: 'cloudwatch', forSeconds: 60 },
      { kind: 'still-in-use', by: 'record', forSeconds: 1_000_000 },
    )
    .map((what) => [{ ...what, atInvocation: { task: 'VerifyDecommission' } }]),
};

/** Something refers to the old path, and the search for it fails. */
export const unsearchedReferences: Moment = {
  fits: ({ decommission }) => decommission !== undefined,
  faults: fc
    .tuple(
      fc.constantFrom(
        ['service', 'ecs'],
        ['auto-scaling-group', 'autoscaling:DescribeAutoScalingGroups'],
        ['listener', 'elbv2:DescribeListeners'],
      ),
      fc.constantFrom('AccessDenied', 'InternalFailure'),
    )
    .map(([[by, api], error]) => [
      { kind: 'still-in-use', by, at: 0, forSeconds: 1_000_000 },
      {
        ...{ kind: 'api-error', api, error, forSeconds: 1_200 },
        atInvocation: { task: 'VerifyDecommission' },
      },
    ]),
};
