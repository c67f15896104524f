import fc from 'fast-check';
import { during, later, type Moment } from './moment';

/** A cutover decides itself to revert, because no event of its alarm arrives. */
const decided = during(['EvaluateHealth'], { numbers: 3, seconds: 0 }).map((at) => [
  { kind: 'events-lost', events: 'alarm', at: 0, forSeconds: 100_000 },
  { kind: 'alarm-fires', forSeconds: 4_000, atInvocation: later(at, 1) },
]);

/** What a revert cannot do anything about, or only later. */
const failing = fc.constantFrom<readonly object[]>(
  [{ kind: 'api-error', api: 'route53', error: 'AccessDenied', forSeconds: 4_000 }],
  [{ kind: 'api-error', api: 'route53', error: 'InternalFailure', forSeconds: 300 }],
  [{ kind: 'targets-unhealthy', path: 'old', forSeconds: 4_000 }],
  // There is no better path to stay on.
  [
    { kind: 'targets-unhealthy', path: 'old', forSeconds: 4_000 },
    { kind: 'targets-unhealthy', path: 'new', forSeconds: 4_000 },
  ],
  [{ kind: 'task-fails', task: 'RevertTraffic', error: 'Runtime.ExitError', forSeconds: 4_000 }],
  [{ kind: 'task-fails', task: 'RevertTraffic', times: 2, forSeconds: 4_000 }],
  [{ kind: 'ledger-corrupted', by: 'no-router' }],
  [{ kind: 'stop-execution' }],
);

/** An operator starts the next revert, maybe before the cause of the failure has gone. */
const startedAgain = fc.array(
  fc
    .tuple(
      fc.constantFrom<object>(
        { kind: 'operator', says: 'revert' },
        { kind: 'operator', says: 'revert' },
        { kind: 'operator', says: 'abort' },
        { kind: 'revert-started' },
      ),
      fc.integer({ min: 1_000, max: 12_000 }),
    )
    .map(([what, at]) => ({ ...what, at })),
  { maxLength: 2 },
);

/** The revert of a cutover that waits for it fails, or takes longer. */
export const failingReverts: Moment = {
  fits: () => true,
  faults: fc
    .tuple(decided, failing, startedAgain)
    .map(([faults, what, operators]) => [
      ...faults,
      ...what.map((one) => ({ ...one, atInvocation: { task: 'RevertTraffic' } })),
      ...operators,
    ]),
};
