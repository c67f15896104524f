import fc from 'fast-check';

/** A time in seconds. Early times are more frequent, because most happens then. */
export const at = fc.oneof(
  fc.integer({ min: 0, max: 5 }),
  fc.integer({ min: 0, max: 300 }),
  fc.integer({ min: 0, max: 3_000 }),
);
/** The number of a request to AWS. A cutover makes some hundred. */
export const atCall = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 250 }));
/** A stop while a call is in flight, which is what fences protect against. */
export const stopInFlight = fc
  .tuple(
    fc.constantFrom(
      'route53',
      'route53:ListResourceRecordSets',
      'route53:ChangeResourceRecordSets',
      'dynamodb',
      'codedeploy:CreateDeployment',
    ),
    fc.integer({ min: 2, max: 20 }),
    fc.integer({ min: 0, max: 25 }),
    fc.boolean(),
  )
  .map(([api, seconds, after, early]) => {
    const when = early ? { at: 0 } : { whenPercentAtLeast: 1 };
    return [
      { kind: 'slow-api', api, seconds, ...when, forSeconds: 120 },
      { kind: 'stop-execution', at: early ? after : 330 + 3 * after },
    ];
  });

/**
 * A stop, and a redrive at once, during the revert, or long after it, when an alarm may fire as well. A
 * cutover with slow calls may be stopped while it acquires its lock.
 */
export const redriven = fc
  .tuple(
    at,
    fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 600 })),
    fc.boolean(),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([stopped, after, eventLost, lateLock, alarm]) => [
    ...(eventLost ? [{ kind: 'events-lost', events: 'status', at: 0 }] : []),
    ...(lateLock
      ? [{ kind: 'slow-api', api: 'dynamodb:TransactWriteItems', seconds: 6, at: 0, forSeconds: 1 }]
      : []),
    { kind: 'stop-execution', at: stopped },
    { kind: 'redrive', at: stopped + after },
    ...(alarm ? [{ kind: 'alarm-fires', at: stopped + after, forSeconds: 600 }] : []),
  ]);

/** A command while calls are slow, so that it comes between any two calls of a step; often taken back. */
export const commandInFlight = fc
  .tuple(
    fc.constantFrom('route53', 'route53:ListResourceRecordSets', 'dynamodb', 'codedeploy'),
    fc.integer({ min: 1, max: 20 }),
    fc.constantFrom('pause', 'abort'),
    fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 300, max: 900 })),
    fc.option(fc.tuple(fc.constantFrom('resume', 'approve', 'pause'), fc.integer({ min: 0, max: 600 }))),
  )
  .map(([api, seconds, says, sent, then]) => [
    { kind: 'slow-api', api, seconds, at: Math.max(0, sent - 30), forSeconds: 90 },
    { kind: 'operator', says, at: sent },
    ...(then === null ? [] : [{ kind: 'operator', says: then[0], at: sent + then[1] }]),
  ]);

/** A command between any two calls, and what may be taken for what ends it. */
export const commandBetweenCalls = fc
  .tuple(
    atCall,
    fc.constantFrom('pause', 'pause', 'abort', 'approve'),
    fc.integer({ min: 0, max: 30 }),
    fc.constantFrom(
      { kind: 'operator', says: 'resume' },
      { kind: 'operator', says: 'approve' },
      { kind: 'malformed-command', says: 'Resume' },
      { kind: 'malformed-command', says: 'resume' },
    ),
  )
  .map(([call, says, calls, then]) => [
    { kind: 'operator', says, atCall: call },
    { ...then, atCall: call + 1 + calls },
  ]);

/** A request of an operator of which the function does a part, and dies: what it has stored is heeded. */
export const halfDone = fc
  .tuple(
    fc.integer({ min: 1, max: 6 }),
    fc.constantFrom('abort', 'abort', 'revert', 'pause'),
    fc.oneof(fc.integer({ min: 20, max: 300 }), fc.integer({ min: 300, max: 2_500 })),
  )
  .map(([afterCalls, says, sent]) => [
    { kind: 'function-hangs', task: 'Operate', afterCalls, at: sent - 10, forSeconds: 40 },
    { kind: 'operator', says, at: sent },
  ]);

/** Somebody changes a record during a soak, and the cutover is reverted: what it must leave alone. */
export const changedThenReverted = fc
  .tuple(fc.integer({ min: 1, max: 60 }), fc.constantFrom('stop-execution', 'alarm-fires'))
  .map(([ttlSeconds, kind]) => [
    { kind: 'record-changed', ttlSeconds, whenPercentAtLeast: 1 },
    { kind, whenPercentAtLeast: 1 },
  ]);

