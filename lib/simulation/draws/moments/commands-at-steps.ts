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

/** Steps that read the commands, and then write what must not be written over another one. */
const WRITING: readonly FunctionName[] = ['ReleaseLock', 'ReleaseLock', 'ShiftTraffic', 'PrepareRecords'];

/** A command after a step has read the commands, and before its write to the ledger has arrived. */
const beforeWrites = fc
  .record({
    at: during(WRITING, { numbers: 2, seconds: 0 }),
    says,
    seconds: fc.integer({ min: 4, max: 10 }),
    after: fc.integer({ min: 1, max: 3 }),
    next: fc.option(fc.constantFrom('resume', 'approve', 'abort')),
  })
  .map(({ at, says: command, seconds, after, next }) => [
    { kind: 'slow-api', api: 'dynamodb:TransactWriteItems', seconds, forSeconds: 1, atInvocation: at },
    { kind: 'operator', says: command, atInvocation: later(at, after) },
    ...(next === null ? [] : [{ kind: 'operator', says: next, atInvocation: later(at, 60) }]),
  ]);

/** An abort that its function cannot record at once, because the ledger is busy. */
const busy = fc
  .record({
    at: during(['EvaluateHealth', 'CheckPreparation', 'ShiftTraffic'], { numbers: 5, seconds: 5 }),
    api: fc.oneof(
      fc.constantFrom('dynamodb:UpdateItem', 'dynamodb:GetItem', 'dynamodb', 'dynamodb:PutItem'),
      // With which a command is written.
      fc.constant('dynamodb:TransactWriteItems'),
    ),
    times: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constant(12)),
  })
  .map(({ at, api, times }) => [
    { kind: 'operator', says: 'abort', atInvocation: at },
    { kind: 'throttle', api, times, forSeconds: 120, atInvocation: { task: 'Operate' } },
  ]);

/** A command for a cutover that has not its lock yet. */
const beforeTheLock = fc
  .record({
    at: during(['ValidatePlan'], { numbers: 1, seconds: 1 }),
    says: fc.constantFrom('abort', 'abort', 'pause', 'resume', 'approve', 'promote', 'revert'),
    seconds: fc.integer({ min: 2, max: 8 }),
  })
  .map(({ at, says: command, seconds }) => [
    // With which the lock is acquired.
    { kind: 'slow-api', api: 'dynamodb:TransactWriteItems', seconds, forSeconds: 10, atInvocation: at },
    { kind: 'operator', says: command, atInvocation: later(at, 1) },
  ]);

/** Before the cutover has its lock, somebody uses the name of its revert, which then does nothing. */
const usedNames = fc
  .record({
    at: during(['EvaluateHealth', 'ShiftTraffic'], { numbers: 4, seconds: 10 }),
    what: fc.constantFrom<object>(
      { kind: 'operator', says: 'abort' },
      { kind: 'operator', says: 'revert' },
      { kind: 'stop-execution' },
      { kind: 'alarm-fires', forSeconds: 600 },
    ),
    typo: fc.constantFrom({}, { typo: 'execution' }, { typo: 'route' }),
  })
  .map(({ at, what, typo }) => [
    { kind: 'revert-started', named: 'as-its-revert', ...typo, atInvocation: { task: 'ValidatePlan' } },
    { ...what, atInvocation: at },
  ]);

/** Commands at steps that are soon over. */
export const commandsAtSteps: Moment = {
  fits: () => true,
  faults: fc.oneof(
    { weight: 4, arbitrary: between },
    { weight: 2, arbitrary: beforeWrites },
    { weight: 2, arbitrary: busy },
    { weight: 2, arbitrary: usedNames },
    { weight: 1, arbitrary: beforeTheLock },
  ),
};

/** What happens in the lead of a lowered TTL. */
const inTheLead = fc
  .tuple(
    during(['CheckPreparation'], { numbers: 3, seconds: 30 }),
    fc.constantFrom<object>(
      { kind: 'record-changed', weights: { old: 70, new: 30 } },
      { kind: 'record-changed', ttlSeconds: 9 },
      { kind: 'record-deleted', path: 'new' },
      { kind: 'operator', says: 'pause' },
      { kind: 'operator', says: 'abort' },
      { kind: 'calendar-closed', forSeconds: 9_000 },
    ),
  )
  .map(([atInvocation, what]) => [{ ...what, atInvocation }]);

const whilePrepared = fc.integer({ min: 3, max: 7 }).map((afterCalls) => [
  {
    ...{ kind: 'function-hangs', task: 'PrepareRecords', times: 1, forSeconds: 900, afterCalls },
    atInvocation: { task: 'PrepareRecords' },
  },
]);

/** The entry of the route is corrupted between two tries of the preparation. */
const corruptBefore = fc.constantFrom('router-of-another-route', 'no-router').map((by) => [
  { kind: 'task-fails', task: 'PrepareRecords', times: 1, atInvocation: { task: 'PrepareRecords' } },
  { kind: 'ledger-corrupted', by, atInvocation: { task: 'PrepareRecords' } },
]);

const afterTheLead = fc
  .constantFrom<object>(
    { kind: 'alarm-fires', forSeconds: 600 },
    { kind: 'targets-unhealthy', path: 'new', forSeconds: 3_000 },
    { kind: 'task-fails', task: 'Preflight', forSeconds: 3_000 },
  )
  .map((what) => [{ ...what, atInvocation: { task: 'Preflight', number: 2 } }]);

/** What becomes of prepared records. */
export const changesInTheLead: Moment = {
  fits: ({ ttl }) => ttl !== undefined && ttl.leadSeconds > 0,
  faults: fc.oneof(
    { weight: 4, arbitrary: inTheLead },
    { weight: 1, arbitrary: whilePrepared },
    { weight: 1, arbitrary: corruptBefore },
    { weight: 1, arbitrary: afterTheLead },
  ),
};
