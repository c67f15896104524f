import fc from 'fast-check';

/** Something that the preflight or the smoke test must find. */
export const badFromTheStart = fc
  .constantFrom<object>(
    { kind: 'certificate-status', status: 'EXPIRED' },
    { kind: 'change-set', action: 'Remove' },
    { kind: 'targets-unhealthy', path: 'new' },
    { kind: 'targets-unhealthy', path: 'old' },
    { kind: 'alarm-fires' },
    { kind: 'alarm-missing' },
    { kind: 'errors', path: 'new', rate: 1 },
    { kind: 'record-changed', weights: { old: 80, new: 20 } },
    { kind: 'record-deleted', path: 'new' },
    { kind: 'new-target', answers: 'unreachable' },
    { kind: 'new-target', answers: 'other-host' },
    { kind: 'balancer-shared' },
    { kind: 'calendar-closed' },
    { kind: 'task-fails', task: 'Preflight' },
    { kind: 'task-fails', task: 'SmokeTest' },
  )
  .map((what) => [{ at: 0, forSeconds: 3_000, ...what }]);

/** Something that the preflight waits for, because it can pass by itself. */
export const readyByItself = fc
  .constantFrom<object>(
    { kind: 'certificate-status', status: 'PENDING_VALIDATION', forSeconds: 45 },
    { kind: 'certificate-status', status: 'PENDING_VALIDATION' },
    { kind: 'targets-unhealthy', path: 'new', state: 'initial', forSeconds: 45 },
    { kind: 'targets-unhealthy', path: 'old', state: 'draining' },
  )
  .map((what) => [{ at: 0, forSeconds: 3_000, ...what }]);

/** The types of a route have different TTLs from the start. */
export const differentTtls = fc
  .tuple(fc.integer({ min: 1, max: 60 }), fc.constantFrom('A', 'AAAA'))
  .map(([ttlSeconds, recordType]) => [
    { kind: 'record-changed', ttlSeconds, recordType, at: 0, forSeconds: 1 },
  ]);