/** A shift that is on its way for long, while the cutover is stopped and its revert overtakes it. */
export const overtaken = fc
  .tuple(
    fc.constantFrom('route53:ChangeResourceRecordSets', 'route53'),
    fc.integer({ min: 8, max: 28 }),
    fc.constantFrom(0, 0, 0, 1, 2),
    fc.integer({ min: 1, max: 12 }),
    fc.constantFrom('stop-execution', 'alarm-fires'),
  )
  .map(([api, seconds, from, after, kind]) => [
    { kind: 'slow-api', api, seconds, at: from, forSeconds: 2 },
    { kind, at: from + after, ...(kind === 'alarm-fires' ? { forSeconds: 30 } : {}) },
  ]);

/** A revert finds that the old path has had no healthy target for minutes. */
export const nothingToGoBackTo = fc
  .tuple(at, fc.integer({ min: 200, max: 700 }), fc.constantFrom('stop-execution', 'alarm-fires'))
  .map(([when, after, kind]) => [
    { kind: 'targets-unhealthy', path: 'old', at: when, forSeconds: 3_000 },
    { kind, at: when + after, ...(kind === 'alarm-fires' ? { forSeconds: 30 } : {}) },
  ]);

/** The answer of a step is lost once it has done its work, so that it runs again. */
export const asIfRetried = fc
  .tuple(
    fc.constantFrom(
      ...(['AcquireLock', 'Preflight', 'PrepareRecords', 'StartDeployment', 'ShiftTraffic'] as const),
      ...(['RevertTraffic', 'StopDeployment', 'RestoreRecords', 'GuardExecution', 'GuardAlarm'] as const),
    ),
    fc.constantFrom('stop-execution', 'alarm-fires', null),
    fc.integer({ min: 5, max: 900 }),
  )
  .map(([task, kind, when]) => [
    { kind: 'task-fails', task, times: 1, afterEffect: true, at: 0, forSeconds: 3_000 },
    ...(kind === null ? [] : [{ kind, at: when, forSeconds: 30 }]),
  ]);

/** The new path goes quiet, or fails its probes, at about the time of the hold. */
export const doubtInTheHold = fc
  .tuple(
    fc.constantFrom<object>(
      { kind: 'no-metrics', path: 'new' },
      { kind: 'unreached', path: 'new' },
      { kind: 'mutual-tls', path: 'new' },
      { kind: 'new-target', answers: 'other-host' },
      { kind: 'errors', path: 'new', rate: 0.3 },
      { kind: 'throttle', api: 'cloudwatch' },
    ),
    fc.integer({ min: 800, max: 4_000 }),
    fc.constantFrom(40, 400, 4_000),
  )
  .map(([what, when, forSeconds]) => [{ ...what, at: when, forSeconds }]);

/** What a cutover must heed at once, or at its next evaluation, and nothing else. */
export const heededAtOnce = fc
  .tuple(
    fc.constantFrom<object>(
      { kind: 'alarm-fires', forSeconds: 3_000 },
      { kind: 'alarm-fires', index: 1, forSeconds: 3_000 },
      { kind: 'alarm-missing', forSeconds: 3_000 },
      { kind: 'stop-execution' },
      { kind: 'operator', says: 'abort' },
      { kind: 'operator', says: 'pause' },
      { kind: 'operator', says: 'promote' },
      { kind: 'operator', says: 'revert' },
      { kind: 'record-changed', weights: { old: 70, new: 30 } },
      { kind: 'record-changed', weights: { old: 0, new: 1 } },
      { kind: 'record-deleted', path: 'new' },
      { kind: 'record-added', recordType: 'AAAA', leadsTo: 'old' },
      { kind: 'record-added', recordType: 'HTTPS', leadsTo: 'elsewhere' },
      { kind: 'errors', path: 'new', rate: 0.3, forSeconds: 3_000 },
      { kind: 'latency', path: 'new', addMs: 900, forSeconds: 3_000 },
      { kind: 'no-metrics', path: 'new', forSeconds: 3_000 },
      { kind: 'unreached', path: 'new', forSeconds: 3_000 },
      { kind: 'mutual-tls', path: 'new', forSeconds: 3_000 },
      { kind: 'new-target', answers: 'other-host', forSeconds: 3_000 },
      { kind: 'api-error', api: 'cloudwatch', error: 'AccessDenied', forSeconds: 3_000 },
      { kind: 'api-error', api: 'route53', error: 'AccessDenied', forSeconds: 200 },
      { kind: 'stuck-pending', forSeconds: 1_500 },
    ),
    fc.oneof(
      fc.integer({ min: 1, max: 100 }).map((whenPercentAtLeast) => ({ whenPercentAtLeast })),
      fc.integer({ min: 0, max: 1_500 }).map((when) => ({ at: when })),
      fc.integer({ min: 1_000, max: 4_500 }).map((when) => ({ at: when })),
    ),
    fc.constantFrom('alarm', 'alarm', 'status', 'status', null, null, null),
  )
  .map(([what, when, lost]) => [
    ...(lost === null ? [] : [{ kind: 'events-lost', events: lost, at: 0, forSeconds: 6_000 }]),
    { ...what, ...when },
  ]);
