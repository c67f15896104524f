/**
 * The errors that the state machines match by name. Expected outcomes are values; these are for the rest.
 * `name` is fixed, because `ErrorEquals` in the ASL matches it; a test compares the two.
 */
abstract class CutoverError extends Error {
  abstract override readonly name: string;
}

/**
 * The service throttled the call, was busy or could not be reached. After a broken connection the work may
 * have been done all the same, so that only idempotent work may be retried.
 */
export class ServiceBusyError extends CutoverError {
  override readonly name = 'ServiceBusyError';
}

/** The route is not as it was read: someone else has changed it. Nothing was written. */
export class RouteChangedError extends CutoverError {
  override readonly name = 'RouteChangedError';
}

/** The route cannot carry a percent: a record is missing, not weighted, or the weights sum to zero. */
export class RouteBrokenError extends CutoverError {
  override readonly name = 'RouteBrokenError';
}

/** The ledger refused a write: the lock of this route is no longer held under this fencing token. */
export class FencedError extends CutoverError {
  override readonly name = 'FencedError';
}

/** The old path cannot serve and the new path can, so the traffic was not moved. An operator is needed. */
export class PathUnhealthyError extends CutoverError {
  override readonly name = 'PathUnhealthyError';
}

/** The deployment group has another deployment under way, and takes one at a time. Nothing was deployed. */
export class DeploymentRefusedError extends CutoverError {
  override readonly name = 'DeploymentRefusedError';
}

/** An operator has paused the cutover, so that nothing new was begun. It asks again until a `resume`. */
export class PausedError extends CutoverError {
  override readonly name = 'PausedError';
}

/** The cutover ends before this step has begun anything: an operator aborted it, or a pause took too long. */
export class AbortedError extends CutoverError {
  override readonly name = 'AbortedError';
}

/** An operator aborted the cutover while an earlier try of this step may have changed something. */
export class AbortedUnderWayError extends CutoverError {
  override readonly name = 'AbortedUnderWayError';
}

/** The clock of the function is too far off AWS's own to take a lease by. Nothing was begun. */
export class ClockOffError extends CutoverError {
  override readonly name = 'ClockOffError';
}

/** A write of the cutover may still reach the router, so that the lock was kept until none can. */
export class LeaseRunningError extends CutoverError {
  override readonly name = 'LeaseRunningError';
}

/** The ledger's entry of a route cannot be that of its cutover. Nothing was written; see the message. */
export class LedgerCorruptError extends CutoverError {
  override readonly name = 'LedgerCorruptError';
}
