import fc from 'fast-check';
import type { FunctionName } from '../../../workflow/tasks';
import { during, later, type Moment } from './moment';

/** Steps at which commands are rare: most time is spent in soaks. */
const RARE: readonly FunctionName[] = [
  ...(['CheckPreparation', 'PrepareRecords', 'AskGates', 'StartDeployment', 'ShiftTraffic'] as const),
  ...(['VerifyDecommission', 'RestoreRecords', 'ReleaseLock', 'ReleaseLock', 'SmokeTest'] as const),
];

const says = fc.constantFrom('abort', 'abort', 'abort', 'pause', 'revert');

/** A command at a step whose calls are slow, so that it comes between two of them; a pause is taken back. */
const between = fc
  .record({
    at: during(RARE, { numbers: 3, seconds: 4 }),
    says,
    api: fc.constantFrom('dynamodb', 'route53', 'dynamodb:GetItem', 'dynamodb:UpdateItem', 'lambda:Invoke'),
    seconds: fc.integer({ min: 1, max: 8 }),
    next: fc.option(fc.constantFrom('resume', 'approve', 'abort')),
  })
  .map(({ at, says: command, api, seconds, next }) => [
    { kind: 'slow-api', api, seconds, forSeconds: 40, atInvocation: { ...at, afterSeconds: 0 } },
    { kind: 'operator', says: command, atInvocation: at },
    ...(next === null ? [] : [{ kind: 'operator', says: next, atInvocation: later(at, 60) }]),
  ]);

/** An abort that its function cannot record at once, because the ledger is busy. */
const busy = fc
  .record({
    at: during(['EvaluateHealth', 'CheckPreparation', 'ShiftTraffic'], { numbers: 5, seconds: 5 }),
    api: fc.constantFrom('dynamodb:UpdateItem', 'dynamodb:GetItem', 'dynamodb', 'dynamodb:PutItem'),
    times: fc.integer({ min: 1, max: 12 }),
  })
  .map(({ at, api, times }) => [
    { kind: 'operator', says: 'abort', atInvocation: at },
    { kind: 'throttle', api, times, forSeconds: 120, atInvocation: { task: 'Operate' } },
  ]);

/** Commands at steps that are soon over. */
export const commandsAtSteps: Moment = {
  fits: () => true,
  faults: fc.oneof({ weight: 4, arbitrary: between }, { weight: 1, arbitrary: busy }),
};

/** What becomes of records in the lead of a lowered TTL. */
export const changesInTheLead: Moment = {
  fits: ({ ttl }) => ttl !== undefined && ttl.leadSeconds > 0,
  faults: fc
    .tuple(
      during(['CheckPreparation'], { numbers: 3, seconds: 30 }),
      fc.constantFrom<object[]>(
        ...[
          [{ kind: 'record-changed', weights: { old: 70, new: 30 } }],
          [{ kind: 'record-changed', ttlSeconds: 9 }],
        ],
        ...[[{ kind: 'record-deleted', path: 'new' }], [{ kind: 'operator', says: 'pause' }]],
        ...[[{ kind: 'operator', says: 'abort' }], [{ kind: 'calendar-closed', forSeconds: 9_000 }]],
        [{ kind: 'function-hangs', task: 'PrepareRecords', times: 1, forSeconds: 900, afterCalls: 4 }],
      ),
    )
    .map(([at, faults]) =>
      faults.map((one) => ({
        ...one,
        atInvocation: 'task' in one ? { task: 'PrepareRecords' } : at,
      })),
    ),
};
